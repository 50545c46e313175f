"""python-amazon-sp-api against spworker's stand-in for Amazon: calls on 1, 4 or 16 threads, no queue.

Usage: amazon_sp_api.py BINARY CALLS
"""

import concurrent.futures
import json
import logging
import platform
import subprocess
import sys
import time

from sp_api.__version__ import __version__
from sp_api.api import Orders
from sp_api.auth import AccessTokenClient
from sp_api.base import Marketplaces

binary, calls = sys.argv[1], int(sys.argv[2])
logging.disable(logging.CRITICAL)
credentials = {"refresh_token": "bench", "lwa_app_id": "bench", "lwa_client_secret": "bench"}


def client(url):
    """A client that speaks to the stand-in. It keeps its token for an hour, as it does with Amazon."""
    orders = Orders(marketplace=Marketplaces.DE, credentials=credentials)
    orders.endpoint = url
    return orders


def measure(url, threads):
    """Calls a second by so many threads, each with a client of its own."""
    share = calls // threads
    clients = [client(url) for _ in range(threads)]
    for one in clients:
        one.get_order("902-1845936-5435065")

    def work(one):
        for _ in range(share):
            one.get_order("902-1845936-5435065")

    with concurrent.futures.ThreadPoolExecutor(threads) as pool:
        start = time.monotonic()
        for future in [pool.submit(work, one) for one in clients]:
            future.result()
        return share * threads / (time.monotonic() - start)


# It ends when its standard input does.
with subprocess.Popen([binary, "bench-mock"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as mock:
    line = mock.stdout.readline()
    if not line.startswith("{"):
        sys.exit("this version of spworker has no stand-in for Amazon")
    url = json.loads(line)["url"]
    AccessTokenClient.scheme, AccessTokenClient.host = url.split("//")[0] + "//", url.split("//")[1]
    speed, threads = max((measure(url, threads), threads) for threads in (1, 4, 16))
    mock.stdin.close()
print(
    json.dumps(
        {
            "peer": f"python-amazon-sp-api {__version__}",
            "store": "local mock",
            "kind": "calls",
            "callsPerSecond": speed,
            "note": f"Python {platform.python_version()}, {threads} of 1, 4 or 16 threads, the fastest; calls alone, without a queue",
        }
    )
)
