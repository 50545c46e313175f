import JobModel
import JobStore

/// What is kept of calls.
extension StoreConformance {
    static let lastCallCases: [StoreCase] = [
        StoreCase("What is known of a run's last call is kept with its attempt and with the job") { bench in
            let id = try await bench.enqueue(bench.job())
            let first = call(bench, status: 503, "r-1")
            try await bench.finish(try await bench.claimOne(), .retry(.oops), unit: 0, lastCall: first)
            try expectEqual(try await bench.row(id).lastCall, first, "the job's last call")
            try await bench.finish(try await bench.claimOne(), .snooze(until: bench.now))
            try expectEqual(try await bench.row(id).lastCall, first, "the last call after a run that made none")
            bench.advance(.seconds(1))
            let last = call(bench, status: 200, "r-2", rate: 0.5)
            try await bench.finish(try await bench.claimOne(), lastCall: last)
            try expectEqual(try await bench.row(id).lastCall, last, "the last call in the end")
            try expectEqual(
                try await bench.store.attempts(of: id).map(\.lastCall), [first, nil, last], "the attempts'")
        },
        StoreCase("A job that succeeds at once keeps its call without an attempt") { bench in
            let id = try await bench.enqueue(bench.job())
            let only = call(bench, status: 200, "r-1", rate: 2)
            try await bench.finish(try await bench.claimOne(), lastCall: only)
            try expectEqual(try await bench.row(id).lastCall, only, "the last call")
            try expectEqual(try await bench.store.attempts(of: id), [], "the attempts")
        },
        StoreCase("A run that is lost keeps the call that its last checkpoint told of, and not one of an earlier run") {
            bench in
            let id = try await bench.enqueue(bench.job())
            let job = try await bench.claimOne()
            let told = LastCall(startedAt: bench.now)
            _ = try await bench.store.checkpoint(
                job.fence, Checkpoint(text: "a", isDurable: false, lastCall: call(bench, status: 200, "r-1")))
            _ = try await bench.store.checkpoint(
                job.fence, Checkpoint(text: "b", isDurable: false, lastCall: told))
            _ = try await bench.store.checkpoint(job.fence, Checkpoint(text: "c", isDurable: false))
            try expectEqual(try await bench.row(id).lastCall, told, "the last call")
            try await bench.crash()
            bench.advance(.seconds(1))
            _ = try await bench.claimOne()
            try await bench.crash()
            try expectEqual(try await bench.store.attempts(of: id).map(\.lastCall), [told, nil], "the attempts'")
        },
    ]

    private static func call(_ bench: StoreBench, status: Int, _ id: String, rate: Double? = nil) -> LastCall {
        LastCall(
            startedAt: bench.now, endedAt: bench.now + .milliseconds(20), status: status, requestID: id,
            rateLimit: rate)
    }
}
