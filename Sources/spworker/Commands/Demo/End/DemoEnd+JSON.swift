import JobModel
import OperationCatalogue
import Overview

extension DemoEnd {
    /// Everything for programs. Durations are in seconds.
    var json: JSONValue {
        .object([
            "ok": .bool(isOK), "problems": .texts(problems), "directory": .string(folder.path),
            "seconds": .seconds(seconds), "virtualSeconds": .seconds(virtualSeconds),
            "jobs": .object(
                Dictionary(uniqueKeysWithValues: JobState.allCases.map { ($0.word, .count(counts[$0] ?? 0)) })),
            "calls": .object([
                "expected": .count(expected.calls), "actual": .count(tally.calls),
                "repeatedAfterThrottle": .count(tally.throttled), "morePages": .count(expected.morePages),
                "forcedRepeats": .count(expected.forcedRepeats),
            ]),
            "exchanges": .object(["expected": expected.exchanges.json, "actual": exchanges.json]),
            "retries": .object(["expected": .count(expected.retries), "actual": .count(retries)]),
            "throttles": .count(tally.throttled), "provokedThrottles": .count(tally.provoked),
            "avoidableThrottles": .count(tally.avoidable),
            "posts": .object([
                "expected": .count(expected.posts), "actual": .count(tally.effects),
                "repeated": .count(tally.repeatedEffects),
            ]),
            "files": .object([
                "directory": .string(folder.output), "expected": .count(expected.files),
                "count": .count(results.files), "bytes": .integer(results.bytes),
            ]),
            "complaints": .count(tally.complaints),
            "repaired": .bool(moments.contains { $0.kind == "restored" }),
            "sellers": .array(rows.map(\.json)), "events": .array(moments.map(\.json)),
            "night": night?.json ?? .null, "next": .texts(suggestions),
        ])
    }
}

extension DemoEnd.Row {
    /// The row for programs.
    fileprivate var json: JSONValue {
        .object([
            "seller": .string(seller), "region": .string(region), "application": .string(application),
            "state": .text(state?.word), "jobs": .count(jobs), "succeeded": .count(succeeded), "failed": .count(failed),
            "retries": .count(retries), "calls": .count(calls), "throttles": .count(throttled),
            "exchanges": .count(exchanges.total), "expectedExchanges": .count(expected.total),
            "note": note.isEmpty ? .null : .string(note),
        ])
    }
}

extension DemoExchanges {
    /// The counts for programs.
    fileprivate var json: JSONValue {
        .object([
            "good": .count(good), "refused": .count(refused), "unexplained": .count(unexplained),
            "causes": .object([
                "firstToken": .count(first), "expiredToken": .count(expired), "witness": .count(witness),
                "wrongSecret": .count(wrongSecret), "revoked": .count(revoked),
            ]),
        ])
    }
}
