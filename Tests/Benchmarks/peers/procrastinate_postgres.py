"""Procrastinate on PostgreSQL: jobs that do nothing, worked off in this process.

Usage: procrastinate_postgres.py SOCKET-FOLDER JOBS
"""

import asyncio
import importlib.metadata
import json
import logging
import platform
import sys
import time

import procrastinate

folder, jobs = sys.argv[1], int(sys.argv[2])
logging.disable(logging.CRITICAL)
app = procrastinate.App(
    connector=procrastinate.PsycopgConnector(conninfo=f"host={folder} user=bench dbname=postgres", max_size=20)
)


@app.task(name="nothing")
async def nothing(number):
    pass


async def measure():
    async with app.open_async():
        await app.schema_manager.apply_schema_async()
        start = time.monotonic()
        for first in range(0, jobs, 1000):
            numbers = range(first, min(first + 1000, jobs))
            await nothing.batch_defer_async(*[{"number": number} for number in numbers])
        enqueue = time.monotonic() - start
        start = time.monotonic()
        # Ends when it has caught up with the queue.
        await app.run_worker_async(wait=False, concurrency=10, install_signal_handlers=False, listen_notify=False)
        work = time.monotonic() - start
        left = await app.connector.execute_query_one_async(
            "SELECT count(*) AS jobs FROM procrastinate_jobs WHERE status <> 'succeeded'"
        )
        if left["jobs"]:
            sys.exit(f"procrastinate left {left['jobs']} of {jobs} jobs")
        version = await app.connector.execute_query_one_async("SHOW server_version")
        return jobs / enqueue, jobs / work, version["server_version"].split()[0]


enqueue, work, version = asyncio.run(measure())
print(
    json.dumps(
        {
            "peer": f"Procrastinate {importlib.metadata.version('procrastinate')}",
            "store": f"PostgreSQL {version}",
            "kind": "queue",
            "jobs": jobs,
            "enqueuePerSecond": enqueue,
            "workPerSecond": work,
            "note": f"Python {platform.python_version()}, 10 at a time; enqueued durably, 1,000 at a time",
        }
    )
)
