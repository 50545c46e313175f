import JobModel
import JobStore

/// Jobs that find out what became of a call.
extension StoreConformance {
    static let lookupCases: [StoreCase] = [
        StoreCase("What must be known of a call in doubt is written down with the doubt, and replaces a checkpoint") {
            bench in
            let id = try await bench.enqueue(bench.job())
            let job = try await bench.claimOne()
            _ = try await bench.store.checkpoint(job.fence, Checkpoint(text: "step", isDurable: false))
            try expect(try await bench.store.beginDoubt(job.fence, note: "sent"), "the run had lost its job")
            try expect(try await bench.store.beginDoubt(job.fence, note: nil), "the run had lost its job")
            try expectEqual(try await bench.row(id).checkpoint, "sent", "the checkpoint")
            try await bench.crash()
            let next = try await bench.claimOne()
            try expect(next.isInDoubt, "the doubt is gone")
            try expectEqual(next.checkpoint, "sent", "what the next run is told")
        },
        StoreCase("A run that ends in good order without an answer to its call leaves the doubt when it says so") {
            bench in
            for outcome in [Outcome.snooze(until: bench.now), .throttled(.lane, .tooMany), .park(.oops)] {
                for keepsDoubt in [true, false] {
                    try await bench.enqueue(1, bench.job())
                    let job = try await bench.claimOne()
                    _ = try await bench.store.beginDoubt(job.fence)
                    try await bench.finish(job, outcome, isDurable: true, keepsDoubt: keepsDoubt)
                    bench.advance(.seconds(3600))
                    let next = try await bench.claimOne()
                    try expectEqual(next.isInDoubt, keepsDoubt, "the doubt after \(outcome)")
                    try await bench.finish(next)
                }
            }
        },
        StoreCase("A job in doubt moves to another lane and back without losing the doubt") { bench in
            let id = try await bench.enqueue(bench.job("s", "create"))
            let job = try await bench.claimOne()
            _ = try await bench.store.beginDoubt(job.fence, note: "sent")
            try await bench.crash()
            let suspect = try await bench.claimOne()
            let lane = LaneKey(authorization: bench.key("s"), operation: "list")
            let checkpoint = Checkpoint(
                text: "sent", lane: lane, plan: StoreBench.plenty, isStep: false, isDurable: false, keepsDoubt: true)
            try expect(try await bench.store.checkpoint(suspect.fence, checkpoint), "the run had lost its job")
            try expectEqual(try await bench.row(id).crashes, 1, "crashes after nothing was found out")
            try expect(try await bench.row(id).isSuspect, "a suspect was cleared by a look that is still to come")
            try await bench.finish(suspect, .snooze(until: bench.now))
            let looking = try await bench.claimOne()
            try expect(looking.isInDoubt, "the doubt is gone")
            try expectEqual(looking.lane, lane, "the lane")
            try expectEqual(try await bench.lane("s", "create").running, 0, "runs of the first lane")
            _ = try await bench.store.checkpoint(
                looking.fence, Checkpoint(text: nil, lane: job.lane, isStep: false, isDurable: true))
            try await bench.finish(looking, .retry(.oops), unit: 0)
            let again = try await bench.claimOne()
            try expect(!again.isInDoubt, "the doubt was not settled")
            try expectEqual(again.checkpoint, nil, "the checkpoint")
            try expectEqual(again.lane, job.lane, "the lane in the end")
            try expectEqual(again.attempt, 1, "failed attempts")
        },
        StoreCase("A call that was settled is in doubt no more, whatever ends the job afterwards") { bench in
            for (outcome, state) in [(Outcome.fail(.oops), JobState.failed), (.cancelled, .cancelled)] {
                let id = try await bench.enqueue(bench.job())
                let job = try await bench.claimOne()
                _ = try await bench.store.beginDoubt(job.fence)
                _ = try await bench.store.checkpoint(job.fence, Checkpoint(text: nil, isStep: false, isDurable: true))
                try await bench.finish(job, outcome, isDurable: true)
                try expectEqual(try await bench.row(id).state, state, "the state after \(outcome)")
            }
        },
        StoreCase("Jobs in doubt are found among others, whatever their state") { bench in
            let settled = try await bench.enqueue(bench.job("s", "create"))
            try await bench.finish(try await bench.claimOne())
            var doubtful: [JobID] = []
            for outcome in [Outcome.snooze(until: bench.now + .seconds(60)), .quarantine(.oops)] {
                doubtful.append(try await bench.enqueue(bench.job("s", "create")))
                let job = try await bench.claimOne()
                _ = try await bench.store.beginDoubt(job.fence)
                try await bench.finish(job, outcome, isDurable: true, keepsDoubt: true)
            }
            let unbegun = try await bench.enqueue(bench.job("s", "create"))
            func ids(_ filter: JobFilter) async throws -> [JobID] {
                try await bench.store.jobs(matching: filter).map(\.row.id)
            }
            try expectEqual(try await ids(JobFilter(inDoubt: true)), doubtful.reversed(), "jobs in doubt")
            try expectEqual(
                try await ids(JobFilter(states: [.waiting], inDoubt: true)), [doubtful[0]], "waiting jobs in doubt")
            try expectEqual(
                try await ids(JobFilter()), [unbegun, doubtful[1], doubtful[0], settled], "all jobs")
        },
        StoreCase("A job that is called off while nobody knows what became of its call waits for a person") { bench in
            let id = try await bench.enqueue(bench.job())
            let job = try await bench.claimOne()
            _ = try await bench.store.beginDoubt(job.fence)
            try await bench.crash()
            try await bench.finish(try await bench.claimOne(), .cancelled)
            try expectEqual(try await bench.row(id).state, .quarantined, "the state")
            try expectEqual(try await bench.row(id).failure, .inDoubt, "the reason")
        },
    ]
}
