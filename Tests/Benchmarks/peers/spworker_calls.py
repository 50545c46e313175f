"""spworker's whole calls to the local stand-in for Amazon: `bench calls`. Usage: spworker_calls.py BINARY CALLS"""

import json
import subprocess
import sys

binary, calls = sys.argv[1:3]
bench = subprocess.run([binary, "bench", "calls", "--jobs", calls, "--rounds", "1", "--json"], capture_output=True, text=True)
if bench.returncode != 0:
    sys.exit(bench.stderr.strip() or "'bench calls' failed")
report = json.loads(bench.stdout)
version = subprocess.run([binary, "--version"], check=True, capture_output=True, text=True).stdout.strip()
lines = {line["key"]: line["value"]["median"] for line in report["lines"]}
print(
    json.dumps(
        {
            "peer": f"spworker {version}",
            "store": "local mock",
            "kind": "calls",
            "callsPerSecond": lines["workerCalls"],
            "note": f"durable jobs, limits, kept results; a bare HTTP loop makes {lines['bareCalls']:,.0f}",
        }
    )
)
