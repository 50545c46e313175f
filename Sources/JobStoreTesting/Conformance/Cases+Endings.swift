import JobModel
import JobStore

extension StoreConformance {
    static let endingCases: [StoreCase] = [
        StoreCase("A run with a false fence writes nothing") { bench in
            let id = try await bench.enqueue(bench.job())
            let claimed = try await bench.claimOne()
            let before = try await bench.row(id)
            for fence in [
                RunFence(job: id, run: 2, worker: bench.worker), RunFence(job: id, run: 1, worker: WorkerID("other")),
                RunFence(job: JobID(999), run: 1, worker: bench.worker),
            ] {
                let end = RunEnd(
                    .fail(.oops), of: claimed.with(fence), now: bench.now, policy: RetryPolicy(), unit: 0,
                    isDurable: false)
                try expect(!(try await bench.store.finish(end)), "a finish with \(fence) was taken")
                try expect(
                    !(try await bench.store.checkpoint(fence, Checkpoint(text: "x", isDurable: true))),
                    "a checkpoint with \(fence) was taken")
                try expect(!(try await bench.store.beginDoubt(fence)), "a doubt with \(fence) was taken")
                try expectEqual(try await bench.store.permit(fence), .lost, "a permit with \(fence)")
                bench.store.note(.sent(fence, at: bench.now))
                bench.store.note(.rate(fence, perSecond: 1))
            }
            try await bench.settle()
            try expectEqual(try await bench.row(id), before, "the job")
            try expect(try await bench.finish(claimed), "the rightful run was refused")
        },
        StoreCase("A run ends once") { bench in
            let id = try await bench.enqueue(bench.job())
            let claimed = try await bench.claimOne()
            try expect(try await bench.finish(claimed, .retry(.oops)), "the first end was refused")
            try expect(!(try await bench.finish(claimed)), "a second end was taken")
            try expectEqual(try await bench.row(id).state, .waiting, "the state")
            try expectEqual(try await bench.row(id).attempt, 1, "failed attempts")
            try expectEqual(try await bench.store.counts(), [.waiting: 1], "the counts")
        },
        StoreCase("Failed attempts are counted, pause the job and end it when they are used up") { bench in
            var job = bench.job()
            job.maxAttempts = 3
            let id = try await bench.enqueue(job)
            for attempt in 1...3 {
                let claimed = try await bench.claimOne()
                try expectEqual(claimed.fence.run, attempt, "the run's number")
                try expectEqual(claimed.attempt, attempt - 1, "failed attempts before")
                try await bench.finish(claimed, .retry(.oops), unit: 0.5)
                if attempt < 3 {
                    let row = try await bench.row(id)
                    try expectEqual(row.runAt, bench.now + .seconds(attempt), "the next time")
                    try expectEqual(row.failure, .oops, "the reason")
                    try expectEqual(try await bench.record(id).label, .retrying, "the label")
                    try expectEqual(try await bench.claim(), [], "a claim during the pause")
                    bench.advance(.seconds(attempt))
                }
            }
            try expectEqual(try await bench.row(id).state, .failed, "the state")
            let history = try await bench.store.attempts(of: id)
            try expectEqual(history.map(\.outcome), ["retry", "retry", "failed"], "the history")
            try expectEqual(history.map(\.run), [1, 2, 3], "the runs")
            try expectEqual(history.first?.failure, .oops, "the first reason")
        },
        StoreCase("Ends that are nobody's fault spend no attempt") { bench in
            let id = try await bench.enqueue(bench.job())
            let outcomes: [Outcome] = [
                .snooze(until: bench.now + .seconds(1)), .throttled(.lane, .tooMany), .park(.oops), .interrupted,
                .throttled(.application, .tooMany),
            ]
            for outcome in outcomes {
                try await bench.finish(try await bench.claimOne(), outcome)
                bench.advance(.seconds(3600))
            }
            let row = try await bench.row(id)
            try expectEqual(row.attempt, 0, "failed attempts")
            try expectEqual(row.run, outcomes.count, "runs")
            try expectEqual(
                try await bench.store.attempts(of: id).map(\.outcome),
                ["snooze", "throttled", "park", "interrupted", "throttled"], "the history")
        },
        StoreCase("A snoozed job comes back at its time") { bench in
            let id = try await bench.enqueue(bench.job())
            let until = bench.now + .seconds(15)
            try await bench.finish(try await bench.claimOne(), .snooze(until: until))
            try expectEqual(try await bench.record(id).label, .snoozed, "the label")
            try expectEqual(try await bench.nextDue(), until, "the next time")
            bench.advance(.seconds(15))
            try expectEqual(try await bench.claim().map(\.id), [id], "a claim then")
        },
        StoreCase("A waiting job that is cancelled never runs") { bench in
            let id = try await bench.enqueue(bench.job())
            try expectEqual(try await bench.store.cancel([id, JobID(99)]), [.cancelled, .unknown], "the answers")
            try expectEqual(try await bench.claim(), [], "a claim")
            try expectEqual(try await bench.row(id).state, .cancelled, "the state")
            try expectEqual(try await bench.store.cancel([id]), [.ended(.cancelled)], "a second request")
            try expectEqual(try await bench.store.counts(), [.cancelled: 1], "the counts")
        },
        StoreCase("A running job that is cancelled is named to its worker and does not run again") { bench in
            let ids = try await bench.store.enqueue([bench.job(), bench.job(), bench.job()]).map(\.id)
            let claimed = try await bench.claim()
            try expectEqual(try await bench.store.cancel(ids), Array(repeating: .requested, count: 3), "the answers")
            let requests = try await bench.store.cancelRequests(worker: bench.worker)
            try expectEqual(Set(requests), Set(claimed.map(\.fence)), "the requests")
            try expectEqual(try await bench.store.cancelRequests(worker: WorkerID("other")), [], "another's requests")
            try await bench.finish(claimed[0], .cancelled)
            try await bench.finish(claimed[1], .retry(.oops))
            try await bench.finish(claimed[2])
            let states = [try await bench.row(ids[0]), try await bench.row(ids[1]), try await bench.row(ids[2])].map(
                \.state)
            try expectEqual(states, [.cancelled, .cancelled, .succeeded], "the states")
            try expectEqual(try await bench.store.cancelRequests(worker: bench.worker), [], "requests afterwards")
        },
        StoreCase("Ended jobs are reopened as the rules allow") { bench in
            var keyed = bench.job()
            keyed.uniqueKey = "k"
            keyed.maxAttempts = 1
            let failed = try await bench.enqueue(keyed)
            try await bench.finish(try await bench.claimOne(), .retry(.oops))
            let quarantined = try await bench.enqueue(bench.job())
            try await bench.finish(try await bench.claimOne(), .quarantine(.oops))
            let succeeded = try await bench.enqueue(bench.job())
            try await bench.completeAll()
            let open = try await bench.enqueue(bench.job())
            let answers = try await bench.store.retry([quarantined, succeeded, open, JobID(99)], confirmed: false)
            try expectEqual(answers, [.needsConfirmation, .succeeded, .open(.waiting), .unknown], "the answers")
            let rival = try await bench.enqueue(keyed)
            try expectEqual(
                try await bench.store.retry([failed], confirmed: true), [.duplicate(rival)], "beside a rival")
            _ = try await bench.store.cancel([rival])
            try expectEqual(
                try await bench.store.retry([failed, quarantined], confirmed: true),
                [.reopened(droppedDeadline: nil), .reopened(droppedDeadline: nil)],
                "the answers")
            let row = try await bench.row(failed)
            try expectEqual(row.state, .waiting, "the state")
            try expectEqual(row.attempt, 0, "failed attempts")
            try expectEqual(row.failure, nil, "the reason")
            try expectEqual(
                Set(try await bench.claim().map(\.id)), [failed, quarantined, open], "what is claimed then")
        },
        StoreCase("A job that is reopened after its deadline has no deadline any more") { bench in
            var job = bench.job()
            job.deadline = bench.now + .seconds(1)
            let id = try await bench.enqueue(job)
            bench.advance(.seconds(2))
            _ = try await bench.claim()
            try expectEqual(
                try await bench.store.retry([id], confirmed: false), [.reopened(droppedDeadline: job.deadline)],
                "the answer")
            try expectEqual(try await bench.claim().map(\.id), [id], "what is claimed then")
        },
    ]
}

extension ClaimedJob {
    /// The same job as another run would hold it.
    fileprivate func with(_ fence: RunFence) -> ClaimedJob {
        ClaimedJob(
            fence: fence, kind: kind, lane: lane, authorization: authorization, operation: operation,
            parameters: parameters, body: body, options: options, output: output, attempt: attempt,
            maxAttempts: maxAttempts, deadline: deadline, createdAt: createdAt, checkpoint: checkpoint,
            isInDoubt: isInDoubt)
    }
}
