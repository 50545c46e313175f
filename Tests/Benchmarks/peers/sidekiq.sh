#!/usr/bin/env bash
# Sidekiq on a Redis of its own. Usage: sidekiq.sh FOLDER JOBS
set -euo pipefail
folder="$1"
jobs="$2"
here="$(cd "$(dirname "$0")" && pwd)"
socket="$folder/redis.sock"
mkdir -p "$folder"
# As Debian configures it: snapshots now and then, no log.
redis-server --port 0 --unixsocket "$socket" --dir "$folder" --loglevel warning --daemonize no \
    --save '3600 1 300 100 60 10000' >"$folder/redis.log" 2>&1 &
redis=$!
trap 'kill "$redis" 2>/dev/null; wait "$redis" 2>/dev/null || true' EXIT
for _ in $(seq 100); do
    [ -S "$socket" ] && break
    sleep 0.05
done
ruby "$here/sidekiq.rb" "$socket" "$jobs"
