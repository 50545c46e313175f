import JobModel
import JobStore

// How long ended things are kept.
extension StoreConformance {
    static let retentionCases: [StoreCase] = [
        StoreCase("What is older than it must be kept goes; open and quarantined jobs stay") { bench in
            let ids = try await bench.store.enqueue((0..<6).map { _ in bench.job() }).map(\.id)
            let jobs = try await bench.claim(5)
            for (job, outcome) in zip(
                jobs, [Outcome.succeeded(JobResult()), .fail(.oops), .cancelled, .quarantine(.oops)])
            {
                try await bench.finish(job, outcome)
            }
            try await bench.store.change(AuthorizationChange(key: bench.key("s"), state: .revoked))
            try await bench.source.post(bench.store, InboxRow(id: 0, operation: "settled"))
            let row = try await bench.store.newInboxRows(limit: 1)
            try await bench.store.settle([(row[0].id, .rejected("no"))])
            try await bench.source.post(bench.store, InboxRow(id: 0, operation: "open"))
            bench.advance(.seconds(86_401))
            try expectEqual(try await bench.store.prune(Retention()), 2, "rows after a day: a success, a cancellation")
            bench.advance(.seconds(500 * 86_400))
            try expectEqual(
                try await bench.store.prune(Retention()), 3, "rows later: a failure, an event, an inbox row")
            let left = try await bench.store.jobs(matching: JobFilter())
            try expectEqual(left.map(\.row.id), [ids[5], ids[4], ids[3]], "jobs that stay")
            try expectEqual(left.map(\.row.state), [.waiting, .running, .quarantined], "their states")
            try expectEqual(try await bench.store.counts(), [.waiting: 1, .running: 1, .quarantined: 1], "the counts")
            try expectEqual(
                try await bench.store.inboxRows(status: nil, limit: 9).map(\.operation), ["open"], "the inbox")
            try expectEqual(try await bench.store.attempts(of: ids[1]), [], "history of a job that is gone")
            try expectEqual(try await bench.store.prune(Retention()), 0, "rows when nothing is old")
        },
        StoreCase("Many old jobs go in chunks, all of them") { bench in
            try await bench.enqueue(2500, bench.job())
            try await bench.completeAll(limit: 500)
            bench.advance(.seconds(2 * 86_400))
            var total = 0
            while true {
                let count = try await bench.store.prune(Retention())
                if count == 0 { break }
                total += count
            }
            try expectEqual(total, 2500, "rows")
            try expectEqual(try await bench.store.counts(), [:], "the counts")
        },
        StoreCase("While there are too many jobs ended ones go: successes first, the oldest of them first") { bench in
            let ids = try await bench.store.enqueue((0..<8).map { _ in bench.job() }).map(\.id)
            let jobs = try await bench.claim(7)
            let outcomes: [Outcome] = [
                .fail(.oops), .cancelled, .succeeded(JobResult()), .succeeded(JobResult()), .succeeded(JobResult()),
                .quarantine(.oops),
            ]
            // They end in the order 0, 1, 4, 3, 2, 5; job 6 runs and job 7 waits.
            for index in [0, 1, 4, 3, 2, 5] {
                bench.advance(.seconds(1))
                try await bench.finish(jobs[index], outcomes[index])
            }
            func left(_ most: Int) async throws -> [JobID] {
                _ = try await bench.store.prune(Retention(maxJobs: most))
                return try await bench.store.jobs(matching: JobFilter()).map(\.row.id).reversed()
            }
            func kept(_ indices: Int...) -> [JobID] { indices.map { ids[$0] } }
            try expectEqual(try await left(8), ids, "jobs when as many are there as may be")
            try expectEqual(try await left(6), kept(0, 1, 2, 5, 6, 7), "jobs without the two oldest successes")
            try expectEqual(try await left(5), kept(0, 1, 5, 6, 7), "jobs without successes")
            try expectEqual(try await left(4), kept(0, 5, 6, 7), "jobs without the cancellation")
            try expectEqual(
                try await left(0), kept(5, 6, 7), "jobs without the failure: open and quarantined ones stay")
            try expectEqual(try await bench.store.counts(), [.waiting: 1, .running: 1, .quarantined: 1], "the counts")
            try expectEqual(try await bench.store.prune(Retention(maxJobs: 0)), 0, "rows when nothing may go")
        },
        StoreCase("Far too many jobs go in chunks until as many are left as may be") { bench in
            try await bench.enqueue(2300, bench.job())
            let running = try await bench.claim(100)
            for _ in 0..<17 { try await bench.complete(try await bench.claim(100)) }
            try expectEqual(try await bench.store.prune(Retention(maxJobs: 700)), 1600, "rows")
            try expectEqual(
                try await bench.store.counts(), [.waiting: 500, .running: 100, .succeeded: 100], "the counts")
            try expectEqual(try await bench.store.prune(Retention(maxJobs: 700)), 0, "rows the second time")
            try await bench.complete(running)
            try expectEqual(try await bench.store.prune(Retention(maxJobs: 700)), 0, "rows when jobs have only ended")
        },
        StoreCase("Jobs of a named state can go before their time, and nothing else does") { bench in
            let ids = try await bench.store.enqueue((0..<5).map { _ in bench.job() }).map(\.id)
            for (job, outcome) in zip(
                try await bench.claim(4),
                [Outcome.succeeded(JobResult()), .fail(.oops), .cancelled, .quarantine(.oops)])
            {
                try await bench.finish(job, outcome)
            }
            bench.advance(.seconds(3600))
            func prune(_ states: Set<JobState>, _ age: Duration) async throws -> Int {
                try await bench.store.prune(Retention(endedIn: states, longerAgoThan: age))
            }
            try expectEqual(try await prune([.failed], .seconds(7200)), 0, "failures older than two hours")
            try expectEqual(try await prune([.failed], .seconds(1800)), 1, "failures older than half an hour")
            bench.advance(.seconds(3 * 86_400))
            try expectEqual(
                try await prune([.waiting, .quarantined], .zero), 0, "jobs that have not ended or are in quarantine")
            try expectEqual(try await prune([.succeeded, .cancelled], .zero), 2, "successes and cancellations")
            let left = try await bench.store.jobs(matching: JobFilter()).map(\.row.id)
            try expectEqual(left, [ids[4], ids[3]], "jobs that stay")
            try expectEqual(try await bench.store.counts(), [.waiting: 1, .quarantined: 1], "the counts")
        },
    ]
}
