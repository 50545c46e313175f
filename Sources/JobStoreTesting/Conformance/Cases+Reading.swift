import JobModel
import JobStore

extension StoreConformance {
    static let inboxCases: [StoreCase] = [
        StoreCase("Rows of other programs become jobs, duplicates or answers that say why not") { bench in
            for seller in ["a", "a", "b", "c"] {
                try await bench.source.post(
                    bench.store, InboxRow(id: 0, seller: seller, operation: "op", uniqueKey: "k"))
            }
            let rows = try await bench.store.newInboxRows(limit: 3)
            try expectEqual(rows.map(\.seller), ["a", "a", "b"], "the oldest rows")
            try expectEqual(rows.map(\.kind), ["request", "request", "request"], "the kind when none is given")
            try expectEqual(try await bench.store.inboxCount(status: "new"), 4, "new rows")
            var job = bench.job("a")
            job.uniqueKey = "k"
            try await bench.store.settle([
                (rows[0].id, .accepted(job)), (rows[1].id, .accepted(job)),
                (rows[2].id, .rejected("No such operation.")),
            ])
            try expectEqual(try await bench.store.newInboxRows(limit: 9).map(\.seller), ["c"], "rows that are left")
            let answers = try await bench.store.inboxRows(status: nil, limit: 9)
            try expectEqual(
                answers.map(\.status), ["new", "rejected", "duplicate", "accepted"], "answers, newest first")
            let id = try await bench.claimOne().id
            try expectEqual(answers.map(\.jobID), [nil, nil, id, id], "the jobs")
            try expectEqual(answers[1].error, "No such operation.", "the reason")
            try expectEqual(try await bench.store.inboxRows(status: "duplicate", limit: 9).count, 1, "duplicates")
            try expectEqual(try await bench.store.inboxCount(status: "new"), 1, "new rows afterwards")
        }
    ]

