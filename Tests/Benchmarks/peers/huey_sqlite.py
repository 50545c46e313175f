"""Huey on SQLite: jobs that do nothing, consumed in this process.

Usage: huey_sqlite.py FOLDER JOBS durable|fast

`durable` is Huey's default, which waits for the disk at each write; `fast` never does, and may lose jobs with the power.
"""

import json
import logging
import os
import platform
import sqlite3
import sys
import threading
import time

import huey
from huey import SqliteHuey

folder, jobs, is_fast = sys.argv[1], int(sys.argv[2]), sys.argv[3] == "fast"
logging.disable(logging.CRITICAL)


def measure(workers):
    """Jobs a second that were put in, and that were worked off, by so many threads."""
    path = os.path.join(folder, f"huey-{workers}.db")
    queue = SqliteHuey("bench", filename=path, results=False, fsync=False if is_fast else None)
    done = threading.Event()
    lock = threading.Lock()
    left = jobs

    @queue.task()
    def nothing(number):
        nonlocal left
        with lock:
            left -= 1
            if left == 0:
                done.set()

    start = time.monotonic()
    for number in range(jobs):
        nothing(number)
    enqueue = time.monotonic() - start
    consumer = queue.create_consumer(workers=workers, periodic=False, initial_delay=0.01, max_delay=0.05)
    start = time.monotonic()
    consumer.start()
    if not done.wait(300):
        sys.exit(f"huey left {left} of {jobs} jobs after five minutes")
    work = time.monotonic() - start
    consumer.stop(graceful=True)
    return jobs / enqueue, jobs / work


enqueue, work, workers = max(
    ((*measure(workers), workers) for workers in (1, 4)),
    # The whole life of a job, as the table has it.
    key=lambda figures: 1 / (1 / figures[0] + 1 / figures[1]),
)
print(
    json.dumps(
        {
            "peer": f"Huey {huey.__version__}{', fsync off' if is_fast else ''}",
            "store": f"SQLite {sqlite3.sqlite_version}",
            "kind": "queue",
            "jobs": jobs,
            "enqueuePerSecond": enqueue,
            "workPerSecond": work,
            "note": f"Python {platform.python_version()}, {workers} of 1 or 4 threads, the faster; put in one at a time, "
            + ("not durable" if is_fast else "each durably, its default"),
        }
    )
)
