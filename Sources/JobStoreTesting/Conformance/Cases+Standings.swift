import JobModel
import JobStore

/// What became of the last jobs of schedules, seller by seller.
extension StoreConformance {
    static let standingCases: [StoreCase] = [
        StoreCase("Each definition is told in numbers") { bench in
            let keys = [
                bench.schedule("a", of: "x"), bench.schedule("b", of: "x"), bench.schedule("c", of: "x"),
                bench.schedule("a", of: "y"),
            ]
            let start = bench.now
            try await bench.store.planSchedules(keys.map { bench.plan($0, at: start) }, complete: nil)
            try await bench.runSchedule(keys[0], reaching: nil, .fail(.oops))
            bench.advance(.seconds(1))
            try await bench.runSchedule(keys[1], reaching: nil, .quarantine(.oops))
            try await bench.runSchedule(keys[3], reaching: nil)
            _ = try await bench.store.pauseSchedules("x", seller: "c", region: nil, reason: "r", actor: "test")
            try expectEqual(
                try await bench.store.scheduleSummaries(),
                [
                    ScheduleSummary(
                        definition: "x", sellers: 3, paused: 1, failing: 2, results: [.failed: 2, .paused: 1],
                        nextFireAt: start + .seconds(60), lastFireAt: start),
                    ScheduleSummary(
                        definition: "y", sellers: 1, results: [.good: 1], nextFireAt: start + .seconds(60),
                        lastFireAt: start, lastSuccessAt: start, oldestSuccessAt: start),
                ], "the summaries")
        },
        StoreCase("A definition's sellers are listed with what became of their last jobs, page by page") { bench in
            try await bench.planResults()
            func list(_ search: ScheduleSearch) async throws -> [String] {
                try await bench.store.schedules(matching: search).map { "\($0.row.key.seller) \($0.result)" }
            }
            let all = ["a good", "b failed", "c failed", "d open", "e cancelled", "f never", "g paused"]
            try expectEqual(try await list(ScheduleSearch(definition: "x")), all, "all of them")
            try expectEqual(
                try await bench.store.schedules(matching: ScheduleSearch(definition: "x")).map(\.last),
                [.succeeded, .failed, .quarantined, .waiting, .cancelled, nil, .failed], "the last jobs")
            let after = bench.schedule("c", of: "x")
            try expectEqual(
                try await list(ScheduleSearch(definition: "x", after: after, limit: 2)), ["d open", "e cancelled"],
                "a page")
            try expectEqual(
                try await list(ScheduleSearch(definition: "x", result: .failed)), ["b failed", "c failed"],
                "those that failed")
            for result in ScheduleResult.allCases {
                try expectEqual(
                    try await list(ScheduleSearch(definition: "x", result: result)),
                    all.filter { $0.hasSuffix(" \(result)") }, "those that are \(result)")
            }
            try expectEqual(
                try await list(ScheduleSearch(definition: "x", seller: "c", result: .failed)), ["c failed"],
                "one seller")
            try expectEqual(try await list(ScheduleSearch(definition: "y")), ["a never"], "another definition")
            try expectEqual(
                try await bench.store.scheduleSummary("x")?.results,
                [.good: 1, .failed: 2, .open: 1, .cancelled: 1, .never: 1, .paused: 1], "the counts")
            try expectEqual(try await bench.store.scheduleSummary("z"), nil, "a definition that nobody knows")
        },
        StoreCase("A success counts on when its job has been deleted, until the seller is no longer selected") {
            bench in
            let key = try await bench.planDue("a", of: "x")
            try await bench.runSchedule(key, reaching: nil)
            bench.advance(.seconds(9 * 86_400))
            _ = try await bench.store.prune(Retention())
            let found = try await bench.store.schedules(matching: ScheduleSearch(definition: "x"))
            try expectEqual(found.map(\.last), [nil], "the last job")
            try expectEqual(found.map(\.result), [.good], "the result")
            try await bench.store.planSchedules([], complete: ["x"])
            try expectEqual(
                try await bench.store.schedules(matching: ScheduleSearch(definition: "x")), [], "sellers")
            let summary = try await bench.store.scheduleSummary("x")
            try expectEqual(summary?.inactive, 1, "sellers that are no longer selected")
            try expectEqual(summary?.results, [:], "results")
            try expectEqual(summary?.lastSuccessAt, nil, "the last success")
        },
        StoreCase("Sellers are listed by their next fires, and by how long ago their last success was") { bench in
            let start = bench.now
            for seller in ["c", "a", "b"] {
                try await bench.runSchedule(try await bench.planDue(seller, of: "x"), reaching: nil)
                bench.advance(.seconds(10))
            }
            let never = bench.schedule("never", of: "x")
            try await bench.store.planSchedules([bench.plan(never, at: nil)], complete: nil)
            func list(_ search: ScheduleSearch) async throws -> [String] {
                try await bench.store.schedules(matching: search).map(\.row.key.seller)
            }
            try expectEqual(
                try await list(ScheduleSearch(definition: "x", order: .nextFire)), ["c", "a", "b"], "by the next fire")
            try expectEqual(
                try await list(ScheduleSearch(definition: "x", order: .lastSuccess, limit: 2)), ["c", "a"],
                "by the last success")
            let behind = ScheduleSearch(
                definition: "x", succeededBefore: start + .seconds(20), order: .lastSuccess)
            try expectEqual(try await list(behind), ["c", "a"], "those that are behind")
            try expectEqual(
                try await bench.store.scheduleSummary("x")?.oldestSuccessAt, start, "the success that is longest ago")
            _ = try await bench.store.pauseSchedules("x", seller: "c", region: nil, reason: "r", actor: "test")
            try expectEqual(try await list(behind), ["a"], "those that are behind and not paused")
            try expectEqual(
                try await list(ScheduleSearch(definition: "x", order: .nextFire)), ["a", "b"],
                "by the next fire of those that are not paused")
            let summary = try await bench.store.scheduleSummary("x")
            try expectEqual(summary?.oldestSuccessAt, start + .seconds(10), "that of those that are not paused")
            try expectEqual(summary?.lastSuccessAt, start + .seconds(20), "the latest success")
        },
    ]
}

extension StoreBench {
    /// Sellers of the definition `x` to whom all has happened that can happen, and one of the definition `y`.
    fileprivate func planResults() async throws {
        for (seller, outcome) in [
            ("a", Outcome.succeeded(JobResult())), ("b", .fail(.oops)), ("c", .quarantine(.oops)), ("e", .cancelled),
            ("g", .fail(.oops)),
        ] {
            try await runSchedule(try await planDue(seller, of: "x"), reaching: nil, outcome)
        }
        _ = try await store.pauseSchedules("x", seller: "g", region: nil, reason: "r", actor: "test")
        try await fire(try await planDue("d", of: "x"))
        try await store.planSchedules(
            [plan(schedule("f", of: "x"), at: nil), plan(schedule("a", of: "y"), at: nil)], complete: nil)
    }
}
