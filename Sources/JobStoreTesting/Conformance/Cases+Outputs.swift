import JobModel
import JobStore

/// What jobs have written outside the store.
extension StoreConformance {
    static let outputCases: [StoreCase] = [
        StoreCase("What a run has written is kept with its end: whose it is, where it is and how it is known") {
            bench in
            try await bench.enqueue(bench.job("s"))
            let job = try await bench.claimOne()
            bench.advance(.seconds(3))
            try await finish(bench, job, [output("/out/a.json", modifiedAt: .distantPast)])
            let row = OutputRow(
                id: 1, jobID: job.id, seller: "s", location: "/out/a.json", bytes: 3, sha256: "abc",
                modifiedAt: .distantPast, writtenAt: bench.now)
            try expectEqual(try await bench.store.outputs(of: job.id), [row], "the job's outputs")
            try expectEqual(try await due(bench), [], "outputs from before now")
            bench.advance(.seconds(1))
            try expectEqual(try await due(bench), [row], "outputs that are older")
            try expectEqual(try await bench.store.outputs(of: JobID(job.id.value + 1)), [], "those of no job")
        },
        StoreCase("A job without outputs leaves nothing, and one of no seller has outputs of nobody") { bench in
            try await bench.enqueue(bench.job())
            try await bench.completeAll()
            let lane = LaneKey(application: "main", operation: "op")
            try await bench.enqueue(
                NewJob(
                    kind: "request", lane: lane, plan: StoreBench.plenty, authorization: nil, operation: "op"))
            try await finish(bench, try await bench.claimOne(), [output("s3://bucket/a")])
            bench.advance(.seconds(1))
            let rows = try await due(bench)
            try expectEqual(rows.map(\.location), ["s3://bucket/a"], "the outputs")
            try expectEqual(rows.map(\.seller), [nil], "their sellers")
        },
        StoreCase("An output is kept with a checkpoint too, and once however often it is told") { bench in
            try await bench.enqueue(bench.job())
            let job = try await bench.claimOne()
            let checkpoint = Checkpoint(
                text: "c", isDurable: false, outputs: [output("/out/a.json", bytes: 9, isPlaced: false)])
            try expectEqual(try await bench.store.checkpoint(job.fence, checkpoint), true, "whether it is kept")
            try expectEqual(
                try await bench.store.outputs(of: job.id).map(\.bytes), [9], "sizes before the end")
            bench.advance(.seconds(1))
            try await finish(bench, job, [output("/out/a.json"), output("/out/b.json")])
            let rows = try await bench.store.outputs(of: job.id)
            try expectEqual(rows.map(\.location), ["/out/a.json", "/out/b.json"], "the outputs")
            try expectEqual(rows.map(\.bytes), [3, 3], "their sizes")
            try expectEqual(rows.map(\.writtenAt), [bench.now, bench.now], "when they were told")
        },
        StoreCase("What a lost run has written is not kept") { bench in
            try await bench.enqueue(bench.job())
            let job = try await bench.claimOne()
            try await bench.crash()
            let checkpoint = Checkpoint(text: nil, isDurable: false, outputs: [output("/out/a.json")])
            try expectEqual(try await bench.store.checkpoint(job.fence, checkpoint), false, "the checkpoint")
            try expectEqual(try await finish(bench, job, [output("/out/b.json")]), false, "the end")
            try expectEqual(try await bench.store.outputs(of: job.id), [], "the outputs")
        },
        StoreCase("An output takes the place of another job's when it is there, not while it is about to be") { bench in
            try await bench.enqueue(2, bench.job())
            let jobs = try await bench.claim(2)
            try await finish(bench, jobs[0], [output("/out/a.json")])
            let plan = Checkpoint(
                text: nil, isDurable: false, outputs: [output("/out/a.json", isPlaced: false)])
            _ = try await bench.store.checkpoint(jobs[1].fence, plan)
            try expectEqual(try await bench.store.outputs(of: jobs[0].id).count, 1, "the first job's outputs before")
            try await finish(bench, jobs[1], [output("/out/a.json")])
            try expectEqual(try await bench.store.outputs(of: jobs[0].id), [], "the first job's outputs afterwards")
            try expectEqual(try await bench.store.outputs(of: jobs[1].id).count, 1, "the second job's outputs")
        },
        StoreCase("Outputs of one place on two machines are two, and the older one is due when the younger is gone") {
            bench in
            try await bench.enqueue(3, bench.job())
            let jobs = try await bench.claim(3)
            for (job, host) in zip(jobs, ["one", "two", "one"]) {
                bench.advance(.seconds(1))
                try await finish(bench, job, [output("/out/a.json", host: host)])
            }
            bench.advance(.seconds(1))
            try expectEqual(try await bench.store.outputs(of: jobs[0].id), [], "what was written over")
            try expectEqual(try await bench.store.outputs(of: jobs[1].id).map(\.host), ["two"], "the other machine's")
            let rows = try await due(bench)
            try expectEqual(rows.map(\.jobID), [jobs[2].id], "what is due")
            try expectEqual(try await bench.store.forget(rows), 1, "outputs that are forgotten")
            try expectEqual(try await due(bench).map(\.jobID), [jobs[1].id], "what is due then")
        },
        StoreCase("Outputs of open and quarantined jobs are not due, those of ended and deleted ones are") { bench in
            try await bench.enqueue(5, bench.job())
            let jobs = try await bench.claim(5)
            let outcomes: [Outcome] = [
                .succeeded(JobResult()), .fail(.oops), .quarantine(.oops), .snooze(until: bench.now + .seconds(9)),
            ]
            for (index, outcome) in outcomes.enumerated() {
                try await finish(bench, jobs[index], [output("/out/\(index)")], outcome)
            }
            let half = Checkpoint(text: nil, isDurable: false, outputs: [output("/out/4", isPlaced: false)])
            _ = try await bench.store.checkpoint(jobs[4].fence, half)
            bench.advance(.seconds(40 * 86_400))
            try expectEqual(try await due(bench).map(\.location), ["/out/0", "/out/1"], "what is due")
            try expectEqual(try await bench.store.prune(Retention()), 2, "jobs that are deleted")
            try expectEqual(try await due(bench).map(\.location), ["/out/0", "/out/1"], "what is due without them")
        },
        StoreCase("Outputs of which something is still to be made are not due, however long that rests") { bench in
            let key = bench.schedule()
            var plan = bench.plan(key, at: bench.now)
            plan.chain = #"{"run":"next"}"#
            try await bench.store.planSchedules([plan], complete: nil)
            let job = try await bench.fireAndClaim(key)
            try await bench.fill(job, reaching: nil)
            try await finish(bench, job, [output("/out/a.json")], .succeeded(JobResult(bytes: 3, path: "a.json")))
            let row = try await bench.store.outputs(of: job.id)
            let chainJob = try await bench.claimOne()
            try expectEqual(row.map(\.reader), [chainJob.id], "who needs it")
            bench.advance(.seconds(90 * 86_400))
            _ = try await bench.store.prune(Retention())
            try expect(try await bench.store.job(job.id) == nil, "the job before is still there")
            try expectEqual(try await due(bench), [], "what is due while the chain rests")
            try await bench.finish(chainJob)
            try expectEqual(try await due(bench), row, "what is due when it has ended")
            bench.advance(.seconds(90 * 86_400))
            _ = try await bench.store.prune(Retention())
            try expectEqual(try await due(bench), row, "what is due when it is gone")
        },
        StoreCase("Due outputs come in pages, the oldest first") { bench in
            try await bench.enqueue(7, bench.job())
            for (index, job) in try await bench.claim(7).enumerated() {
                // Two each are of the same instant.
                if index % 2 == 0 { bench.advance(.seconds(1)) }
                try await finish(bench, job, [output("/out/\(index)")])
            }
            bench.advance(.seconds(1))
            var mark = OutputMark.start
            var found: [String] = []
            while true {
                let rows = try await bench.store.outputs(writtenBefore: bench.now, after: mark, limit: 3)
                found += rows.map(\.location)
                guard let last = rows.last else { break }
                mark = last.mark
            }
            try expectEqual(found, (0..<7).map { "/out/\($0)" }, "the outputs")
        },
        StoreCase("Outputs are forgotten, but for those that were written again since they were looked at") { bench in
            try await bench.enqueue(2, bench.job())
            let jobs = try await bench.claim(2)
            try await finish(bench, jobs[0], [output("/out/a"), output("/out/b")])
            bench.advance(.seconds(1))
            let rows = try await due(bench)
            try await finish(bench, jobs[1], [output("/out/b")])
            try expectEqual(try await bench.store.forget(rows), 1, "outputs that are forgotten")
            try expectEqual(try await bench.store.forget(rows), 0, "outputs the second time")
            bench.advance(.seconds(1))
            try expectEqual(try await due(bench).map(\.jobID), [jobs[1].id], "whose is left")
        },
        StoreCase("An output that the same job writes again stays, although it was looked at before") { bench in
            try await bench.enqueue(bench.job())
            let first = try await bench.claimOne()
            try await finish(bench, first, [output("/out/a")], .fail(.oops))
            bench.advance(.seconds(1))
            let rows = try await due(bench)
            _ = try await bench.store.retry([first.id], confirmed: false)
            try await finish(bench, try await bench.claimOne(), [output("/out/a")])
            try expectEqual(try await bench.store.forget(rows), 0, "outputs that are forgotten")
            try expectEqual(try await bench.store.outputs(of: first.id).count, 1, "the job's outputs")
        },
    ]

    private static func output(
        _ location: String, bytes: Int = 3, modifiedAt: Timestamp? = nil, host: String? = nil, isPlaced: Bool = true
    ) -> WrittenOutput {
        WrittenOutput(
            location: location, bytes: bytes, sha256: "abc", modifiedAt: modifiedAt, host: host, isPlaced: isPlaced)
    }

    @discardableResult
    private static func finish(
        _ bench: StoreBench, _ job: ClaimedJob, _ outputs: [WrittenOutput],
        _ outcome: Outcome = .succeeded(JobResult())
    ) async throws -> Bool {
        try await bench.store.finish(
            RunEnd(
                outcome, of: job, now: bench.now, policy: RetryPolicy(), unit: 0.5, isDurable: false, outputs: outputs))
    }

    private static func due(_ bench: StoreBench) async throws -> [OutputRow] {
        try await bench.store.outputs(writtenBefore: bench.now, after: .start, limit: 100)
    }
}
