import JobModel
import JobStore

extension StoreConformance {
    static let authorizationCases: [StoreCase] = [
        StoreCase("A revoked seller's jobs are parked, others go on, and a release brings them back") { bench in
            for lane in ["x", "y"] {
                try await bench.enqueue(2, bench.job("gone", lane))
                try await bench.enqueue(2, bench.job("here", lane))
            }
            let failure = JobFailure(kind: "invalid_grant", message: "The grant is gone.", status: 400, requestID: "r")
            try await bench.store.change(
                AuthorizationChange(key: bench.key("gone"), state: .revoked, failure: failure, fingerprint: "f1"))
            let id = try await bench.enqueue(bench.job("gone", "z"))
            try expectEqual(try await bench.record(id).label, .parked, "the label of a job that comes later")
            let ran = try await bench.completeAll()
            try expectEqual(ran.count, 4, "runs")
            try expect(ran.allSatisfy { $0.authorization?.seller == "here" }, "a parked job ran")
            try expectEqual(try await bench.nextDue(), nil, "what time alone makes claimable")
            bench.advance(.seconds(60))
            try await bench.store.change(
                AuthorizationChange(key: bench.key("gone"), state: .active, fingerprint: "f2", actor: "worker"))
            bench.advance(.seconds(1))
            let released = try await bench.completeAll()
            try expectEqual(released.count, 5, "runs after the release")
            try expect(released.allSatisfy { $0.attempt == 0 }, "waiting cost attempts")
            let row = try await bench.store.authorizations().first { $0.key.seller == "gone" }
            try expectEqual(row?.state, .active, "the state")
            try expectEqual(row?.fingerprint, "f2", "the fingerprint")
            try expectEqual(row?.failure, nil, "the reason")
            let events = try await bench.store.events(after: 0, limit: 10)
            try expectEqual(events.map(\.kind), ["revoked", "restored"], "the events")
            try expectEqual(events.map(\.from), ["active", "revoked"], "the states before")
            try expectEqual(events[0].failure, failure, "the reason in the event")
            try expectEqual(events[1].fingerprintBefore, "f1", "the fingerprint before")
            try expectEqual(events[1].fingerprintAfter, "f2", "the fingerprint after")
        },
        StoreCase("Released lanes start one after the other") { bench in
            for lane in 0..<10 { try await bench.enqueue(1, bench.job("s", "op\(lane)")) }
            try await bench.store.change(AuthorizationChange(key: bench.key("s"), state: .misconfigured))
            try await bench.store.change(AuthorizationChange(key: bench.key("s"), state: .active))
            try expectEqual(try await bench.claim().count, 1, "jobs at once")
            bench.advance(.milliseconds(100))
            try expectEqual(try await bench.claim().count, 5, "jobs in the next 100 ms")
            bench.advance(.seconds(1))
            try expectEqual(try await bench.claim().count, 4, "the rest")
        },
        StoreCase("A suspect seller pauses until the given instant") { bench in
            let id = try await bench.enqueue(bench.job("s"))
            try await bench.enqueue(bench.job("other"))
            let until = bench.now + .seconds(60)
            try await bench.store.change(
                AuthorizationChange(key: bench.key("s"), state: .suspect, failure: .oops, blockedUntil: until))
            try expectEqual(try await bench.claim().compactMap(\.authorization?.seller), ["other"], "who runs")
            try expectEqual(try await bench.record(id).label, .parked, "the label")
            try expectEqual(try await bench.nextDue(), until, "the next instant")
            bench.advance(.seconds(60))
            try expectEqual(try await bench.claim().map(\.id), [id], "what runs then")
        },
        StoreCase("A seller that an operator pauses stands still until it is resumed") { bench in
            let id = try await bench.enqueue(bench.job("s"))
            let running = try await bench.claimOne()
            try await bench.enqueue(bench.job("s", "other"))
            try await bench.store.pause(bench.key("s"), reason: "stock-taking", actor: "ann")
            try await bench.store.pause(bench.key("s"), reason: "again", actor: "ann")
            try await bench.finish(running, .retry(.oops), unit: 0)
            try expectEqual(try await bench.claim(), [], "a claim during the pause")
            try expectEqual(try await bench.record(id).label, .paused, "the label")
            try await bench.store.pause(bench.key("s"), reason: nil, actor: "ann")
            bench.advance(.seconds(1))
            try expectEqual(try await bench.claim().count, 2, "jobs after the pause")
            let events = try await bench.store.latestEvents(limit: 10)
            try expectEqual(events.map(\.kind), ["sellerResumed", "sellerPaused"], "the events, newest first")
            try expectEqual(events.map(\.actor), ["ann", "ann"], "who did it")
        },
        StoreCase("A revoked seller that is resumed stays revoked, and a paused one that is released stays paused") {
            bench in
            try await bench.enqueue(1, bench.job("s"))
            try await bench.store.change(AuthorizationChange(key: bench.key("s"), state: .revoked))
            try await bench.store.pause(bench.key("s"), reason: "both", actor: "ann")
            try await bench.store.change(AuthorizationChange(key: bench.key("s"), state: .active))
            try expectEqual(try await bench.claim(), [], "a claim while it is paused")
            try await bench.store.change(AuthorizationChange(key: bench.key("s"), state: .revoked))
            try await bench.store.pause(bench.key("s"), reason: nil, actor: "ann")
            try expectEqual(try await bench.claim(), [], "a claim while it is revoked")
        },
        StoreCase("The same news twice is one event") { bench in
            for _ in 0..<3 {
                try await bench.store.change(
                    AuthorizationChange(key: bench.key("s"), state: .revoked, fingerprint: "f"))
            }
            try await bench.store.change(AuthorizationChange(key: bench.key("s"), state: .revoked, fingerprint: "g"))
            let events = try await bench.store.events(after: 0, limit: 10)
            try expectEqual(events.map(\.kind), ["revoked", "secretChanged"], "the events")
        },
    ]

