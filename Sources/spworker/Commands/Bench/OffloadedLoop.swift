import Synchronization

/// A loop that blocks, on a thread of its own.
enum OffloadedLoop {
    /// Runs a loop that asks now and then whether it is to stop, which it is when the task is cancelled.
    static func run<Value: Sendable>(
        _ body: @escaping @Sendable (_ isStopped: @Sendable () -> Bool) throws -> Value
    ) async throws -> Value {
        let stop = Stop()
        return try await withTaskCancellationHandler {
            try await Offload.run { try body { stop.isRaised } }
        } onCancel: {
            stop.raise()
        }
    }

    private final class Stop: Sendable {
        private let flag = Mutex(false)

        var isRaised: Bool { flag.withLock { $0 } }

        func raise() { flag.withLock { $0 = true } }
    }
}
