import Logging
import Synchronization

/// Keeps the worker from claiming while something outside the store is in the way, such as a full disk.
final class ClaimGate: Sendable {
    /// What a look has shown.
    struct Look: Sendable {
        /// Whether jobs may be claimed now.
        let isOpen: Bool
        /// Whether that is other than at the look before.
        let hasChanged: Bool
    }

    private let obstacle: @Sendable () async -> String?
    private let logger: Logger
    private let last = Mutex<String?>(nil)

    /// - Parameter obstacle: What is in the way now, in words; `nil` when nothing is.
    init(obstacle: @escaping @Sendable () async -> String?, logger: Logger) {
        self.obstacle = obstacle
        self.logger = logger
    }

    /// What was in the way at the last look; `nil` when nothing was.
    var reason: String? { last.withLock { $0 } }

    /// Looks whether jobs may be claimed now. The log hears of it when that changes, not each time.
    func look() async -> Look {
        let reason = await obstacle()
        let hasChanged = last.withLock { last in
            defer { last = reason }
            return (last == nil) != (reason == nil)
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
        return Look(isOpen: reason == nil, hasChanged: hasChanged)
    }
}
