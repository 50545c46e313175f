import JobModel
import JobStore

extension StoreConformance {
    static let recoveryCases: [StoreCase] = [
        StoreCase("Jobs of a dead worker run again, and its runs write nothing any more") { bench in
            let ids = try await bench.store.enqueue([bench.job("a"), bench.job("b")]).map(\.id)
            let lost = try await bench.claim()
            let recovery = try await bench.crash()
            try expectEqual(recovery.requeued, 2, "jobs that run again")
            try expectEqual(recovery.quarantined, 0, "quarantined jobs")
            try expectEqual(try await bench.store.counts(), [.waiting: 2], "the counts")
            try expect(!(try await bench.finish(lost[0])), "a dead run's end was taken")
            try expectEqual(try await bench.store.authorizations().map(\.running), [0, 0], "runs of the sellers")
            let again = try await bench.completeAll()
            try expectEqual(Set(again.map(\.id)), Set(ids), "jobs that ran")
            try expect(again.allSatisfy { $0.fence.run == 2 && $0.attempt == 0 }, "a crash cost an attempt")
            try expectEqual(
                try await bench.store.attempts(of: ids[0]).map(\.outcome), ["lost", "succeeded"], "the history")
        },
        StoreCase("The worker's own jobs are not taken back") { bench in
            try await bench.enqueue(1, bench.job())
            let job = try await bench.claimOne()
            try expectEqual(try await bench.store.recover(as: bench.worker), Recovery(), "the recovery")
            try expect(try await bench.finish(job), "the run had lost its job")
        },
        StoreCase("Jobs that were running in a crash are claimed one at a time, others beside them") { bench in
            let suspects = Set(try await bench.store.enqueue((0..<3).map { bench.job("s\($0)") }).map(\.id))
            _ = try await bench.claim()
            try await bench.crash()
            let fresh = Set(try await bench.store.enqueue((0..<3).map { bench.job("s\($0)") }).map(\.id))
            for round in 0..<3 {
                let jobs = try await bench.claim()
                try expectEqual(jobs.count { suspects.contains($0.id) }, 1, "suspects in claim \(round)")
                try expectEqual(jobs.count { fresh.contains($0.id) }, round == 0 ? 3 : 0, "others in claim \(round)")
                try expectEqual(try await bench.claim(), [], "a claim while a suspect runs")
                try await bench.complete(jobs)
            }
            try expectEqual(try await bench.store.counts(), [.succeeded: 6], "the counts")
        },
        StoreCase("A parked suspect does not keep the others from running") { bench in
            for seller in ["gone", "here"] { try await bench.enqueue(1, bench.job(seller)) }
            _ = try await bench.claim()
            try await bench.crash()
            try await bench.store.change(AuthorizationChange(key: bench.key("gone"), state: .revoked))
            try expectEqual(try await bench.claim().map(\.authorization?.seller), ["here"], "who runs")
        },
        StoreCase("A suspect that waits for a shared limit names the instant") { bench in
            try await bench.enqueue(1, bench.job("s", applicationRate: 0.5))
            let job = try await bench.claimOne()
            bench.send(job)
            try await bench.crash()
            let due = try await bench.nextDue()
            try expect(due.map { $0 > bench.now } ?? false, "due is \(String(describing: due)), now \(bench.now)")
        },
        StoreCase("A job that crashes its worker three times is quarantined") { bench in
            let id = try await bench.enqueue(bench.job())
            for crash in 1...3 {
                _ = try await bench.claimOne()
                bench.advance(.seconds(1))
                let recovery = try await bench.crash()
                try expectEqual(recovery.quarantined, crash == 3 ? 1 : 0, "quarantined jobs after crash \(crash)")
            }
            let row = try await bench.row(id)
            try expectEqual(row.state, .quarantined, "the state")
            try expectEqual(row.failure?.kind, "crashed", "the reason")
            try expectEqual(try await bench.claim(), [], "a claim")
            try expectEqual(try await bench.store.counts(), [.quarantined: 1], "the counts")
            try expectEqual(
                try await bench.store.retry([id], confirmed: true), [.reopened(droppedDeadline: nil)], "the answer")
            try await bench.completeAll()
            try expectEqual(try await bench.row(id).state, .succeeded, "the state in the end")
        },
        StoreCase("A job whose last crash left a call in doubt says so") { bench in
            let id = try await bench.enqueue(bench.job())
            for crash in 1...3 {
                let job = try await bench.claimOne()
                if crash == 3 { _ = try await bench.store.beginDoubt(job.fence) }
                bench.advance(.seconds(1))
                try await bench.crash()
            }
            let failure = try await bench.row(id).failure
            try expectEqual(failure?.kind, "crashed", "the reason")
            try expect(
                failure?.message.contains("took effect") ?? false, "the message is \(failure?.message ?? "none")")
        },
        StoreCase("A completed step clears a job of suspicion") { bench in
            let id = try await bench.enqueue(bench.job())
            for _ in 0..<5 {
                let job = try await bench.claimOne()
                _ = try await bench.store.checkpoint(job.fence, Checkpoint(text: "step", isDurable: false))
                bench.advance(.seconds(1))
                try await bench.crash()
                try expectEqual(try await bench.row(id).crashes, 1, "crashes since the step")
            }
            try expectEqual(try await bench.row(id).state, .waiting, "the state")
        },
        StoreCase("A run that ends by itself clears its job of suspicion; one that is stopped does not") { bench in
            let id = try await bench.enqueue(bench.job())
            _ = try await bench.claimOne()
            try await bench.crash()
            try await bench.finish(try await bench.claimOne(), .interrupted)
            try expectEqual(try await bench.row(id).crashes, 1, "crashes after an interruption")
            try await bench.finish(try await bench.claimOne(), .retry(.oops), unit: 0)
            try expectEqual(try await bench.row(id).crashes, 0, "crashes after an end")
            try expect(try await !bench.row(id).isSuspect, "the job is still suspect")
        },
        StoreCase("A running job that was to be cancelled is cancelled by the crash") { bench in
            let id = try await bench.enqueue(bench.job())
            _ = try await bench.claimOne()
            _ = try await bench.store.cancel([id])
            try await bench.crash()
            try expectEqual(try await bench.row(id).state, .cancelled, "the state")
        },
        StoreCase("A permit whose use is unknown counts as used") { bench in
            try await bench.enqueue(5, bench.job(plan: LanePlan(rate: 0.1, burst: 4)))
            try expectEqual(try await bench.claim().count, 3, "jobs before the crash")
            try await bench.crash()
            try expectEqual(try await bench.lane().limiter.reserved, 0, "permits that are out")
            try expectEqual(try await bench.lane().limiter.arrival, bench.now + .seconds(30), "when the bucket is full")
        },
        StoreCase("Waiting lists are forgotten with the worker", rules: QueueRules(perAuthorization: 1)) { bench in
            for lane in 0..<4 { try await bench.enqueue(2, bench.job("s", "op\(lane)")) }
            _ = try await bench.claim()
            try await bench.crash()
            try expectEqual(try await bench.completeAll().count, 8, "jobs that ran")
        },
    ]

