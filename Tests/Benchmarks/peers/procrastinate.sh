#!/usr/bin/env bash
# Procrastinate on a PostgreSQL of its own. Usage: procrastinate.sh FOLDER PYTHON JOBS
set -euo pipefail
folder="$1"
python="$2"
jobs="$3"
here="$(cd "$(dirname "$0")" && pwd)"
programs="$(ls -d /usr/lib/postgresql/*/bin | sort -V | tail -n 1)"
mkdir -p "$folder"
# PostgreSQL refuses to run as root.
as_user=()
if [ "$(id -u)" -eq 0 ]; then
    as_user=(runuser -u postgres --)
    chown postgres "$folder"
    chmod 755 "$(dirname "$folder")"
fi
data="$folder/data"
(cd /tmp && "${as_user[@]}" "$programs/initdb" -D "$data" -A trust -U bench >"$folder.log" 2>&1)
# As PostgreSQL configures itself, with fsync; reached by a socket only.
(cd /tmp && "${as_user[@]}" "$programs/pg_ctl" -D "$data" -w -l "$data/server.log" \
    -o "-c listen_addresses='' -c unix_socket_directories='$folder'" start >>"$folder.log" 2>&1)
trap '(cd /tmp && "${as_user[@]}" "$programs/pg_ctl" -D "$data" -m immediate -w stop >/dev/null 2>&1) || true' EXIT
"$python" "$here/procrastinate_postgres.py" "$folder" "$jobs"
