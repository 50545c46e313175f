import JobModel
import JobStore

/// What is counted by the minute.
extension StoreConformance {
    private static let minute = Duration.seconds(60)

    static let tallyCases: [StoreCase] = [
        StoreCase("Whatever happens is counted in its minute, and minutes without anything are told too") { bench in
            let start = bench.now
            var unique = bench.job()
            unique.uniqueKey = "k"
            try await bench.enqueue(unique)
            // A duplicate is no job.
            _ = try await bench.store.enqueue([unique])
            try await bench.enqueue(6, bench.job())
            bench.advance(minute * 2)
            let outcomes: [Outcome] = [
                .succeeded(JobResult()), .succeeded(JobResult()), .fail(.oops), .retry(.oops),
                .throttled(.lane, .tooMany), .quarantine(.oops), .interrupted,
            ]
            let jobs = try await bench.claim()
            try expectEqual(jobs.count, outcomes.count, "the jobs")
            for (job, outcome) in zip(jobs, outcomes) {
                bench.send(job)
                try await bench.finish(job, outcome)
            }
            bench.advance(minute)
            _ = try await bench.store.cancel([jobs[3].id, jobs[5].id])
            _ = try await bench.store.retry([jobs[2].id], confirmed: false)
            bench.store.note(.exchanged)
            bench.store.note(.exchanged)
            try await bench.settle()
            let found = try await bench.store.tallies(from: start, to: bench.now + .microseconds(1), step: minute)
            try expectEqual(found.map(\.start), (0..<4).map { start + minute * $0 }, "the minutes")
            try expectEqual(found[0].counts, [.enqueued: 7], "the first minute")
            try expectEqual(found[1].counts, [:], "a minute without anything")
            try expectEqual(
                found[2].counts,
                [
                    .succeeded: 2, .failed: 1, .quarantined: 1, .failedAttempts: 3, .calls: 7, .refusedCalls: 1,
                ], "the minute of the runs")
            try expectEqual(found[3].counts, [.cancelled: 2, .exchanges: 2], "the last minute")
            try expectEqual(found[3][.enqueued], 0, "jobs that were put in by reopening one")
        },
        StoreCase("Calls beside the queue are counted like those of jobs") { bench in
            let lane = LaneKey(authorization: bench.key("acme"), operation: "op")
            for _ in 0..<2 {
                _ = try await bench.store.permit(
                    lane: lane, plan: LanePlan(rate: 0.001, burst: 1), applicationRate: nil)
            }
            bench.store.note(.refused(lane, unit: 0))
            try await bench.settle()
            let found = try await bench.store.tallies(from: bench.now, to: bench.now + minute, step: minute)
            try expectEqual(found.map(\.counts), [[.calls: 1, .refusedCalls: 1]], "the counts")
        },
        StoreCase("Counts are added up over steps that begin at multiples of their length") { bench in
            bench.advance(minute * 7)
            for _ in 0..<10 {
                try await bench.enqueue(1, bench.job())
                bench.advance(minute)
            }
            // It is 0:17 now; jobs went in from 0:07 to 0:16.
            func counts(_ from: Duration, _ to: Duration, _ step: Duration) async throws -> [Int] {
                try await bench.store.tallies(from: bench.now - from, to: bench.now - to, step: step)
                    .map { $0[.enqueued] }
            }
            try expectEqual(try await counts(minute * 15, .zero, minute * 5), [0, 3, 5, 2], "steps of five minutes")
            try expectEqual(
                try await counts(minute * 12, minute * 2, minute * 5), [3, 5], "steps that end with the span")
            try expectEqual(try await counts(minute * 3, .zero, .seconds(1)), [1, 1, 1], "the shortest steps")
            try expectEqual(try await counts(minute * 60, .zero, minute * 60), [0, 10], "steps of an hour")
            try expectEqual(try await counts(.zero, minute, minute), [], "a span that ends before it begins")
        },
        StoreCase("Minutes are kept for eight days, and those of a clock that was wrong are no longer than that") {
            bench in
            let start = bench.now
            func count() async throws -> Int {
                try await bench.store.tallies(from: start, to: start + minute, step: minute)[0][.enqueued]
            }
            func countAhead() async throws -> Int {
                let then = start + .seconds(400 * 86_400)
                return try await bench.store.tallies(from: then, to: then + minute, step: minute)[0][.enqueued]
            }
            try await bench.enqueue(3, bench.job())
            bench.clock.stepWall(byMicroseconds: 400 * 86_400 * 1_000_000)
            try await bench.enqueue(2, bench.job())
            try expectEqual(try await countAhead(), 2, "jobs of the wrong time")
            bench.clock.stepWall(byMicroseconds: -400 * 86_400 * 1_000_000)
            try await bench.enqueue(1, bench.job())
            bench.advance(.seconds(7 * 86_400))
            try expectEqual(try await bench.store.prune(Retention()), 0, "rows that are told of")
            try expectEqual(try await count(), 4, "jobs after a week")
            try expectEqual(try await countAhead(), 0, "jobs of the wrong time, later")
            bench.advance(.seconds(86_400 + 7200))
            _ = try await bench.store.prune(Retention(endedIn: [.failed], longerAgoThan: .zero))
            try expectEqual(try await count(), 4, "jobs when only some jobs are to go")
            _ = try await bench.store.prune(Retention())
            try expectEqual(try await count(), 0, "jobs after eight days")
        },
    ]
}
