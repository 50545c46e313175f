"""spworker itself: `bench queue`, whose jobs do nothing. Usage: spworker.py BINARY JOBS"""

import json
import subprocess
import sys

binary, jobs = sys.argv[1], sys.argv[2]
report = json.loads(
    subprocess.run(
        [binary, "bench", "queue", "--jobs", jobs, "--lanes", "1000", "--rounds", "1", "--json"],
        check=True, capture_output=True, text=True,
    ).stdout
)
lines = {line["key"]: line["value"]["median"] for line in report["lines"]}
version = subprocess.run([binary, "--version"], check=True, capture_output=True, text=True).stdout.strip()
print(
    json.dumps(
        {
            "peer": f"spworker {version}",
            "store": f"SQLite {report['sqlite']}",
            "kind": "queue",
            "jobs": int(jobs),
            "enqueuePerSecond": lines["queueEnqueue"],
            "workPerSecond": lines["queueWork"],
            "note": "1,000 lanes with limits; enqueued durably, 1,000 at a time",
        }
    )
)
