import JobModel
import JobStore

/// What people did.
extension StoreConformance {
    static let deedCases: [StoreCase] = [
        StoreCase("What a person did is written down each time, with who did it and whom it was done to") { bench in
            let key = bench.key("s")
            let deed = Deed(.lanesPaused, to: .seller(key), note: "op: odd answers", actor: "dashboard:ann@127.0.0.1")
            try await bench.store.record(deed)
            bench.advance(.seconds(1))
            try await bench.store.record(deed)
            try await bench.store.record(Deed(.lanesReset, to: .application("main"), note: "2 lanes", actor: "ann"))
            try await bench.store.record(Deed(.jobsEnqueued, to: .queue, note: "3 jobs", actor: "ann"))
            let events = try await bench.store.events(after: 0, limit: 9)
            try expectEqual(
                events.map(\.kind), ["lanesPaused", "lanesPaused", "lanesReset", "jobsEnqueued"], "the kinds")
            try expectEqual(events.map(\.application), ["main", "main", "main", ""], "the applications")
            try expectEqual(events.map(\.seller), ["s", "s", nil, nil], "the sellers")
            try expectEqual(events.map(\.region), ["EU", "EU", nil, nil], "the regions")
            try expectEqual(
                events.map(\.note), ["op: odd answers", "op: odd answers", "2 lanes", "3 jobs"], "the notes")
            try expectEqual(events.map(\.failure), [nil, nil, nil, nil], "failures")
            try expectEqual(events[0].actor, "dashboard:ann@127.0.0.1", "who did it")
            try expectEqual(events[1].at, bench.now, "when it was done")
            try expectEqual(try await bench.store.latestEvents(of: key, limit: 9).count, 2, "the seller's events")
        },
        StoreCase("Whose jobs they were is found out, unless they are many or gone") { bench in
            let one = try await bench.enqueue(bench.job("a"))
            let two = try await bench.enqueue(bench.job("a", "other"))
            let three = try await bench.enqueue(bench.job("b"))
            let four = try await bench.enqueue(bench.job("a", application: "second"))
            let many = (0...Deed.mostJobs).map { _ in one }
            let deeds: [(ids: [JobID], application: String, seller: String?)] = [
                ([one, two], "main", "a"), ([one, three], "main", nil), ([one, four], "", nil),
                ([JobID(99), three], "main", "b"), ([JobID(99)], "", nil), ([], "", nil), (many, "", nil),
            ]
            for deed in deeds {
                try await bench.store.record(Deed(.jobsCancelled, to: .jobs(deed.ids), note: "n", actor: "ann"))
            }
            let events = try await bench.store.events(after: 0, limit: 9)
            try expectEqual(events.map(\.application), deeds.map(\.application), "the applications")
            try expectEqual(events.map(\.seller), deeds.map(\.seller), "the sellers")
        },
        StoreCase("A change that is made leaves one event, and one that fails or changes nothing leaves none") {
            bench in
            let store = bench.store
            @Sendable func deed(_ kind: Deed.Kind, _ owner: Deed.Owner = .queue) -> Deed {
                Deed(kind, to: owner, note: "n", actor: "ann")
            }
            func kinds() async throws -> [String] { try await store.events(after: 0, limit: 99).map(\.kind) }
            var told: [String] = []
            func check(_ kind: Deed.Kind?, _ what: String, _ change: () async throws -> Void) async throws {
                try await change()
                if let kind { told.append(kind.rawValue) }
                try expectEqual(try await kinds(), told, what)
            }
            let id = try await bench.enqueue(bench.job("a"))
            let lane = try await bench.lane("a").id
            try await check(.jobsEnqueued, "a job that comes in") {
                _ = try await store.enqueue(
                    [bench.job("a")], telling: { $0.count == 1 ? deed(.jobsEnqueued, .seller(bench.key("a"))) : nil })
            }
            try await check(.jobsCancelled, "a job that is called off") {
                _ = try await store.cancel(
                    [id], telling: { $0 == [.cancelled] ? deed(.jobsCancelled, .jobs([id])) : nil })
            }
            try await check(nil, "a job that has ended") {
                _ = try await store.cancel(
                    [id], telling: { $0 == [.cancelled] ? deed(.jobsCancelled, .jobs([id])) : nil })
            }
            try await check(.jobsRetried, "a job that is reopened") {
                _ = try await store.retry(
                    [id], confirmed: false,
                    telling: { $0.contains(where: RetryAnswer.isChange) ? deed(.jobsRetried, .jobs([id])) : nil })
            }
            try await check(.lanesPaused, "a lane that is paused") {
                try await store.change(lanes: [lane], .pause("r"), telling: deed(.lanesPaused))
            }
            try await check(nil, "a lane that is not there") {
                var wasRefused = false
                do {
                    try await store.change(lanes: [lane, 4711], .resume, telling: deed(.lanesResumed))
                } catch {
                    wasRefused = true
                }
                try expect(wasRefused, "it is refused")
                try expectEqual(try await bench.lane("a").pauseReason, "r", "the other lane's pause")
            }
            try await check(.workersDrained, "a worker that is asked") {
                _ = try await store.ask("drain", argument: "{}", of: bench.worker, telling: deed(.workersDrained))
            }
            try await check(nil, "inbox rows that are not there") {
                _ = try await store.retryInbox(
                    [99], telling: { $0.contains(.reopened) ? deed(.inboxRetried) : nil })
                _ = try await store.retryRejectedInbox(telling: { $0 > 0 ? deed(.inboxRetried) : nil })
            }
            try await bench.source.post(store, InboxRow(id: 0, seller: "a", operation: "op"))
            let row = try await store.newInboxRows(limit: 1)[0].id
            try await store.settle([(row, .rejected("No."))])
            try await check(.inboxRetried, "an inbox row that is made new again") {
                _ = try await store.retryInbox([row], telling: { $0 == [.reopened] ? deed(.inboxRetried) : nil })
            }
            try await store.settle([(row, .rejected("No."))])
            try await check(.inboxRetried, "all rejected inbox rows") {
                _ = try await store.retryRejectedInbox(telling: { $0 == 1 ? deed(.inboxRetried) : nil })
            }
            let owners = try await store.events(after: 0, limit: 99).map(\.seller)
            try expectEqual(Array(owners.prefix(3)), ["a", "a", "a"], "whose jobs they were")
        },
    ]
}
