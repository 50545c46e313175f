import JobModel
package import JobStore
package import Logging
package import Ports
import ServiceLifecycle
import Synchronization

/// Tells of authorizations that must be renewed: once when 30 days are left, and once when the last day has passed.
package final class RenewalWatch: Service {
    private let store: any JobStore
    private let directory: DirectoryHolder
    private let timekeeper: any Timekeeper
    private let interval: Duration
    private let logger: Logger
    /// What this process has told of each seller. The store knows what others have told.
    private let told = Mutex<[AuthorizationKey: String]>([:])

    /// Creates a watch.
    ///
    /// - Parameter interval: How often it looks; an hour by default.
    package init(
        store: any JobStore, directory: DirectoryHolder, timekeeper: any Timekeeper,
        interval: Duration = .seconds(3600), logger: Logger
    ) {
        self.store = store
        self.directory = directory
        self.timekeeper = timekeeper
        self.interval = interval
        self.logger = logger
    }

    /// Looks at once, so that a worker which only drains a queue warns too.
    package func begin() async {
        do {
            try await look()
        } catch is CancellationError {
            // The worker stops.
        } catch {
            logger.error("Renewals that are due could not be told.", metadata: ["reason": "\(error)"])
        }
    }

    /// Looks now and then until the task is cancelled or the service is asked to stop.
    package func run() async throws {
        do {
            try await cancelWhenGracefulShutdown {
                while true {
                    try await self.timekeeper.sleep(for: self.interval)
                    await self.begin()
                }
            }
        } catch is CancellationError {
            // The normal end.
        }
    }

    private func look() async throws {
        let now = Timestamp(microseconds: timekeeper.wallMicroseconds())
        for (key, seller) in directory.current.sellers.sorted(by: { $0.key < $1.key }) {
            guard let warning = seller.renewal?.warning(at: now), told.withLock({ $0[key] }) != warning else {
                continue
            }
            try await store.tell(SellerRemark(key: key, kind: "renewalDue", message: warning))
            told.withLock { $0[key] = warning }
            logger.warning(
                "\(warning)", metadata: ["seller": "\(key.seller)", "region": "\(key.region)"])
        }
    }
}
