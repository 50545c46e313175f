import JobModel
import JobStore

/// What follows the success of a schedule's job.
extension StoreConformance {
    private static let chain = #"{"run":"next"}"#

    static let chainCases: [StoreCase] = [
        StoreCase("A success puts in the job that makes what follows, in the same transaction") { bench in
            let key = try await bench.planChain(chain)
            let due = bench.now
            bench.advance(.seconds(5))
            let before = try await bench.fireAndClaim(key)
            try await bench.fill(before, reaching: nil)
            try expectEqual(try await bench.claim().count, 0, "jobs before the success")
            try await bench.finish(before)
            let job = try await bench.claimOne()
            try expectEqual(job.kind, ChainJob.kind, "the kind")
            try expectEqual(job.operation, "sync", "the definition that it follows")
            try expectEqual(job.authorization, bench.key("acme"), "the authorization")
            try expectEqual(job.lane.operation, ChainJob.lane, "the lane")
            try expectEqual(
                job.parameters,
                #"{"job":\#(before.id),"scheduledAt":"\#(due.iso8601)","then":{"run":"next"}}"#, "the parameters")
            try expectEqual(job.schedule, nil, "what a schedule knows of it")
            try expectEqual(try await bench.claim().count, 0, "other jobs")
            try await bench.finish(job)
            try expectEqual(try await bench.claim().count, 0, "jobs that follow the chain's own job")
            // Neither of them keeps the lane of the other busy.
            try expectEqual(try await bench.record(before.id).lane.running, 0, "runs of the first lane")
            try expectEqual(try await bench.record(job.id).lane.running, 0, "runs of the chain's lane")
        },
        StoreCase("The job that makes what follows carries the result, also when the job before has been deleted") {
            bench in
            for (result, options) in [
                (JobResult(bytes: 9, inline: "{\"a\": 1}\n"), #"{"hasResult":true}"#),
                (
                    JobResult(bytes: 9, path: "a \"b\"\\c\t/ü.json"),
                    #"{"hasResult":true,"path":"a \"b\"\\c\u0009/ü.json"}"#
                ),
                (JobResult(bytes: 0), #"{"hasResult":true}"#),
            ] {
                let key = try await bench.planChain(chain)
                let before = try await bench.fireAndClaim(key)
                try await bench.fill(before, reaching: nil)
                try await bench.finish(before, .succeeded(result))
                bench.advance(.seconds(7 * 86_400))
                _ = try await bench.store.prune(Retention())
                try expect(try await bench.store.job(before.id) == nil, "the job before is still there")
                let job = try await bench.claimOne()
                try expectEqual(job.body, result.inline, "the result that was kept with the job")
                try expectEqual(job.options, options, "the options")
                try await bench.finish(job)
            }
        },
        StoreCase("Nothing follows a failure, an attempt that is tried again, or the end of a lost run") { bench in
            let key = try await bench.planChain(chain)
            try await bench.runSchedule(key, reaching: nil, .fail(.oops))
            try await bench.runSchedule(key, reaching: nil, .cancelled)
            try expectEqual(try await bench.claim().count, 0, "jobs after a failure and a cancellation")
            let job = try await bench.fireAndClaim(key)
            try await bench.crash()
            try expect(!(try await bench.finish(job)), "a lost run ended the job")
            let again = try await bench.claimOne()
            try expectEqual(again.id, job.id, "the job that runs again")
            try expectEqual(try await bench.claim().count, 0, "jobs beside it")
        },
        StoreCase("Planning again changes what follows, and a run by hand brings it along") { bench in
            let key = try await bench.planChain(chain)
            try expectEqual(try await bench.row(key).chain, chain, "what follows")
            try await bench.store.planSchedules([bench.plan(key, at: bench.now)], complete: nil)
            try expectEqual(try await bench.row(key).chain, nil, "what follows when nothing does any more")
            try await bench.runSchedule(key, reaching: nil)
            try expectEqual(try await bench.claim().count, 0, "jobs that follow")
            let other = bench.schedule("b")
            let fire = HandFire(key: other, job: bench.job("b"), chain: chain)
            _ = try await bench.store.fireByHand([fire], isForced: false, actor: "test")
            try await bench.finish(try await bench.claimOne())
            try expectEqual(try await bench.claim().map(\.kind), [ChainJob.kind], "what follows a run by hand")
        },
        StoreCase("Jobs that follow go in with the chain's checkpoint, and belong to the row of their definition") {
            bench in
            let chainJob = try await bench.beginChain(chain)
            let next = bench.schedule("acme", of: "next")
            try await bench.store.planSchedules([bench.plan(next, at: nil)], complete: nil)
            let jobs = Array(repeating: bench.job(of: next, at: bench.now), count: 3)
            try expect(
                try await bench.store.follow(
                    chainJob.fence, next, application: "main", jobs: jobs,
                    Checkpoint(text: "three", progress: "{\"jobs\":3}", isStep: false, isDurable: true)),
                "the run was lost")
            try expectEqual(try await bench.row(chainJob.id).checkpoint, "three", "the checkpoint")
            try expectEqual(try await bench.row(chainJob.id).progress, "{\"jobs\":3}", "the progress")
            let claimed = try await bench.claim()
            try expectEqual(claimed.count, 3, "jobs that follow")
            try expectEqual(
                claimed.first?.schedule, ScheduledRun(definition: "next", scheduledAt: bench.now, isTemplate: true),
                "what they are told")
            try expectEqual(try await bench.row(next).lastJob, claimed.map(\.id).max(), "the last job of the row")
            // A lost run makes nothing, and the next one knows what was made.
            try await bench.crash()
            try expect(
                !(try await bench.store.follow(
                    chainJob.fence, next, application: "main", jobs: jobs, Checkpoint(text: "six", isDurable: true))),
                "a lost run went on")
            let all = try await bench.completeAll()
            try expectEqual(all.count, 4, "the three jobs and the chain's")
            try expectEqual(
                all.filter { $0.kind == ChainJob.kind }.map(\.checkpoint), ["three"], "what the next run knows")
        },
        StoreCase("Jobs may follow that nobody has planned, and be followed in their turn") { bench in
            let chainJob = try await bench.beginChain(chain)
            let next = bench.schedule("acme", of: "next")
            try expect(
                try await bench.store.follow(
                    chainJob.fence, next, application: "main", jobs: [bench.job(of: next, isTemplate: false)],
                    Checkpoint(text: nil, isDurable: true)), "the run was lost")
            var plan = bench.plan(next, at: nil)
            plan.chain = #"{"run":"last"}"#
            try await bench.store.planSchedules([plan], complete: nil)
            try await bench.finish(chainJob)
            try await bench.finish(try await bench.claimOne())
            let jobs = try await bench.claim()
            try expectEqual(jobs.map(\.kind), [ChainJob.kind], "what follows")
            try expectEqual(jobs.map(\.operation), ["next"], "the definition that it follows")
        },
        StoreCase("A chain's job rests while the definition that it runs is paused, and goes on when it is resumed") {
            bench in
            let chainJob = try await bench.beginChain(chain)
            let (next, other) = (bench.schedule("acme", of: "next"), bench.schedule("acme", of: "other"))
            try await bench.store.planSchedules([bench.plan(next, at: nil), bench.plan(other, at: nil)], complete: nil)
            try expect(!(try await bench.store.restChain(chainJob.fence, behind: next)), "it rests for no reason")
            try await bench.pause(next, "r")
            try await bench.pause(other, "r")
            try expect(try await bench.store.restChain(chainJob.fence, behind: next), "it does not rest")
            try await bench.finish(chainJob, .snooze(until: bench.now))
            try expectEqual(try await bench.record(chainJob.id).label, .paused, "the label")
            bench.advance(.seconds(7 * 86_400))
            try expectEqual(try await bench.claim().count, 0, "jobs while it is paused")
            try await bench.pause(other, nil)
            try expectEqual(try await bench.claim().count, 0, "jobs when another definition is resumed")
            try await bench.pause(next, nil)
            let again = try await bench.claimOne()
            try expectEqual(again.id, chainJob.id, "the job that goes on")
            try expect(!(try await bench.store.restChain(again.fence, behind: next)), "it rests though it is resumed")
            // The run of before is lost, which ends it.
            try expect(try await bench.store.restChain(chainJob.fence, behind: next), "a lost run went on")
            try await bench.finish(again)
            try expectEqual(try await bench.record(again.id).lane.running, 0, "runs of the lane in which it rested")
        },
    ]
}

extension StoreBench {
    /// Plans a schedule that is due at once and is followed by something.
    fileprivate func planChain(_ chain: String) async throws -> ScheduleKey {
        let key = schedule()
        var plan = plan(key, at: now)
        plan.chain = chain
        try await store.planSchedules([plan], complete: nil)
        return key
    }

    /// Lets a schedule's job succeed and takes the job that makes what follows.
    fileprivate func beginChain(_ chain: String) async throws -> ClaimedJob {
        try await runSchedule(try await planChain(chain), reaching: nil)
        return try await claimOne()
    }

    /// Pauses or resumes a definition for all sellers.
    fileprivate func pause(_ key: ScheduleKey, _ reason: String?) async throws {
        _ = try await store.pauseSchedules(
            key.definition, seller: nil, region: nil, reason: reason, actor: "anna")
    }
}
