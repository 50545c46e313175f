import JobModel
import JobStore

extension StoreConformance {
    static let deadlineCases: [StoreCase] = [
        StoreCase("A waiting job fails when its deadline passes") { bench in
            var job = bench.job()
            job.runAt = bench.now + .seconds(100)
            job.deadline = bench.now + .seconds(10)
            let id = try await bench.enqueue(job)
            try expectEqual(try await bench.nextDue(), job.deadline, "the next instant that matters")
            bench.advance(.seconds(10))
            try expectEqual(try await bench.claim(), [], "a claim at the deadline")
            let row = try await bench.row(id)
            try expectEqual(row.state, .failed, "the state")
            try expectEqual(row.failure?.kind, "deadlineExceeded", "the reason")
            try expectEqual(try await bench.store.attempts(of: id).map(\.outcome), ["fail"], "the history")
            try expectEqual(try await bench.store.counts(), [.failed: 1], "the counts")
            bench.advance(.seconds(100))
            _ = try await bench.claim()
            try expectEqual(try await bench.nextDue(), nil, "the next instant when nothing waits")
        },
        StoreCase("Parked and paused jobs fail at their deadline too") { bench in
            var ids: [JobID] = []
            for seller in ["a", "b"] {
                var job = bench.job(seller)
                job.deadline = bench.now + .seconds(10)
                ids.append(try await bench.enqueue(job))
            }
            try await bench.store.change(AuthorizationChange(key: bench.key("a"), state: .revoked))
            try await bench.store.pause(application: "main", reason: "upkeep", actor: "me")
            bench.advance(.seconds(11))
            _ = try await bench.claim()
            for id in ids { try expectEqual(try await bench.row(id).state, .failed, "the state of job \(id)") }
        },
        StoreCase("A run that ends late counts, but the job is not run again after its deadline") { bench in
            var job = bench.job()
            job.deadline = bench.now + .seconds(10)
            let good = try await bench.enqueue(job)
            let bad = try await bench.enqueue(job)
            let claimed = try await bench.claim()
            bench.advance(.seconds(20))
            for job in claimed { try await bench.finish(job, job.id == good ? .succeeded(JobResult()) : .retry(.oops)) }
            try expectEqual(try await bench.row(good).state, .succeeded, "the state of the one that succeeded")
            try expectEqual(try await bench.row(bad).state, .failed, "the state of the one that would run again")
            try expectEqual(try await bench.row(bad).failure?.kind, "deadlineExceeded", "the reason")
        },
        StoreCase("Many deadlines at once are worked off by claims that follow each other") { bench in
            var job = bench.job()
            job.runAt = bench.now + .seconds(100)
            job.deadline = bench.now + .seconds(10)
            try await bench.enqueue(450, job)
            bench.advance(.seconds(10))
            for _ in 0..<10 {
                guard let due = try await bench.nextDue(), due <= bench.now else { break }
            }
            try expectEqual(try await bench.store.counts(), [.failed: 450], "the counts")
        },
    ]

    static let uniqueKeyCases: [StoreCase] = [
        StoreCase("An open job keeps others of its seller with its key out") { bench in
            var job = bench.job("a")
            job.uniqueKey = "sync"
            let id = try await bench.enqueue(job)
            try expectEqual(try await bench.store.enqueue([job]), [.duplicate(id)], "a second one")
            let claimed = try await bench.claimOne()
            try expectEqual(try await bench.store.enqueue([job]), [.duplicate(id)], "one beside the running one")
            var other = bench.job("b")
            other.uniqueKey = "sync"
            try await bench.enqueue(other)
            var different = job
            different.uniqueKey = "other"
            try await bench.enqueue(different)
            try await bench.finish(claimed)
            try await bench.enqueue(job)
        },
        StoreCase("A key holds across operations of the seller, and inside one batch") { bench in
            var job = bench.job("a", "first")
            job.uniqueKey = "sync"
            var second = bench.job("a", "second")
            second.uniqueKey = "sync"
            let answers = try await bench.store.enqueue([job, second, job])
            try expectEqual(
                answers, [.new(answers[0].id), .duplicate(answers[0].id), .duplicate(answers[0].id)], "a batch")
            try expectEqual(try await bench.store.counts(), [.waiting: 1], "the counts")
        },
        StoreCase("A quarantined job holds its key until somebody acts; a cancelled one lets go") { bench in
            var job = bench.job()
            job.uniqueKey = "feed"
            let id = try await bench.enqueue(job)
            try await bench.finish(try await bench.claimOne(), .quarantine(.oops))
            try expectEqual(try await bench.store.enqueue([job]), [.duplicate(id)], "beside the quarantined one")
            try expectEqual(try await bench.store.cancel([id]), [.cancelled], "the answer")
            try await bench.enqueue(job)
        },
        StoreCase("A window covers jobs that ended inside it") { bench in
            var job = bench.job()
            job.uniqueKey = "daily"
            job.uniqueFor = .seconds(3600)
            let id = try await bench.enqueue(job)
            try await bench.completeAll()
            bench.advance(.seconds(3599))
            try expectEqual(try await bench.store.enqueue([job]), [.duplicate(id)], "inside the window")
            var elsewhere = bench.job("other")
            (elsewhere.uniqueKey, elsewhere.uniqueFor) = (job.uniqueKey, job.uniqueFor)
            try await bench.enqueue(elsewhere)
            bench.advance(.seconds(2))
            try await bench.enqueue(job)
        },
        StoreCase("Jobs without a seller have keys of their own") { bench in
            let lane = LaneKey(application: "main", operation: "grantless")
            var job = NewJob(
                kind: "request", lane: lane, plan: StoreBench.plenty, authorization: nil, operation: "grantless")
            job.uniqueKey = "k"
            let id = try await bench.enqueue(job)
            try expectEqual(try await bench.store.enqueue([job]), [.duplicate(id)], "a second one")
            var other = bench.job("a")
            other.uniqueKey = "k"
            try await bench.enqueue(other)
        },
    ]
}
