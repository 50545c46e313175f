import JobModel
import JobStore

extension StoreConformance {
    static let jobCases: [StoreCase] = [
        StoreCase("A job that is put in is claimed once, runs and succeeds") { bench in
            var job = bench.job()
            job.parameters = #"{"a":1}"#
            let id = try await bench.enqueue(job)
            try expectEqual(try await bench.record(id).label, .ready, "the label of a new job")
            let claimed = try await bench.claimOne()
            try expectEqual(claimed.fence, RunFence(job: id, run: 1, worker: bench.worker), "the fence")
            try expectEqual(claimed.parameters, job.parameters, "the parameters")
            try expectEqual(claimed.lane, job.lane, "the lane")
            try expectEqual(claimed.authorization, job.authorization, "the authorization")
            try expectEqual(claimed.attempt, 0, "failed attempts")
            try expectEqual(try await bench.claim(), [], "a second claim")
            bench.send(claimed)
            let result = JobResult(status: 200, bytes: 7, sha256: "ab", path: "x.json", inline: "{}", pages: 2)
            try expect(try await bench.finish(claimed, .succeeded(result)), "the run had lost its job")
            let row = try await bench.row(id)
            try expectEqual(row.state, .succeeded, "the state")
            try expectEqual(row.result, result, "the result")
            try expectEqual(row.finishedAt, bench.now, "the end")
            try expectEqual(try await bench.store.attempts(of: id), [], "history of a first success")
            try expectEqual(try await bench.store.counts(), [.succeeded: 1], "the counts")
        },
        StoreCase("Jobs of a lane come by priority, then time, then number") { bench in
            let start = bench.now
            var expected: [(Int, Int, JobID)] = []
            for (priority, seconds) in [(5, 3), (1, 9), (9, 0), (1, 4), (5, 3), (0, 8), (9, 1)] {
                var job = bench.job()
                job.priority = priority
                job.runAt = start + .seconds(seconds)
                expected.append((priority, seconds, try await bench.enqueue(job)))
            }
            bench.advance(.seconds(10))
            let order = try await bench.claim().map(\.id)
            try expectEqual(order, expected.sorted { $0 < $1 }.map(\.2), "the order")
        },
        StoreCase("An urgent job of the future does not hide a due one behind it") { bench in
            var urgent = bench.job()
            urgent.priority = 0
            urgent.runAt = bench.now + .seconds(60)
            let later = try await bench.enqueue(urgent)
            var slow = bench.job()
            slow.priority = 9
            let due = try await bench.enqueue(slow)
            try expectEqual(try await bench.claim().map(\.id), [due], "what is due")
            try expectEqual(try await bench.nextDue(), urgent.runAt, "when the urgent one is due")
            bench.advance(.seconds(60))
            try expectEqual(try await bench.claim().map(\.id), [later], "what is due a minute later")
        },
        StoreCase("A job waits for its time, and the claim says when that is") { bench in
            var job = bench.job()
            job.runAt = bench.now + .seconds(30)
            let id = try await bench.enqueue(job)
            let early = try await bench.store.claim(ClaimRequest(worker: bench.worker, limit: 5))
            try expectEqual(early, Claim(jobs: [], nextDue: job.runAt), "a claim before the time")
            try expectEqual(try await bench.record(id).label, .scheduled, "the label")
            bench.advance(.seconds(30))
            try expectEqual(try await bench.claim().map(\.id), [id], "a claim at the time")
            try expectEqual(try await bench.nextDue(), nil, "the next time when nothing waits")
        },
        StoreCase("A claim takes no more than its limit") { bench in
            for seller in ["a", "b", "c"] { try await bench.enqueue(5, bench.job(seller)) }
            for limit in [0, 1, 2, 7] {
                try expectEqual(try await bench.claim(limit).count, limit, "jobs of a claim for \(limit)")
            }
            try expectEqual(try await bench.claim().count, 5, "the rest")
        },
        StoreCase("Numbers rise in the order of a batch and are never used again") { bench in
            let ids = try await bench.store.enqueue((0..<20).map { bench.job("s\($0 % 3)") }).map(\.id)
            try expectEqual(ids, ids.sorted(), "the order")
            try expectEqual(Set(ids).count, 20, "different numbers")
            try await bench.completeAll()
            bench.advance(.seconds(10 * 86_400))
            _ = try await bench.store.prune(Retention())
            let next = try await bench.enqueue(bench.job())
            try expect(next > ids[19], "number \(next) was used before")
        },
        StoreCase("What is put in comes out unchanged, whatever it holds") { bench in
            var job = bench.job("Größe 株式会社 '; DROP TABLE job; --", "op/ü")
            job.kind = "k"
            job.parameters = #"{"name":"Ünïcode 🦉","quote":"'\""}"#
            job.options = "{\"nul\":\"\u{0}inside\"}"
            job.body = String(repeating: "line\r\n\u{0}é🙂", count: 5000)
            job.output = "out/{seller}/ä.json"
            job.maxAttempts = 3
            job.deadline = bench.now + .seconds(3600)
            let id = try await bench.enqueue(job)
            let content = try await bench.record(id).content
            try expect(content?.body == job.body, "the body changed")
            let claimed = try await bench.claimOne()
            try expect(claimed.body == job.body, "the claimed body changed")
            try expectEqual(claimed.parameters, job.parameters, "the parameters")
            try expectEqual(claimed.options, job.options, "the options")
            try expectEqual(claimed.output, job.output, "the output")
            try expectEqual(claimed.maxAttempts, 3, "the attempts allowed")
            try expectEqual(claimed.deadline, job.deadline, "the deadline")
            try expectEqual(claimed.createdAt, bench.now, "the creation")
            let text = "after \u{0} ÿ"
            _ = try await bench.store.checkpoint(claimed.fence, Checkpoint(text: text, isDurable: false))
            try await bench.finish(claimed, .succeeded(JobResult(bytes: 1, inline: text)))
            try expectEqual(try await bench.row(id).checkpoint, text, "the checkpoint")
            try expectEqual(try await bench.row(id).result?.inline, text, "the inline result")
        },
        StoreCase("Odd numbers are brought into bounds") { bench in
            var job = bench.job(plan: LanePlan(rate: .nan, burst: -4))
            job.priority = 99
            job.maxAttempts = 0
            job.runAt = Timestamp(microseconds: .min)
            let id = try await bench.enqueue(job)
            try expectEqual(try await bench.row(id).priority, 9, "the priority")
            try expectEqual(try await bench.row(id).maxAttempts, 1, "the attempts allowed")
            job.priority = -1
            job.runAt = Timestamp(microseconds: .max)
            let never = try await bench.enqueue(job)
            try expectEqual(try await bench.row(never).priority, 0, "the priority")
            try expectEqual(try await bench.claim().map(\.id), [id], "what is due")
        },
    ]
}