    static let doubtCases: [StoreCase] = [
        StoreCase("Doubt about a call survives a crash and is settled by a completed step") { bench in
            try await bench.enqueue(1, bench.job())
            let first = try await bench.claimOne()
            try expect(!first.isInDoubt, "a new job is in doubt")
            try expect(try await bench.store.beginDoubt(first.fence), "the run had lost its job")
            try await bench.crash()
            let second = try await bench.claimOne()
            try expect(second.isInDoubt, "the doubt is gone")
            _ = try await bench.store.checkpoint(second.fence, Checkpoint(text: "found", isDurable: true))
            try await bench.finish(second, .interrupted)
            try expect(try await !bench.claimOne().isInDoubt, "the doubt was not settled")
        },
        StoreCase("A run that is stopped or fails in the midst of a call leaves the doubt") { bench in
            for outcome in [Outcome.interrupted, .retry(.oops)] {
                let id = try await bench.enqueue(bench.job())
                let job = try await bench.claimOne()
                _ = try await bench.store.beginDoubt(job.fence)
                try await bench.finish(job, outcome, unit: 0, isDurable: true)
                let next = try await bench.claimOne()
                try expect(next.isInDoubt, "after \(outcome) the doubt is gone")
                try expectEqual(next.id, id, "the job")
                try await bench.finish(next)
            }
        },
        StoreCase("A job in doubt that can have no other run waits for a person") { bench in
            let ends: [(Outcome, (inout NewJob) -> Void, cancels: Bool)] = [
                (.retry(.oops), { $0.maxAttempts = 1 }, false),
                (.retry(.oops), { [deadline = bench.now + .seconds(1)] in $0.deadline = deadline }, false),
                (.interrupted, { _ in }, true),
            ]
            for (outcome, change, cancels) in ends {
                var new = bench.job()
                change(&new)
                let id = try await bench.enqueue(new)
                let job = try await bench.claimOne()
                _ = try await bench.store.beginDoubt(job.fence)
                if cancels { _ = try await bench.store.cancel([id]) }
                if new.deadline != nil { bench.advance(.seconds(2)) }
                try await bench.finish(job, outcome, isDurable: true)
                try expectEqual(try await bench.row(id).state, .quarantined, "the state after \(outcome)")
                try expectEqual(try await bench.row(id).failure, .inDoubt, "the reason")
            }
        },
        StoreCase("A run that asks about the call and is held up leaves the doubt") { bench in
            for outcome in [Outcome.throttled(.lane, .tooMany), .snooze(until: bench.now), .park(.oops)] {
                try await bench.enqueue(1, bench.job())
                let job = try await bench.claimOne()
                _ = try await bench.store.beginDoubt(job.fence)
                try await bench.crash()
                try await bench.finish(try await bench.claimOne(), outcome)
                bench.advance(.seconds(3600))
                let next = try await bench.claimOne()
                try expect(next.isInDoubt, "after \(outcome) the doubt is gone")
                try await bench.finish(next)
            }
        },
        StoreCase("A refusal answers for the call of its own run") { bench in
            try await bench.enqueue(1, bench.job())
            let job = try await bench.claimOne()
            _ = try await bench.store.beginDoubt(job.fence)
            bench.send(job)
            try await bench.finish(job, .throttled(.lane, .tooMany), isDurable: true)
            bench.advance(.seconds(3600))
            try expect(try await !bench.claimOne().isInDoubt, "a call that was refused is still in doubt")
        },
    ]
}
