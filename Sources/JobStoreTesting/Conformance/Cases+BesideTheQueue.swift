import JobModel
import JobStore

extension StoreConformance {
    static let outsideCallCases: [StoreCase] = [
        StoreCase("A call beside the queue is charged at once, and to the lane's jobs") { bench in
            let plan = LanePlan(rate: 0.1, burst: 2)
            let lane = LaneKey(authorization: bench.key("acme"), operation: "op")
            func ask() async throws -> PermitAnswer {
                try await bench.store.permit(lane: lane, plan: plan, applicationRate: nil)
            }
            try expectEqual(try await ask(), .granted, "the first call, in a lane that was not there")
            try expectEqual(try await bench.lane().configured, plan, "the lane's plan")
            try await bench.enqueue(2, bench.job(plan: plan))
            // The margin comes off the burst.
            bench.advance(.milliseconds(100))
            let jobs = try await bench.claim()
            try expectEqual(jobs.count, 1, "jobs that may run beside the call")
            guard case .wait(let until) = try await ask() else {
                throw ConformanceFailure(message: "a third call was granted", file: #fileID, line: #line)
            }
            try expect(until > bench.now, "the wait is over already")
            // The permit that is reserved for the job is still the job's.
            bench.send(jobs)
            try await bench.settle()
            try expectEqual(try await bench.lane().limiter.reserved, 0, "reserved permits")
            bench.advance(.seconds(9))
            guard case .wait = try await ask() else {
                throw ConformanceFailure(message: "a call was granted too early", file: #fileID, line: #line)
            }
            bench.advance(.seconds(2))
            try expectEqual(try await ask(), .granted, "a call when a token has flowed in")
            try expectEqual(try await bench.claim(), [], "jobs that may run after it")
        },
        StoreCase("A call beside the queue leaves a permit that a job holds alone") { bench in
            let plan = LanePlan(rate: 1, burst: 10)
            try await bench.enqueue(1, bench.job(plan: plan))
            let job = try await bench.claimOne()
            let lane = LaneKey(authorization: bench.key("acme"), operation: "op")
            let answer = try await bench.store.permit(lane: lane, plan: plan, applicationRate: nil)
            try expectEqual(answer, .granted, "the call")
            try expectEqual(try await bench.lane().limiter.reserved, 1, "reserved permits")
            bench.send(job)
            try await bench.settle()
            try expectEqual(try await bench.lane().limiter.reserved, 0, "reserved permits after the job's call")
        },
        StoreCase("A call beside the queue keeps the limit that all sellers share") { bench in
            func ask(_ seller: String) async throws -> PermitAnswer {
                try await bench.store.permit(
                    lane: LaneKey(authorization: bench.key(seller), operation: "op"), plan: StoreBench.plenty,
                    applicationRate: 1)
            }
            try expectEqual(try await ask("a"), .granted, "the first call")
            guard case .wait = try await ask("b") else {
                throw ConformanceFailure(message: "another seller's call was granted", file: #fileID, line: #line)
            }
            try await bench.enqueue(1, bench.job("c", applicationRate: 1))
            try expectEqual(try await bench.claim(), [], "jobs of another seller")
            bench.advance(.milliseconds(1200))
            try expectEqual(try await bench.claim().count, 1, "jobs a second later")
        },
        StoreCase("A call beside the queue is not kept back by pauses, but by a blocked lane") { bench in
            let key = bench.key("acme")
            let lane = LaneKey(authorization: key, operation: "op")
            func ask() async throws -> PermitAnswer {
                try await bench.store.permit(lane: lane, plan: StoreBench.plenty, applicationRate: nil)
            }
            try await bench.store.change(AuthorizationChange(key: key, state: .revoked))
            try await bench.store.pause(key, reason: "A test.", actor: "test")
            try expectEqual(try await ask(), .granted, "a call for a seller who stands still")
            let until = bench.now + .seconds(30)
            try await bench.store.change(laneID: try await bench.lane().id, .block(until: until))
            try expectEqual(try await ask(), .wait(until: until), "a call of a blocked lane")
        },
        StoreCase("A refused call beside the queue slows its lane, for those beside the queue and for jobs") { bench in
            let plan = LanePlan(rate: 1, burst: 10)
            let lane = LaneKey(authorization: bench.key("acme"), operation: "op")
            // Nobody knows this lane: there is nothing to slow.
            bench.store.note(.refused(lane, unit: 0))
            let first = try await bench.store.permit(lane: lane, plan: plan, applicationRate: nil)
            try expectEqual(first, .granted, "the call")
            bench.store.note(.refused(lane, unit: 0))
            try await bench.settle()
            try expectEqual(try await bench.lane().limiter.refusals, 1, "refusals")
            guard
                case .wait(let until) = try await bench.store.permit(lane: lane, plan: plan, applicationRate: nil)
            else { throw ConformanceFailure(message: "a call was granted at once", file: #fileID, line: #line) }
            try expect(until >= bench.now + .seconds(1), "the lane wakes within an interval")
            try await bench.enqueue(1, bench.job(plan: plan))
            try expectEqual(try await bench.claim(), [], "jobs that may run")
            bench.advance(.seconds(60))
            try expectEqual(try await bench.claim().count, 1, "jobs a minute later")
            bench.store.note(.accepted(lane, rate: 2))
            try await bench.settle()
            try expectEqual(try await bench.lane().limiter.refusals, 0, "refusals after a call that was let through")
            try expectEqual(try await bench.lane().limiter.plan.rate, 2, "the rate that it taught")
        },
    ]

    static let inboxUpkeepCases: [StoreCase] = [
        StoreCase("Rejected inbox rows become new again, others do not") { bench in
            for operation in ["a", "b", "c", "d"] {
                try await bench.source.post(bench.store, InboxRow(id: 0, seller: "s", operation: operation))
            }
            let ids = try await bench.store.newInboxRows(limit: 9).map(\.id)
            try await bench.store.settle([
                (ids[0], .rejected("No.")), (ids[1], .accepted(bench.job())), (ids[2], .rejected("No, no.")),
            ])
            try expectEqual(
                try await bench.store.retryInbox([ids[0], ids[1], ids[3], 999]),
                [.reopened, .other(status: "accepted"), .other(status: "new"), .unknown], "the answers")
            let row = try await bench.store.newInboxRows(limit: 1)[0]
            try expectEqual(row.id, ids[0], "the row that is new again")
            try expectEqual(row.error, nil, "its error")
            try expectEqual(try await bench.store.retryInbox([ids[0]]), [.other(status: "new")], "a second time")
            try await bench.store.settle([(ids[0], .accepted(bench.job()))])
            try expectEqual(
                try await bench.store.inboxRows(status: "accepted", limit: 9).map(\.id), [ids[1], ids[0]],
                "accepted rows")
        },
        StoreCase("All rejected inbox rows can be made new again, and that wakes the worker") { bench in
            for _ in 0..<3 {
                try await bench.source.post(bench.store, InboxRow(id: 0, seller: "s", operation: "op"))
            }
            let ids = try await bench.store.newInboxRows(limit: 9).map(\.id)
            try await bench.store.settle([(ids[0], .rejected("No.")), (ids[2], .rejected("No."))])
            let before = try await bench.store.changeMark()
            try expectEqual(try await bench.store.retryRejectedInbox(), 2, "rows")
            try expect(try await bench.store.changeMark() != before, "the change mark rested")
            try expectEqual(try await bench.store.newInboxRows(limit: 9).map(\.id), ids, "new rows")
            try expectEqual(try await bench.store.retryRejectedInbox(), 0, "rows when none is rejected")
        },
        StoreCase("Settled inbox rows are counted and deleted by age, new ones stay") { bench in
            for _ in 0..<3 {
                try await bench.source.post(bench.store, InboxRow(id: 0, seller: "s", operation: "op"))
            }
            let ids = try await bench.store.newInboxRows(limit: 9).map(\.id)
            try await bench.store.settle([(ids[0], .rejected("No."))])
            bench.advance(.seconds(10))
            try await bench.store.settle([(ids[1], .rejected("No."))])
            let cut = bench.now
            try expectEqual(try await bench.store.settledInboxCount(before: cut), 1, "rows before the instant")
            try expectEqual(try await bench.store.pruneInbox(settledBefore: cut), 1, "deleted rows")
            try expectEqual(
                try await bench.store.inboxRows(status: nil, limit: 9).map(\.id), [ids[2], ids[1]], "rows that stay")
            try expectEqual(try await bench.store.settledInboxCount(before: cut + .seconds(1)), 1, "settled rows left")
            // A row that was made new again is settled no more.
            _ = try await bench.store.retryInbox([ids[1]])
            try expectEqual(try await bench.store.pruneInbox(settledBefore: cut + .seconds(1)), 0, "deleted rows")
        },
    ]
}
