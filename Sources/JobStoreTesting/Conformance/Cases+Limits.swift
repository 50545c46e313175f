import JobModel
import JobStore

extension StoreConformance {
    static let limitCases: [StoreCase] = [
        StoreCase("A lane yields its burst, less the margin, and then its rate") { bench in
            try await bench.enqueue(10, bench.job(plan: LanePlan(rate: 1, burst: 4)))
            let first = try await bench.claim()
            try expectEqual(first.count, 3, "jobs at once")
            bench.send(first)
            bench.advance(.milliseconds(100))
            let margin = try await bench.claim()
            try expectEqual(margin.count, 1, "jobs after the margin")
            bench.send(margin)
            for second in 1...3 {
                bench.advance(.milliseconds(999))
                try expectEqual(try await bench.claim().count, 0, "jobs shortly before second \(second)")
                bench.advance(.milliseconds(1))
                let next = try await bench.claim()
                try expectEqual(next.count, 1, "jobs at second \(second)")
                bench.send(next)
            }
        },
        StoreCase("A permit is reserved at the claim and charged when the request is written") { bench in
            try await bench.enqueue(3, bench.job(plan: LanePlan(rate: 1, burst: 1)))
            let late = try await bench.claimOne()
            bench.advance(.seconds(5))
            try expectEqual(try await bench.claim(), [], "a claim while a permit is unused")
            bench.send(late)
            bench.advance(.milliseconds(1050))
            try expectEqual(try await bench.claim(), [], "a claim too soon after the sending")
            bench.advance(.milliseconds(50))
            try expectEqual(try await bench.claim().count, 1, "jobs an interval and a margin after the sending")
        },
        StoreCase("Runs that send late do not bunch with later ones") { bench in
            let plan = LanePlan(rate: 1, burst: 5)
            try await bench.enqueue(30, bench.job(plan: plan))
            var held: [ClaimedJob] = []
            for _ in 0..<20 {
                held += try await bench.claim()
                bench.advance(.milliseconds(500))
            }
            try expect(held.count <= 5, "\(held.count) permits are out that may be used at the same instant")
            bench.send(held)
            try expectEqual(try await bench.claim().count, 0, "permits right after \(held.count) calls")
        },
        StoreCase("An unused permit is given back at the end of the run") { bench in
            try await bench.enqueue(2, bench.job(plan: LanePlan(rate: 0.01, burst: 1)))
            try await bench.finish(try await bench.claimOne(), .snooze(until: bench.now + .seconds(900)))
            try expectEqual(try await bench.claim().count, 1, "jobs right after")
        },
        StoreCase("A refusal blocks its lane and no other") { bench in
            let slow = LanePlan(rate: 0.1, burst: 5)
            let refused = try await bench.enqueue(bench.job("a", "x", plan: slow))
            let claimed = try await bench.claimOne()
            bench.send(claimed)
            try await bench.finish(claimed, .throttled(.lane, .tooMany), unit: 0)
            for (seller, operation) in [("a", "x"), ("a", "y"), ("b", "x")] {
                try await bench.enqueue(bench.job(seller, operation, plan: slow))
            }
            let next = try await bench.claim().map { "\($0.lane.authorization?.seller ?? "")-\($0.operation)" }
            try expectEqual(Set(next), ["a-y", "b-x"], "lanes that go on")
            try expectEqual(try await bench.record(refused).label, .throttled, "the label")
            // 1/rate is longer than the pause; the bucket starts empty, and the margin is taken off the burst.
            try expectEqual(try await bench.nextDue(), bench.now + .milliseconds(10_100), "when the lane is due again")
            bench.advance(.milliseconds(10_100))
            try expectEqual(try await bench.claim().count, 1, "jobs of the lane then: its bucket was emptied")
        },
        StoreCase("Pauses grow with refusals in a row, and a success makes them small again") { bench in
            try await bench.enqueue(50, bench.job())
            func refuse() async throws -> Duration {
                let claimed = try await bench.claimOne()
                bench.send(claimed)
                try await bench.finish(claimed, .throttled(.lane, .tooMany), unit: 0)
                let lane = try await bench.lane()
                guard let until = lane.limiter.blockedUntil else { return .zero }
                let pause = until - bench.now
                bench.advance(pause + .seconds(1))
                return pause
            }
            for seconds in [1, 2, 4, 8] { try expectEqual(try await refuse(), .seconds(seconds), "the pause") }
            try await bench.complete([try await bench.claimOne()])
            try expectEqual(try await refuse(), .seconds(1), "the pause after a success")
        },
        StoreCase("A learned rate is bounded by the configured one, and nonsense is ignored") { bench in
            try await bench.enqueue(1, bench.job(plan: LanePlan(rate: 1, burst: 2)))
            let claimed = try await bench.claimOne()
            for (header, rate) in [(1000.0, 10.0), (0.001, 0.1), (2, 2), (0, 2), (.nan, 2), (.infinity, 2), (-3, 2)] {
                bench.store.note(.rate(claimed.fence, perSecond: header))
                try await bench.settle()
                try expectEqual(try await bench.lane().limiter.plan, LanePlan(rate: rate, burst: 2), "after \(header)")
            }
        },
        StoreCase("A new plan by configuration keeps the tokens") { bench in
            let plan = LanePlan(rate: 1, burst: 10)
            try await bench.enqueue(20, bench.job(plan: plan))
            bench.send(try await bench.claim(6))
            try await bench.store.replan { _ in LanePlan(rate: 0.5, burst: 10) }
            let lane = try await bench.lane()
            try expectEqual(lane.configured, LanePlan(rate: 0.5, burst: 10), "the plan")
            try expectEqual(lane.limiter.arrival, bench.now + .seconds(12), "when the bucket is full: six tokens are gone")
            try expectEqual(try await bench.claim().count, 3, "jobs at once: four tokens less the margin")
            try await bench.store.replan { $0.operation == "other" ? plan : nil }
            try expectEqual(try await bench.lane().configured, LanePlan(rate: 0.5, burst: 10), "a plan that nobody changed")
        },
        StoreCase("A grantless lane counts for the application alone") { bench in
            let lane = LaneKey(application: "main", operation: "grantless")
            let job = NewJob(
                kind: "request", lane: lane, plan: LanePlan(rate: 1, burst: 3), authorization: nil, operation: "grantless")
            try await bench.enqueue(5, job)
            try await bench.store.change(AuthorizationChange(key: bench.key("a"), state: .revoked))
            let claimed = try await bench.claim()
            try expectEqual(claimed.count, 2, "jobs at once")
            try expectEqual(claimed.first?.authorization, nil, "the authorization")
            try await bench.complete(claimed)
        },
    ]

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
                try expect(window <= 12, "\(window) calls in five seconds; two a second and a burst of two allow twelve")
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
        StoreCase("A refusal that names the application stops all its sellers for that operation") { bench in
            let jobs = [
                bench.job("a", "x", applicationRate: 100), bench.job("b", "x", applicationRate: 100), bench.job("a", "y"),
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
            "No more runs of an authorization than the limit, over all its lanes", rules: QueueRules(perAuthorization: 3)
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
            try expectEqual(try await bench.claim().map(\.authorization), [jobs[0].authorization], "a claim after one end")
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
            try await bench.enqueue(5, bench.job("s", "x", plan: LanePlan(rate: 0.01, burst: 3)))
            let runs = try await bench.claim(2)
            try expectEqual(runs.count, 2, "runs")
            _ = try await bench.claim()
            try await bench.enqueue(1, bench.job("s", "y"))
            _ = try await bench.claim()
            // One ends unsent: lane x is woken. Then the other run takes the last permits of x.
            try await bench.finish(runs[0], .snooze(until: bench.now + .seconds(9000)))
            bench.send(runs[1])
            _ = try await bench.store.permit(runs[1].fence)
            bench.send(runs[1])
            _ = try await bench.store.permit(runs[1].fence)
            bench.send(runs[1])
            try expectEqual(try await bench.claim().map(\.operation), ["y"], "who has the room")
        },
    ]
}
