import JobModel
import JobStore

extension StoreConformance {
    static let sharedLimitCases: [StoreCase] = [
        StoreCase("A limit that sellers share is kept by all of them together") { bench in
            for seller in 0..<5 { try await bench.enqueue(8, bench.job("s\(seller)", applicationRate: 2)) }
            var sent: [Timestamp] = []
            for _ in 0..<400 where sent.count < 40 {
                let jobs = try await bench.claim()
                sent += jobs.map { _ in bench.now }
                try await bench.complete(jobs)
                bench.advance(.milliseconds(100))
            }
            try expectEqual(sent.count, 40, "calls in forty seconds")
            for (index, first) in sent.enumerated() {
                let window = sent[index...].count { $0 < first + .seconds(5) }
                try expect(
                    window <= 12, "\(window) calls in five seconds; two a second and a burst of two allow twelve")
            }
            try expect(sent[39] - sent[0] <= .seconds(21), "forty calls took \(sent[39] - sent[0])")
        },
        StoreCase("Sellers that share a limit are served evenly, however much one of them has") { bench in
            try await bench.enqueue(500, bench.job("whale", applicationRate: 5))
            for seller in 0..<10 { try await bench.enqueue(6, bench.job("s\(seller)", applicationRate: 5)) }
            var served: [String: Int] = [:]
            for _ in 0..<260 {
                let jobs = try await bench.claim(16)
                for job in jobs { served[job.authorization?.seller ?? "", default: 0] += 1 }
                try await bench.complete(jobs)
                // The whale has more to do all the time; that is no reason to be served more often.
                try await bench.enqueue(1, bench.job("whale", applicationRate: 5))
                bench.advance(.milliseconds(100))
            }
            for seller in 0..<10 { try expectEqual(served["s\(seller)"], 6, "jobs of seller \(seller) that ran") }
            try expect(served.values.reduce(0, +) >= 125, "only \(served.values.reduce(0, +)) calls in 26 seconds")
        },
        StoreCase("Sellers that share a limit are served evenly by a worker that often comes late") { bench in
            for seller in 0..<20 { try await bench.enqueue(20, bench.job("s\(seller)", applicationRate: 10)) }
            var served: [String: Int] = [:]
            // Ten permits, which is what the limit saves up, are there after the longest of these pauses.
            let pauses = [50, 950, 100, 30, 400, 700, 100, 10, 1200, 250]
            for turn in 0..<200 where served.values.reduce(0, +) < 200 {
                let jobs = try await bench.claim(16)
                for job in jobs { served[job.authorization?.seller ?? "", default: 0] += 1 }
                try await bench.complete(jobs)
                bench.advance(.milliseconds(pauses[turn % pauses.count]))
            }
            try expectEqual(served.count, 20, "sellers that were served when half of the jobs had run")
            let spread = (served.values.max() ?? 0) - (served.values.min() ?? 0)
            try expect(spread <= 3, "one seller had \(spread) calls more than another: \(served)")
        },
        StoreCase("A refusal that names the application stops all its sellers for that operation") { bench in
            let jobs = [
                bench.job("a", "x", applicationRate: 100), bench.job("b", "x", applicationRate: 100),
                bench.job("a", "y"),
                bench.job("c", "x", application: "other", applicationRate: 100),
            ]
            let first = try await bench.enqueue(jobs[0])
            let claimed = try await bench.claimOne()
            bench.send(claimed)
            try await bench.finish(claimed, .throttled(.application, .tooMany), unit: 0)
            _ = try await bench.store.enqueue(jobs)
            let next = try await bench.claim().map { "\($0.lane.authorization?.seller ?? "")-\($0.operation)" }
            try expectEqual(Set(next), ["a-y", "c-x"], "lanes that go on")
            try expectEqual(try await bench.record(first).label, .throttled, "the label")
            try expectEqual(try await bench.lane("a", "x").limiter.refusals, 0, "refusals of the seller's own lane")
            bench.advance(.milliseconds(2100))
            try expectEqual(try await bench.claim().count, 3, "jobs when the pause is over")
        },
        StoreCase("Refusals of the application are forgotten when calls go through again") { bench in
            try await bench.enqueue(20, bench.job("a", applicationRate: 100))
            for _ in 0..<3 {
                var pauses: [Duration] = []
                for _ in 0..<3 {
                    let claimed = try await bench.claimOne()
                    bench.send(claimed)
                    try await bench.finish(claimed, .throttled(.application, .tooMany), unit: 0)
                    let until = try await bench.record(claimed.id).limiter?.limiter.blockedUntil ?? bench.now
                    pauses.append(until - bench.now)
                    bench.advance(until - bench.now + .seconds(2))
                }
                try expectEqual(pauses, [.seconds(1), .seconds(2), .seconds(4)], "the pauses")
                try await bench.complete([try await bench.claimOne()])
            }
        },
        StoreCase("A shared limit that becomes known later holds for lanes that are there already") { bench in
            try await bench.enqueue(10, bench.job("a"))
            try await bench.enqueue(10, bench.job("b"))
            try await bench.enqueue(1, bench.job("a", applicationRate: 3))
            try await bench.enqueue(1, bench.job("b", applicationRate: 3))
            let jobs = try await bench.claim()
            try expect(jobs.count <= 3, "\(jobs.count) jobs at once with three calls a second")
            try await bench.enqueue(1, bench.job("b", applicationRate: 30))
            bench.send(jobs)
            bench.advance(.seconds(1))
            try expect(try await bench.claim().count > 10, "a limit that was raised is not in force")
        },
    ]

