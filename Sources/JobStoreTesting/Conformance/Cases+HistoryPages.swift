import JobModel
import JobStore

/// Lists of events and inbox rows that are read part by part, and jobs by their unique key.
extension StoreConformance {
    static let historyPageCases: [StoreCase] = [
        StoreCase("Events are listed newest first by seller and kind, looking through so many") { bench in
            func tell(_ seller: String, _ kind: String, region: String = "EU") async throws {
                let remark = SellerRemark(
                    key: bench.key(seller, region: region), kind: kind, message: "m", repeats: true)
                try await bench.store.tell(remark)
            }
            try await tell("rare", "renewalDue", region: "NA")
            for _ in 0..<6 { try await tell("common", "sellerProbed") }
            try await tell("rare", "sellerProbed")
            try await bench.store.record(Deed(.jobsCancelled, to: .queue, note: "n", actor: "lena"))
            let all = try await bench.store.latestEvents(limit: 100)
            try expectEqual(all.count, 9, "the events")
            func page(_ search: EventSearch, _ most: Int = 100) async throws -> RowPage<EventRow> {
                try await bench.store.events(matching: search, lookingThrough: most)
            }
            let first = try await page(EventSearch(limit: 4), 1)
            try expectEqual(first.rows, Array(all[..<4]), "a page of all events")
            try expectEqual(first.scannedTo, all[3].id, "its end")
            let rest = try await page(EventSearch(beforeID: all[3].id))
            try expectEqual(rest.rows, Array(all[4...]), "the rest")
            try expectEqual(rest.scannedTo, nil, "its end")
            try expectEqual(try await page(EventSearch(seller: "rare")).rows, [all[1], all[8]], "by seller")
            let kinds: Set<String> = ["renewalDue", "jobsCancelled", "nothing"]
            try expectEqual(try await page(EventSearch(kinds: kinds)).rows, [all[0], all[8]], "by kinds")
            let both = try await page(EventSearch(seller: "rare", kinds: ["sellerProbed"]))
            try expectEqual(both.rows, [all[1]], "by seller and kind")
            let near = try await page(EventSearch(seller: "rare"), 5)
            try expectEqual(near.rows, [all[1]], "among the five newest")
            try expectEqual(near.scannedTo, all[4].id, "the last one that was looked at")
            let far = try await page(EventSearch(seller: "rare", beforeID: near.scannedTo), 5)
            try expectEqual(far.rows, [all[8]], "behind them")
            try expectEqual(far.scannedTo, nil, "the end of all")
            try expectEqual(try await page(EventSearch(seller: "' OR 1=1 --")).rows, [], "a seller of marks")
        },
        StoreCase("Inbox rows are listed newest first by status, looking through so many") { bench in
            for index in 0..<8 {
                try await bench.source.post(bench.store, InboxRow(id: 0, seller: "s\(index)", operation: "op"))
            }
            let rows = try await bench.store.newInboxRows(limit: 9)
            try await bench.store.settle([(rows[1].id, .rejected("No.")), (rows[6].id, .rejected("Never."))])
            func page(_ search: InboxSearch, _ most: Int = 100) async throws -> RowPage<InboxRow> {
                try await bench.store.inboxRows(matching: search, lookingThrough: most)
            }
            let first = try await page(InboxSearch(limit: 3), 1)
            try expectEqual(first.rows.map(\.seller), ["s7", "s6", "s5"], "a page of all rows")
            try expectEqual(first.scannedTo, rows[5].id, "its end")
            let rejected = try await page(InboxSearch(status: "rejected"))
            try expectEqual(rejected.rows.map(\.error), ["Never.", "No."], "rejected rows")
            try expectEqual(rejected.scannedTo, nil, "their end")
            let near = try await page(InboxSearch(status: "rejected"), 4)
            try expectEqual(near.rows.map(\.error), ["Never."], "among the four newest")
            try expectEqual(near.scannedTo, rows[4].id, "the last one that was looked at")
            let far = try await page(InboxSearch(status: "rejected", beforeID: near.scannedTo), 4)
            try expectEqual(far.rows.map(\.error), ["No."], "behind them")
        },
        StoreCase("Jobs are found by their unique key, whoever has them and however they ended") { bench in
            var job = bench.job("a")
            job.uniqueKey = "k"
            let first = try await bench.enqueue(job)
            try await bench.finish(try await bench.claimOne(), .succeeded(JobResult()))
            let second = try await bench.enqueue(job)
            var other = bench.job("b")
            other.uniqueKey = "k"
            let third = try await bench.enqueue(other)
            other.uniqueKey = "other"
            try await bench.enqueue(other)
            try await bench.enqueue(bench.job("c"))
            func ids(_ key: String, limit: Int = 9) async throws -> [JobID] {
                try await bench.store.jobs(uniqueKey: key, limit: limit).map(\.row.id)
            }
            try expectEqual(try await ids("k"), [third, second, first], "the jobs")
            try expectEqual(try await ids("k", limit: 2), [third, second], "the newest of them")
            try expectEqual(try await ids("K"), [], "another key")
            let claimed = try await bench.claim().first { $0.id == second }
            if let claimed { try await bench.finish(claimed, .quarantine(.oops)) }
            try expectEqual(try await ids("k"), [third, second, first], "the jobs, one of them in quarantine")
        },
    ]
}
