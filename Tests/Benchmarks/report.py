"""Prints what `run` has measured: the median of the rounds. Usage: report.py FIGURES [--json | --markdown]"""

import json
import os
import platform
import statistics
import sys

# spworker's whole life over a peer's: at least, and what is hoped for.
GOALS = {"Sidekiq": (3, 6)}

with open(sys.argv[1]) as file:
    figures = [json.loads(line) for line in file if line.strip()]


def spread(values):
    return {"median": statistics.median(values), "min": min(values), "max": max(values)}


def life(figure):
    """Jobs a second when each is put in and worked off, one after the other."""
    return 1 / (1 / figure["enqueuePerSecond"] + 1 / figure["workPerSecond"])


def rows(kind, measures):
    """One row a peer, in the order of their first round."""
    found = {}
    for figure in figures:
        if figure["kind"] == kind:
            found.setdefault(figure["peer"], []).append(figure)
    return [
        {"peer": peer, "store": rounds[0]["store"], "note": rounds[-1]["note"], "rounds": len(rounds)}
        | {name: spread([measure(figure) for figure in rounds]) for name, measure in measures.items()}
        for peer, rounds in found.items()
    ]


def machine():
    """What everything was measured on, in a few words."""

    def find(path, key, separator):
        try:
            with open(path) as file:
                return next((line.split(separator, 1)[1].strip() for line in file if line.startswith(key)), "")
        except OSError:
            return ""

    memory = find("/proc/meminfo", "MemTotal", ":").split()
    words = [
        f"{os.cpu_count()} cores",
        find("/proc/cpuinfo", "model name", ":"),
        f"{int(memory[0]) / 2**20:.0f} GiB of memory" if memory else "",
        find("/etc/os-release", "PRETTY_NAME", "=").strip('"') or platform.platform(),
    ]
    return ", ".join(word for word in words if word)


queue = rows(
    "queue",
    {
        "enqueuePerSecond": lambda figure: figure["enqueuePerSecond"],
        "workPerSecond": lambda figure: figure["workPerSecond"],
        "lifePerSecond": life,
    },
)
calls = rows("calls", {"callsPerSecond": lambda figure: figure["callsPerSecond"]})
for table, measure in ((queue, "lifePerSecond"), (calls, "callsPerSecond")):
    ours = next((row[measure]["median"] for row in table if row["peer"].startswith("spworker")), None)
    for row in table:
        row["ofPeer"] = None if ours is None else ours / row[measure]["median"]
        target, reach = GOALS.get(row["peer"].split()[0], (None, None))
        row |= {
            "target": target,
            "reach": reach,
            "met": None if target is None or ours is None else row["ofPeer"] >= target,
        }

if "--json" in sys.argv:
    print(json.dumps({"machine": machine(), "queue": queue, "calls": calls}))
    sys.exit()


def number(value):
    return f"{value['median']:,.0f}"


def bounds(value):
    return f"{value['min']:,.0f}..{value['max']:,.0f}"


def ratio(row):
    return "" if row["ofPeer"] is None or row["peer"].startswith("spworker") else f"{row['ofPeer']:.1f}"


def rounds():
    counts = {row["rounds"] for row in queue + calls}
    return f"median of {max(counts, default=0)} rounds" + ("" if len(counts) < 2 else ", some of fewer")


if "--markdown" in sys.argv:
    print("| | On | A second | spworker / it | How |\n| --- | --- | --- | --- | --- |")
    for words, table, measure in (
        ("jobs that do nothing, put in and worked off", queue, "lifePerSecond"),
        ("calls", calls, "callsPerSecond"),
    ):
        for row in table:
            print(
                f"| {row['peer']}, {words} | {row['store']} | {number(row[measure])} ({bounds(row[measure])}) "
                f"| {ratio(row)} | {row['note']} |"
            )
    print(f"\nMachine: {machine()}; everything on it, one after the other; {rounds()} (and the least and the greatest).")
    sys.exit()


def show(heads, table, cells):
    lines = [heads] + [cells(row) for row in table]
    widths = [max(len(line[column]) for line in lines) for column in range(len(heads))]
    for line in lines:
        texts = [
            text.ljust(width) if column in (0, 1, len(heads) - 1) else text.rjust(width)
            for column, (text, width) in enumerate(zip(line, widths))
        ]
        print("  ".join(texts).rstrip())


def goal(row):
    if row["met"] is None:
        return ["", ""]
    word = "yes, and the reach" if row["ofPeer"] >= row["reach"] else "yes" if row["met"] else "no"
    return [f">= {row['target']}", word]


print("Jobs that do nothing, a second:")
show(
    ["PEER", "STORE", "PUT IN", "WORKED OFF", "WHOLE LIFE", "MIN..MAX", "SPWORKER/PEER", "TARGET", "MET", "HOW"],
    queue,
    lambda row: [
        row["peer"], row["store"], number(row["enqueuePerSecond"]), number(row["workPerSecond"]),
        number(row["lifePerSecond"]), bounds(row["lifePerSecond"]), ratio(row), *goal(row), row["note"],
    ],
)
if calls:
    print("\nCalls to the same stand-in for Amazon on this machine, a second:")
    show(
        ["PEER", "AGAINST", "CALLS", "MIN..MAX", "SPWORKER/PEER", "HOW"],
        calls,
        lambda row: [
            row["peer"], row["store"], number(row["callsPerSecond"]), bounds(row["callsPerSecond"]), ratio(row),
            row["note"],
        ],
    )
print(f"\nmachine  {machine()}\nmethod   {rounds()}; see Tests/Benchmarks/README.md")