    static let concurrencyCases: [StoreCase] = [
        StoreCase(
            "No more runs of an authorization than the limit, over all its lanes",
            rules: QueueRules(perAuthorization: 3)
        ) { bench in
            for lane in 0..<5 {
                for seller in ["a", "b"] { try await bench.enqueue(3, bench.job(seller, "op\(lane)")) }
            }
            let jobs = try await bench.claim()
            for seller in ["a", "b"] {
                try expectEqual(jobs.count { $0.authorization?.seller == seller }, 3, "runs of \(seller)")
            }
            try expectEqual(try await bench.claim(), [], "a second claim")
            try expectEqual(try await bench.nextDue(), nil, "what time alone makes claimable")
            try await bench.complete([jobs[0]])
            try expectEqual(
                try await bench.claim().map(\.authorization), [jobs[0].authorization], "a claim after one end")
        },
        StoreCase("Lanes that wait for room have it oldest first", rules: QueueRules(perAuthorization: 1)) { bench in
            for lane in ["c", "a", "d", "b"] {
                try await bench.enqueue(2, bench.job("s", lane))
                bench.advance(.milliseconds(1))
            }
            var order: [String] = []
            for _ in 0..<8 {
                let jobs = try await bench.claim(5)
                order += jobs.map(\.operation)
                bench.advance(.milliseconds(1))
                try await bench.complete(jobs)
            }
            try expectEqual(order, ["c", "a", "d", "b", "c", "a", "d", "b"], "the order of lanes")
        },
        StoreCase(
            "Room that a waiting lane cannot use goes to the next one", rules: QueueRules(perAuthorization: 2)
        ) { bench in
            let slow = LanePlan(rate: 0.01, burst: 2)
            try await bench.enqueue(4, bench.job("s", "slow", plan: slow))
            try await bench.enqueue(4, bench.job("s", "fast"))
            let runs = try await bench.claim()
            try expectEqual(runs.count, 2, "runs")
            // Both lanes wait. The slow one is woken first, but its next permit is a long time off.
            for job in runs {
                bench.send(job)
                try await bench.finish(job)
            }
            for _ in 0..<4 {
                let jobs = try await bench.claim()
                try expect(!jobs.isEmpty, "the room was not used")
                try await bench.complete(jobs)
                if try await bench.store.counts()[.waiting] ?? 0 <= 3 { break }
            }
        },
        StoreCase(
            "A lane that falls asleep before its turn passes the turn on", rules: QueueRules(perAuthorization: 2)
        ) { bench in
            // Two runs of one lane; it and another one wait.
            try await bench.enqueue(5, bench.job("s", "x", plan: LanePlan(rate: 0.01, burst: 5)))
            let runs = try await bench.claim(2)
            try expectEqual(runs.count, 2, "runs")
            try expectEqual(try await bench.claim(), [], "a claim without room")
            try await bench.enqueue(1, bench.job("s", "y"))
            try expectEqual(try await bench.claim(), [], "a claim without room")
            // One ends unsent: lane x is woken. Then the other run takes the last permits of x.
            try await bench.finish(runs[0], .snooze(until: bench.now + .seconds(9000)))
            for _ in 0..<3 {
                bench.send(runs[1])
                try expectEqual(try await bench.store.permit(runs[1].fence), .granted, "a permit for the next call")
            }
            try expectEqual(try await bench.claim().map(\.operation), ["y"], "who has the room")
        },
    ]
}
