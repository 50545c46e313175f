import JobModel
import JobStore

/// What cools down beside the lanes.
extension StoreConformance {
    static let coolDownCases: [StoreCase] = [
        StoreCase("A cool-down is found by seller, region and scope, and by nothing else") { bench in
            let row = coolDown(bench, "kind:a", .seconds(60))
            try await bench.store.beginCoolDown(row)
            try expectEqual(try await bench.store.coolDown(of: bench.key("s"), scope: "kind:a"), row, "the cool-down")
            for (key, scope) in [
                (bench.key("s"), "kind:b"), (bench.key("other"), "kind:a"), (bench.key("s", region: "NA"), "kind:a"),
                (bench.key("s", application: "second"), "kind:a"),
            ] {
                try expectEqual(
                    try await bench.store.coolDown(of: key, scope: scope), nil, "that of \(scope) of \(key)")
            }
            try await bench.store.beginCoolDown(coolDown(bench, "kind:b", .seconds(5)))
            try await bench.store.beginCoolDown(coolDown(bench, "kind:c", .seconds(5), seller: "r"))
            try expectEqual(
                try await bench.store.coolDowns().map(\.scope), ["kind:c", "kind:a", "kind:b"], "all of them")
        },
        StoreCase("A later end takes an earlier one's place, and never the other way round") { bench in
            try await bench.store.beginCoolDown(coolDown(bench, "kind:a", .seconds(60)))
            let longer = coolDown(bench, "kind:a", .seconds(120), refusals: 2)
            try await bench.store.beginCoolDown(longer)
            try await bench.store.beginCoolDown(coolDown(bench, "kind:a", .seconds(90)))
            try expectEqual(try await bench.store.coolDowns(), [longer], "the cool-downs")
        },
        StoreCase("A cool-down ends when it has passed, not before") { bench in
            let key = bench.key("s")
            try await bench.store.endCoolDown(of: key, scope: "kind:a")
            let row = coolDown(bench, "kind:a", .seconds(60))
            try await bench.store.beginCoolDown(row)
            bench.advance(.seconds(59))
            try await bench.store.endCoolDown(of: key, scope: "kind:a")
            try expectEqual(try await bench.store.coolDowns(), [row], "what is there before its end")
            bench.advance(.seconds(1))
            try await bench.store.endCoolDown(of: key, scope: "kind:a")
            try expectEqual(try await bench.store.coolDowns(), [], "what is there afterwards")
        },
        StoreCase("A cool-down that passed is remembered for an hour, so that the next one can be longer") { bench in
            try await bench.store.beginCoolDown(coolDown(bench, "kind:a", .seconds(60)))
            try await bench.store.beginCoolDown(coolDown(bench, "kind:b", .seconds(120)))
            bench.advance(.seconds(3660))
            try expectEqual(try await bench.store.prune(Retention()), 0, "rows after an hour")
            bench.advance(.seconds(1))
            try expectEqual(
                try await bench.store.prune(Retention(endedIn: [.succeeded], longerAgoThan: .zero)), 0,
                "rows when only jobs are meant")
            try expectEqual(try await bench.store.prune(Retention()), 1, "rows after more than an hour")
            try expectEqual(try await bench.store.coolDowns().map(\.scope), ["kind:b"], "what is left")
        },
        StoreCase("A cool-down outlives the worker, and a clock that stepped does not make it last for days") { bench in
            let row = coolDown(bench, "kind:a", .seconds(60))
            try await bench.store.beginCoolDown(row)
            try await bench.store.beginCoolDown(coolDown(bench, "kind:b", .seconds(9 * 86_400)))
            try await bench.crash()
            try expectEqual(
                try await bench.store.coolDowns().map(\.until), [row.until, bench.now + CoolDownRow.longest],
                "the ends")
        },
    ]

    private static func coolDown(
        _ bench: StoreBench, _ scope: String, _ pause: Duration, seller: String = "s", refusals: Int = 1
    ) -> CoolDownRow {
        CoolDownRow(
            authorization: bench.key(seller), scope: scope, until: bench.now + pause, refusals: refusals,
            reason: "it must rest")
    }
}
