import JobModel
import JobStore

// Figures that a look tells.
extension StoreConformance {
    static let figureCases: [StoreCase] = [
        StoreCase("The figures of an empty queue are zero, and proof that it takes writes changes nothing") { bench in
            let mark = try await bench.store.changeMark()
            try await bench.store.prove()
            try await bench.store.prove()
            try expectEqual(try await bench.store.changeMark(), mark, "the mark of changes")
            try expectEqual(try await bench.store.oldestReady(now: bench.now), nil, "the oldest ready job")
            let figures = try await bench.store.figures()
            try expectEqual(figures.parkedJobs, 0, "parked jobs")
            try expectEqual(figures.pausedJobs, 0, "paused jobs")
        },
        StoreCase("The oldest ready job is the one that has been due longest and could be claimed") { bench in
            let start = bench.now
            var late = bench.job("late")
            late.runAt = start + .seconds(1000)
            try await bench.enqueue(late)
            try expectEqual(try await bench.store.oldestReady(now: bench.now), nil, "while it is not due")
            try await bench.enqueue(bench.job("parked"))
            try await bench.store.change(
                AuthorizationChange(key: bench.key("parked"), state: .revoked, failure: .oops))
            bench.advance(.seconds(5))
            let since = bench.now
            try await bench.enqueue(3, bench.job("acme"))
            bench.advance(.seconds(7))
            try await bench.enqueue(bench.job("other"))
            try expectEqual(try await bench.store.oldestReady(now: bench.now), since, "the oldest")
            try await bench.store.pause(application: "main", reason: "r", actor: "a")
            try expectEqual(try await bench.store.oldestReady(now: bench.now), nil, "while the application is paused")
            try await bench.store.pause(application: "main", reason: nil, actor: "a")
            try await bench.completeAll()
            try expectEqual(try await bench.store.oldestReady(now: bench.now), nil, "when all are done")
        },
        StoreCase("Parked jobs are those of sellers that are out, and those of paused ones are counted apart") {
            bench in
            for seller in ["gone", "wrong", "paused", "fine"] { try await bench.enqueue(3, bench.job(seller)) }
            try await bench.enqueue(2, bench.job("gone", "other"))
            try await bench.store.change(AuthorizationChange(key: bench.key("gone"), state: .revoked, failure: .oops))
            try await bench.store.change(
                AuthorizationChange(key: bench.key("wrong"), state: .misconfigured, failure: .oops))
            try await bench.store.pause(bench.key("paused"), reason: "r", actor: "a")
            let figures = try await bench.store.figures()
            try expectEqual(figures.parkedJobs, 8, "parked jobs")
            try expectEqual(figures.pausedJobs, 3, "paused jobs")
            try await bench.store.pause(bench.key("wrong"), reason: "r", actor: "a")
            try expectEqual(try await bench.store.figures().parkedJobs, 5, "parked jobs of sellers that are not paused")
            try expectEqual(try await bench.store.figures().pausedJobs, 6, "paused jobs of a seller that is out")
            try await bench.store.pause(bench.key("wrong"), reason: nil, actor: "a")
            try await bench.store.pause(bench.key("paused"), reason: nil, actor: "a")
            try await bench.store.change(AuthorizationChange(key: bench.key("gone"), state: .active))
            try expectEqual(try await bench.store.figures().parkedJobs, 3, "afterwards")
            try expectEqual(try await bench.store.figures().pausedJobs, 0, "paused ones afterwards")
        },
    ]
}
