import JobModel
import JobStore

extension StoreConformance {
    static let permitCases: [StoreCase] = [
        StoreCase("Each call of a run takes a permit of its own") { bench in
            try await bench.enqueue(1, bench.job(plan: LanePlan(rate: 1, burst: 3)))
            let job = try await bench.claimOne()
            try expectEqual(try await bench.store.permit(job.fence), .granted, "the permit that came with the claim")
            try expectEqual(try await bench.lane().limiter.reserved, 1, "permits that are out")
            bench.send(job)
            try expectEqual(try await bench.store.permit(job.fence), .granted, "the second permit")
            bench.send(job)
            let third = try await bench.store.permit(job.fence)
            try expectEqual(third, .wait(until: bench.now + .milliseconds(100)), "the third permit, less the margin")
            bench.advance(.milliseconds(100))
            try expectEqual(try await bench.store.permit(job.fence), .granted, "the third permit, in time")
            bench.send(job)
            try await bench.finish(job)
            try expectEqual(try await bench.lane().limiter.reserved, 0, "permits that are out afterwards")
        },
        StoreCase("Runs' later calls and new claims share the lane's plan") { bench in
            try await bench.enqueue(10, bench.job(plan: LanePlan(rate: 1, burst: 1)))
            let job = try await bench.claimOne()
            bench.send(job)
            bench.advance(.milliseconds(1100))
            try expectEqual(try await bench.store.permit(job.fence), .granted, "the next permit")
            try expectEqual(try await bench.claim(), [], "a claim beside it")
            bench.send(job)
            bench.advance(.milliseconds(1100))
            let next = try await bench.claim()
            try expectEqual(next.count, 1, "jobs an interval later")
            guard case .wait = try await bench.store.permit(job.fence) else {
                throw ConformanceFailure(message: "a permit was given twice", file: #fileID, line: #line)
            }
        },
        StoreCase("A later call needs a permit of the shared limit too") { bench in
            for seller in ["a", "b"] { try await bench.enqueue(1, bench.job(seller, applicationRate: 1)) }
            let job = try await bench.claimOne()
            bench.send(job)
            bench.advance(.milliseconds(500))
            guard case .wait(let until) = try await bench.store.permit(job.fence) else {
                throw ConformanceFailure(message: "the shared limit was passed over", file: #fileID, line: #line)
            }
            try expectEqual(until, bench.now + .milliseconds(600), "when there is one")
            bench.advance(.milliseconds(600))
            try expectEqual(try await bench.store.permit(job.fence), .granted, "the permit then")
            try expectEqual(try await bench.claim(), [], "the other seller, beside it")
        },
    ]

    static let checkpointCases: [StoreCase] = [
        StoreCase("A completed step begins the count of failed attempts anew, another checkpoint does not") { bench in
            let id = try await bench.enqueue(bench.job())
            try await bench.finish(try await bench.claimOne(), .retry(.oops))
            bench.advance(.seconds(2))
            let second = try await bench.claimOne()
            try expectEqual(second.attempt, 1, "failed attempts")
            _ = try await bench.store.checkpoint(
                second.fence, Checkpoint(text: nil, isStep: false, isDurable: false))
            try expectEqual(try await bench.row(id).attempt, 1, "failed attempts after a checkpoint without a step")
            _ = try await bench.store.checkpoint(second.fence, Checkpoint(text: nil, isDurable: false))
            try expectEqual(try await bench.row(id).attempt, 0, "failed attempts after a step")
        },
        StoreCase("What a checkpoint tells of the progress stays until another one tells more") { bench in
            let id = try await bench.enqueue(bench.job())
            let job = try await bench.claimOne()
            _ = try await bench.store.checkpoint(
                job.fence, Checkpoint(text: "a", progress: #"{"pages":1}"#, isDurable: false))
            _ = try await bench.store.checkpoint(job.fence, Checkpoint(text: "b", isDurable: false))
            try expectEqual(try await bench.row(id).progress, #"{"pages":1}"#, "the progress")
            try await bench.finish(job)
            try expectEqual(try await bench.row(id).progress, #"{"pages":1}"#, "the progress at the end")
        },
        StoreCase("The next run begins at the checkpoint") { bench in
            let id = try await bench.enqueue(bench.job())
            let first = try await bench.claimOne()
            let checkpoint = Checkpoint(text: #"{"page":2}"#, isDurable: true)
            try expect(try await bench.store.checkpoint(first.fence, checkpoint), "the run had lost its job")
            try await bench.finish(first, .interrupted)
            let second = try await bench.claimOne()
            try expectEqual(second.id, id, "the job")
            try expectEqual(second.checkpoint, #"{"page":2}"#, "the checkpoint")
        },
        StoreCase("A checkpoint can move the job to the lane of its next call") { bench in
            let id = try await bench.enqueue(bench.job("s", "create", plan: LanePlan(rate: 0.01, burst: 1)))
            let job = try await bench.claimOne()
            bench.send(job)
            let next = LaneKey(authorization: bench.key("s"), operation: "poll")
            let checkpoint = Checkpoint(text: "created", lane: next, plan: LanePlan(rate: 2, burst: 2), isDurable: true)
            _ = try await bench.store.checkpoint(job.fence, checkpoint)
            try expectEqual(try await bench.store.permit(job.fence), .granted, "a permit of the new lane")
            bench.send(job)
            try await bench.finish(job, .snooze(until: bench.now + .seconds(15)))
            try expectEqual(try await bench.lane("s", "create").running, 0, "runs of the old lane")
            try expectEqual(try await bench.lane("s", "create").nextAt, nil, "the old lane's next job")
            try expectEqual(try await bench.lane("s", "poll").configured, LanePlan(rate: 2, burst: 2), "the new plan")
            bench.advance(.seconds(15))
            let second = try await bench.claimOne()
            try expectEqual(second.id, id, "the job")
            try expectEqual(second.lane, next, "the lane")
            try await bench.finish(second)
            try expectEqual(try await bench.lane("s", "poll").running, 0, "runs of the new lane")
            try expectEqual(try await bench.store.authorizations().map(\.running), [0], "runs of the seller")
        },
        StoreCase("A permit that was not used for the old lane is given back") { bench in
            try await bench.enqueue(2, bench.job("s", "old", plan: LanePlan(rate: 0.01, burst: 1)))
            let job = try await bench.claimOne()
            let lane = LaneKey(authorization: bench.key("s"), operation: "new")
            _ = try await bench.store.checkpoint(job.fence, Checkpoint(text: nil, lane: lane, isDurable: false))
            try expectEqual(
                try await bench.lane("s", "old").limiter.reserved, 0, "permits of the old lane that are out")
            try expectEqual(try await bench.claim().map(\.operation), ["old"], "the other job of the old lane")
            try await bench.finish(job)
            try expectEqual(
                try await bench.lane("s", "new").limiter.reserved, 0, "permits of the new lane that are out")
        },
    ]
}
