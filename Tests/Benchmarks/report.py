"""Prints what `run` has measured: the median of the rounds. Usage: report.py FIGURES [--json]"""

import json
import statistics
import sys

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

if "--json" in sys.argv:
    print(json.dumps({"queue": queue, "calls": calls}))
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


def number(value):
    return f"{value['median']:,.0f}"


def ratio(row):
    return "" if row["ofPeer"] is None or row["peer"].startswith("spworker") else f"{row['ofPeer']:.1f}"


print("Jobs that do nothing, a second:")
show(
    ["PEER", "STORE", "PUT IN", "WORKED OFF", "WHOLE LIFE", "MIN..MAX", "SPWORKER/PEER", "HOW"],
    queue,
    lambda row: [
        row["peer"], row["store"], number(row["enqueuePerSecond"]), number(row["workPerSecond"]),
        number(row["lifePerSecond"]), f"{row['lifePerSecond']['min']:,.0f}..{row['lifePerSecond']['max']:,.0f}",
        ratio(row), row["note"],
    ],
)
if calls:
    print("\nCalls to the same stand-in for Amazon on this machine, a second:")
    show(
        ["PEER", "AGAINST", "CALLS", "MIN..MAX", "SPWORKER/PEER", "HOW"],
        calls,
        lambda row: [
            row["peer"], row["store"], number(row["callsPerSecond"]),
            f"{row['callsPerSecond']['min']:,.0f}..{row['callsPerSecond']['max']:,.0f}", ratio(row), row["note"],
        ],
    )
