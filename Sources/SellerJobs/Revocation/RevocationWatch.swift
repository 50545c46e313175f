import JobStore
package import Logging
package import Ports
import ServiceLifecycle

/// Confirms suspicions, asks whether an outage is over, and tries sellers anew that are out, each when it is due.
package struct RevocationWatch: Service {
    private let keeper: AuthorizationKeeper
    private let timekeeper: any Timekeeper
    private let interval: Duration
    private let logger: Logger

    /// Creates a watch.
    ///
    /// - Parameter interval: How often it looks; a second unless time is accelerated.
    package init(
        keeper: AuthorizationKeeper, timekeeper: any Timekeeper, interval: Duration = .seconds(1), logger: Logger
    ) {
        self.keeper = keeper
        self.timekeeper = timekeeper
        self.interval = interval
        self.logger = logger
    }

    /// Watches until the task is cancelled or the service is asked to stop.
    package func run() async throws {
        do {
            try await cancelWhenGracefulShutdown { try await watch() }
        } catch is CancellationError {
            // The normal end.
        }
    }

    private func watch() async throws {
        while true {
            do {
                try await keeper.settleSuspicions()
            } catch let error as StoreError {
                // A store whose caller is cancelled says so in words of its own.
                try Task.checkCancellation()
                logger.error("Suspect sellers could not be looked at.", metadata: ["reason": "\(error)"])
            }
            try await timekeeper.sleep(for: interval)
        }
    }
}
