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
            try expectEqual(
                lane.limiter.arrival, bench.now + .seconds(12), "when the bucket is full: six tokens are gone")
            try expectEqual(try await bench.claim().count, 3, "jobs at once: four tokens less the margin")
            try await bench.store.replan { $0.operation == "other" ? plan : nil }
            try expectEqual(
                try await bench.lane().configured, LanePlan(rate: 0.5, burst: 10), "a plan that nobody changed")
        },
        StoreCase("A grantless lane counts for the application alone") { bench in
            let lane = LaneKey(application: "main", operation: "grantless")
            let job = NewJob(
                kind: "request", lane: lane, plan: LanePlan(rate: 1, burst: 3), authorization: nil,
                operation: "grantless")
            try await bench.enqueue(5, job)
            try await bench.store.change(AuthorizationChange(key: bench.key("a"), state: .revoked))
            let claimed = try await bench.claim()
            try expectEqual(claimed.count, 2, "jobs at once")
            try expectEqual(claimed.first?.authorization, nil, "the authorization")
            try await bench.complete(claimed)
        },
    ]
}
