import Dispatch
import Synchronization

/// Runs what tasks do piece by piece in the order in which the pieces come, on one thread. Whoever yields runs on after
/// everybody who could run by then.
final class OneAfterAnother: TaskExecutor {
    private let queue = DispatchQueue(label: "one after another")

    func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        queue.async { job.runSynchronously(on: self.asUnownedTaskExecutor()) }
    }
}

/// Counts what is under way.
final class Underway: Sendable {
    private let state = Mutex(0)

    var count: Int { state.withLock { $0 } }

    /// Counts `body` while it runs.
    func during<Value>(_ body: () async throws -> Value) async rethrows -> Value {
        state.withLock { $0 += 1 }
        defer { state.withLock { $0 -= 1 } }
        return try await body()
    }
}