    static let applicationCases: [StoreCase] = [
        StoreCase("A stopped application stops all its sellers and no other's") { bench in
            for seller in 0..<3 {
                try await bench.enqueue(2, bench.job("a\(seller)", application: "stopped"))
                try await bench.enqueue(2, bench.job("b\(seller)", application: "fine"))
            }
            let grantless = LaneKey(application: "stopped", operation: "grantless")
            let id = try await bench.enqueue(
                NewJob(
                    kind: "request", lane: grantless, plan: StoreBench.plenty, authorization: nil,
                    operation: "grantless"))
            try await bench.store.change(
                ApplicationChange(application: "stopped", state: .stopped, failure: .oops, fingerprint: "s1"))
            let ran = try await bench.completeAll()
            try expectEqual(ran.count, 6, "runs")
            try expect(ran.allSatisfy { $0.lane.application == "fine" }, "a job of the stopped application ran")
            try expectEqual(try await bench.record(id).label, .blocked, "the label")
            try expectEqual(try await bench.nextDue(), nil, "what time alone makes claimable")
            try await bench.store.change(ApplicationChange(application: "stopped", state: .suspect))
            try await bench.store.change(ApplicationChange(application: "stopped", state: .ok, fingerprint: "s2"))
            try expectEqual(try await bench.completeAll().count, 7, "runs after the restart")
            let events = try await bench.store.events(after: 0, limit: 10)
            try expectEqual(
                events.map(\.kind), ["applicationStopped", "applicationSuspected", "applicationRestored"], "the events")
            try expectEqual(events.map(\.seller), [nil, nil, nil], "sellers in the events")
        },
        StoreCase("A paused application stands still until it is resumed") { bench in
            let id = try await bench.enqueue(bench.job())
            try await bench.store.pause(application: "main", reason: "upkeep", actor: "ann")
            try expectEqual(try await bench.claim(), [], "a claim during the pause")
            try expectEqual(try await bench.record(id).label, .paused, "the label")
            try expectEqual(try await bench.store.applications().map(\.pauseReason), ["upkeep"], "the reason")
            try await bench.store.pause(application: "main", reason: nil, actor: "ann")
            try expectEqual(try await bench.claim().map(\.id), [id], "a claim afterwards")
            try expectEqual(
                try await bench.store.events(after: 0, limit: 9).map(\.kind),
                ["applicationPaused", "applicationResumed"],
                "the events")
        },
    ]

    static let operatorCases: [StoreCase] = [
        StoreCase("A lane can be paused, resumed, blocked and reset") { bench in
            try await bench.enqueue(20, bench.job("s", "x", plan: LanePlan(rate: 0.1, burst: 3)))
            try await bench.enqueue(1, bench.job("s", "y"))
            let lane = try await bench.lane("s", "x")
            try await bench.store.change(laneID: lane.id, .pause("slow down"))
            try expectEqual(try await bench.claim().map(\.operation), ["y"], "what runs beside a paused lane")
            try await bench.store.change(laneID: lane.id, .resume)
            let jobs = try await bench.claim()
            try expectEqual(jobs.count, 2, "jobs after the pause")
            try await bench.complete(jobs)
            try await bench.store.change(laneID: lane.id, .reset)
            try expectEqual(try await bench.claim(1).count, 1, "jobs after a reset")
            let until = bench.now + .seconds(600)
            try await bench.store.change(laneID: lane.id, .block(until: until))
            bench.advance(.seconds(599))
            try expectEqual(try await bench.claim(), [], "a claim while the lane is blocked")
            bench.advance(.seconds(1))
            try expect(try await !bench.claim().isEmpty, "the block did not end")
        },
        StoreCase("A change of a lane that is not there is refused and changes nothing") { bench in
            try await bench.enqueue(3, bench.job(plan: LanePlan(rate: 1, burst: 3)))
            let claimed = try await bench.claimOne()
            bench.send(claimed)
            var wasRefused = false
            do { try await bench.store.change(laneID: 4711, .resume) } catch { wasRefused = true }
            try expect(wasRefused, "an unknown lane was accepted")
            try await bench.settle()
            try expectEqual(try await bench.lane().limiter.reserved, 0, "permits that are out: the request was written")
        },
    ]
}
