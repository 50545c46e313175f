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
    ]
}