    static let readingCases: [StoreCase] = [
        StoreCase("Kept counts are those of the jobs") { bench in
            for seller in 0..<3 { try await bench.enqueue(10, bench.job("s\(seller)")) }
            let outcomes: [Outcome] = [
                .succeeded(JobResult()), .fail(.oops), .quarantine(.oops), .cancelled, .retry(.oops), .park(.oops),
            ]
            let jobs = try await bench.claim(14)
            for (job, outcome) in zip(jobs, outcomes + outcomes) { try await bench.finish(job, outcome) }
            _ = try await bench.store.cancel([JobID(30), JobID(29)])
            _ = try await bench.store.retry([jobs[1].id, jobs[2].id], confirmed: true)
            let all = try await bench.store.jobs(matching: JobFilter(limit: 1000))
            try expectEqual(all.count, 30, "jobs")
            let real = all.reduce(into: [JobState: Int]()) { $0[$1.row.state, default: 0] += 1 }
            try expectEqual(try await bench.store.counts(), real, "the counts")
        },
        StoreCase("Jobs are found by seller, state, kind, operation, age and page") { bench in
            for index in 0..<12 {
                var job = bench.job(index % 2 == 0 ? "even" : "odd", index < 6 ? "low" : "high")
                job.kind = index % 3 == 0 ? "report" : "request"
                job.runAt = bench.now + .seconds(1000)
                try await bench.enqueue(job)
                bench.advance(.seconds(1))
            }
            _ = try await bench.store.cancel([JobID(1), JobID(2), JobID(3)])
            func ids(_ filter: JobFilter) async throws -> [Int64] {
                try await bench.store.jobs(matching: filter).map(\.row.id.value)
            }
            try expectEqual(try await ids(JobFilter(limit: 4)), [12, 11, 10, 9], "the newest")
            try expectEqual(try await ids(JobFilter(beforeID: JobID(9), limit: 2)), [8, 7], "the next page")
            try expectEqual(try await ids(JobFilter(states: [.cancelled])), [3, 2, 1], "by state")
            try expectEqual(
                try await ids(JobFilter(states: [.waiting], seller: "odd", operation: "low")), [6, 4], "by seller")
            try expectEqual(try await ids(JobFilter(kind: "report")), [10, 7, 4, 1], "by kind")
            let cut = bench.now - .seconds(3)
            try expectEqual(try await ids(JobFilter(createdAfter: cut)), [12, 11, 10], "by age")
            try expectEqual(try await ids(JobFilter(createdBefore: cut, limit: 2)), [9, 8], "by age")
            try expectEqual(try await ids(JobFilter(seller: "nobody")), [], "a seller that is not there")
        },
        StoreCase("Lanes tell how many jobs wait and run") { bench in
            try await bench.enqueue(5, bench.job("s", "x"))
            try await bench.enqueue(2, bench.job("s", "y"))
            _ = try await bench.claim(3)
            let lanes = try await bench.store.lanes()
            try expectEqual(lanes.reduce(0) { $0 + $1.lane.running }, 3, "running jobs")
            try expectEqual(lanes.reduce(0) { $0 + $1.waiting }, 4, "waiting jobs")
            try expectEqual(try await bench.store.authorizations().map(\.running), [3], "the seller's runs")
        },
        StoreCase("Workers announce themselves, renew their lease and go") { bench in
            var row = WorkerRow(
                id: bench.worker, host: "h", pid: 7, version: "1.0", startedAt: bench.now,
                leaseUntil: bench.now + .seconds(45))
            try await bench.store.heartbeat(row)
            try expectEqual(try await bench.store.workers(), [row], "the workers")
            row.leaseUntil = bench.now + .seconds(90)
            row.isDraining = true
            row.obstacle = "The disk is full."
            try await bench.store.heartbeat(row)
            try expectEqual(try await bench.store.workers(), [row], "the workers after a beat")
            row.obstacle = nil
            try await bench.store.heartbeat(row)
            try expectEqual(try await bench.store.workers(), [row], "the workers when nothing is in the way any more")
            var dead = row
            dead.id = WorkerID("dead")
            dead.leaseUntil = bench.now - .seconds(1)
            try await bench.store.heartbeat(dead)
            _ = try await bench.store.recover(as: bench.worker)
            try expectEqual(try await bench.store.workers(), [row], "the workers after a recovery")
            try await bench.store.retire(bench.worker)
            try expectEqual(try await bench.store.workers(), [], "the workers in the end")
        },
        StoreCase("Events are read forwards from a number and backwards from the end") { bench in
            for seller in 0..<5 {
                try await bench.store.change(AuthorizationChange(key: bench.key("s\(seller)"), state: .revoked))
            }
            let first = try await bench.store.events(after: 0, limit: 2)
            try expectEqual(first.map(\.seller), ["s0", "s1"], "the first page")
            let rest = try await bench.store.events(after: first[1].id, limit: 9)
            try expectEqual(rest.map(\.seller), ["s2", "s3", "s4"], "the second page")
            try expectEqual(try await bench.store.latestEvents(limit: 2).map(\.seller), ["s4", "s3"], "the last ones")
            try expectEqual(rest.map(\.at), Array(repeating: bench.now, count: 3), "their time")
        },
        StoreCase("The change mark moves with what may let a worker do more, and rests otherwise") { bench in
            var mark = try await bench.store.changeMark()
            func moved() async throws -> Bool {
                let before = mark
                mark = try await bench.store.changeMark()
                return mark != before
            }
            try expect(try await !moved(), "it moved by itself")
            let id = try await bench.enqueue(bench.job())
            try expect(try await moved(), "it rested although a job came in")
            try await bench.store.change(AuthorizationChange(key: bench.key("acme"), state: .active))
            try expect(try await moved(), "it rested although a seller was released")
            _ = try await bench.store.cancel([id])
            try expect(try await moved(), "it rested although a job was cancelled")
            _ = try await bench.store.retry([id], confirmed: true)
            try expect(try await moved(), "it rested although a job was reopened")
            try await bench.source.post(bench.store, InboxRow(id: 0, operation: "op"))
            try expect(try await moved(), "it rested although the inbox has a new row")
            _ = try await bench.store.jobs(matching: JobFilter())
            try expect(try await !moved(), "it moved although nothing was written")
        },
        StoreCase("Nothing is found where nothing is") { bench in
            try expectEqual(try await bench.store.job(JobID(1)), nil, "a job")
            try expectEqual(try await bench.store.counts(), [:], "counts")
            try expectEqual(
                try await bench.store.claim(ClaimRequest(worker: bench.worker, limit: 9)), Claim(), "a claim")
            try expectEqual(try await bench.store.enqueue([]), [], "an empty batch")
        },
    ]
}
