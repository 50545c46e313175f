import JobModel
import JobStore

/// Lists of sellers and lanes that are read part by part.
extension StoreConformance {
    static let pageCases: [StoreCase] = [
        StoreCase("Sellers are listed by name, page by page, with their waiting jobs") { bench in
            for (seller, count) in [("zed", 2), ("Acme", 3), ("bob", 1)] {
                try await bench.enqueue(count, bench.job(seller))
            }
            try await bench.enqueue(2, bench.job("bob", "other"))
            try await bench.enqueue(1, bench.job("bob", application: "second"))
            try await bench.store.change(AuthorizationChange(key: bench.key("bob", region: "NA"), state: .active))
            try await bench.store.change(AuthorizationChange(key: bench.key("zed"), state: .revoked))
            try await bench.store.pause(bench.key("bob"), reason: "r", actor: "a")
            func names(_ search: AuthorizationSearch) async throws -> [String] {
                try await bench.store.authorizations(matching: search).map {
                    "\($0.row.key.seller)/\($0.row.key.region)/\($0.row.key.application)"
                }
            }
            let all = ["Acme/EU/main", "bob/EU/main", "bob/EU/second", "bob/NA/main", "zed/EU/main"]
            try expectEqual(try await names(AuthorizationSearch()), all, "all of them")
            var pages: [[String]] = []
            var search = AuthorizationSearch(limit: 2)
            for _ in 0..<3 {
                let page = try await bench.store.authorizations(matching: search)
                pages.append(try await names(search))
                search.after = page.last?.row.key
            }
            try expectEqual(pages, [Array(all[0..<2]), Array(all[2..<4]), [all[4]]], "the pages")
            try expectEqual(try await names(AuthorizationSearch(text: "aCM")), [all[0]], "by a part of the name")
            try expectEqual(
                try await names(AuthorizationSearch(text: "b/eu")), [all[1], all[2]], "by name and region")
            try expectEqual(try await names(AuthorizationSearch(text: "%")), [], "by a sign that no name holds")
            try expectEqual(try await names(AuthorizationSearch(application: "second")), [all[2]], "by application")
            let some = [bench.key("zed"), bench.key("Acme"), bench.key("bob", region: "FE")]
            try expectEqual(try await names(AuthorizationSearch(keys: some)), [all[0], all[4]], "by key")
            try expectEqual(try await names(AuthorizationSearch(keys: [])), [], "none of them")
            try expectEqual(try await names(AuthorizationSearch(states: [.revoked, .suspect])), [all[4]], "by state")
            try expectEqual(try await names(AuthorizationSearch(isPaused: true)), [all[1]], "those that are paused")
            try expectEqual(
                try await names(AuthorizationSearch(text: "o", isPaused: false)), [all[2], all[3]],
                "those that are not")
            let records = try await bench.store.authorizations(matching: AuthorizationSearch())
            try expectEqual(records.map(\.waiting), [3, 3, 1, 0, 2], "waiting jobs")
            try expectEqual(records.map(\.parked), [0, 0, 0, 0, 2], "parked jobs")
            try expectEqual(records.map(\.paused), [0, 3, 0, 0, 0], "paused jobs")
            _ = try await bench.claim(2)
            try await bench.crash()
            let crashed = try await bench.store.authorizations(matching: AuthorizationSearch())
            try expectEqual(crashed.map(\.waiting), [3, 3, 1, 0, 2], "waiting jobs after a crash")
        },
        StoreCase("Waiting jobs of a seller are counted up to a bound") { bench in
            try await bench.enqueue(600, bench.job("s", "one"))
            try await bench.enqueue(600, bench.job("s", "two"))
            let record = try await bench.store.authorizations(matching: AuthorizationSearch())[0]
            try expectEqual(record.waiting, AuthorizationRecord.mostCounted, "waiting jobs")
            try expect(record.hasMore, "nothing tells that there are more")
            let lanes = try await bench.store.lanes(matching: LaneSearch())
            try expectEqual(lanes.map(\.waiting), [600, 600], "waiting jobs of the lanes")
        },
        StoreCase("Lanes are listed by what they are and what is the case with them, page by page") { bench in
            for seller in ["a", "b", "c"] {
                for operation in ["orders.getOrders", "feeds.getFeed"] {
                    try await bench.enqueue(1, bench.job(seller, operation))
                }
            }
            try await bench.enqueue(1, bench.job("a", "other", application: "second"))
            let all = try await bench.store.lanes()
            func lanes(_ search: LaneSearch) async throws -> [String] {
                try await bench.store.lanes(matching: search).map {
                    "\($0.lane.key.authorization?.seller ?? "-") \($0.lane.key.operation)"
                }
            }
            try expectEqual(try await bench.store.lanes(matching: LaneSearch()), all, "all of them")
            let rest = try await bench.store.lanes(matching: LaneSearch(afterID: all[1].lane.id, limit: 3))
            try expectEqual(rest, Array(all[2..<5]), "a page")
            try expectEqual(
                try await lanes(LaneSearch(seller: "a")), ["a orders.getOrders", "a feeds.getFeed", "a other"],
                "by seller")
            try expectEqual(try await lanes(LaneSearch(application: "second")), ["a other"], "by application")
            try expectEqual(try await lanes(LaneSearch(seller: "a", region: "NA")), [], "by region")
            try expectEqual(
                try await lanes(LaneSearch(region: "EU", operation: "GETorders", limit: 2)),
                ["a orders.getOrders", "b orders.getOrders"], "by a part of the operation")
            try await bench.store.change(laneID: all[0].lane.id, .pause("r"))
            try await bench.store.change(laneID: all[1].lane.id, .block(until: bench.now + .seconds(60)))
            try expectEqual(
                try await lanes(LaneSearch(condition: .paused)), ["a orders.getOrders"], "those that are paused")
            try expectEqual(
                try await lanes(LaneSearch(condition: .blocked)), ["a feeds.getFeed"], "those that are blocked")
            try await bench.completeAll()
            try expectEqual(
                try await lanes(LaneSearch(condition: .waiting)), ["a orders.getOrders", "a feeds.getFeed"],
                "those with waiting jobs")
            bench.advance(.seconds(61))
            try expectEqual(
                try await lanes(LaneSearch(condition: .blocked)), [], "those that are blocked a minute later")
        },
        StoreCase("Limits that sellers share are listed with their applications") { bench in
            try expectEqual(try await bench.store.sharedLimits(), [], "limits without jobs")
            for seller in ["a", "b"] { try await bench.enqueue(1, bench.job(seller, "op", applicationRate: 5)) }
            try await bench.enqueue(1, bench.job("a", "op", application: "first", applicationRate: 2))
            try await bench.enqueue(1, bench.job("a", "other"))
            let limits = try await bench.store.sharedLimits()
            try expectEqual(
                limits.map { "\($0.application) \($0.row.region) \($0.row.operation) \($0.row.configured.rate)" },
                ["first EU op 2.0", "main EU op 5.0"], "the limits")
            try expectEqual(limits.map(\.blockedUntil), [nil, nil], "until when they are blocked")
        },
        StoreCase("The oldest ready job is told by lanes; what somebody or the future holds up is not ready") { bench in
            func oldest() async throws -> Timestamp? { try await bench.store.oldestReady(now: bench.now) }
            try expectEqual(try await oldest(), nil, "the oldest of no jobs")
            var later = bench.job("later")
            later.runAt = bench.now + .seconds(3600)
            try await bench.enqueue(later)
            try expectEqual(try await oldest(), nil, "the oldest when all are of the future")
            let start = bench.now
            try await bench.enqueue(2, bench.job("first"))
            bench.advance(.seconds(10))
            try await bench.enqueue(2, bench.job("second", application: "other"))
            bench.advance(.seconds(10))
            try expectEqual(try await oldest(), start, "the oldest")
            try await bench.store.pause(bench.key("first"), reason: "r", actor: "a")
            try expectEqual(try await oldest(), start + .seconds(10), "the oldest when its seller is paused")
            try await bench.store.change(ApplicationChange(application: "other", state: .stopped))
            try expectEqual(try await oldest(), nil, "the oldest when the other's application is stopped")
            try await bench.store.change(ApplicationChange(application: "other", state: .ok))
            try await bench.store.pause(bench.key("first"), reason: nil, actor: "a")
            bench.advance(.seconds(1))
            try expectEqual(try await oldest(), start, "the oldest when nothing is in the way")
            try await bench.completeAll()
            try expectEqual(try await oldest(), nil, "the oldest when all have run")
        },
    ]
}
