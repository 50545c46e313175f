import Logging
import Synchronization

/// Keeps the worker from claiming while something outside the store is in the way, such as a full disk.
final class ClaimGate: Sendable {
    private let obstacle: @Sendable () async -> String?
    private let logger: Logger
    private let isClosed = Mutex(false)

    /// - Parameter obstacle: What is in the way now, in words; `nil` when nothing is.
    init(obstacle: @escaping @Sendable () async -> String?, logger: Logger) {
        self.obstacle = obstacle
        self.logger = logger
    }

    /// Whether jobs may be claimed now. The log hears of it when that changes, not each time.
    func isOpen() async -> Bool {
        let reason = await obstacle()
        let hasChanged = isClosed.withLock { isClosed in
            defer { isClosed = reason != nil }
            return isClosed != (reason != nil)
        }
        if hasChanged {
            if let reason {
                logger.warning(
                    "No jobs are claimed for now; running ones go on. It is looked again each second.",
                    metadata: ["reason": "\(reason)"])
            } else {
                logger.notice("Jobs are claimed again.")
            }
        }
        return reason == nil
    }
}
