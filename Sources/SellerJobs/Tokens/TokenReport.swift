package import JobModel
package import JobStore
package import Logging
package import Ports
import SellingPartner
import ServiceLifecycle
import Synchronization

/// Writes into the store which access tokens the worker holds, for whoever looks: never the tokens.
package final class TokenReport: Service {
    /// The most tokens that one write tells of; the rest waits for the next.
    private static let batch = 1000

    private let worker: WorkerID
    private let keeper: AuthorizationKeeper
    private let store: any JobStore
    private let timekeeper: any Timekeeper
    private let interval: Duration
    private let logger: Logger
    /// What could not be written yet, by key; `nil` stands for a token that is gone.
    private let pending = Mutex<[String: TokenRow?]>([:])
    private let isInTrouble = Mutex(false)

    /// Creates a report.
    ///
    /// - Parameters:
    ///   - worker: Who holds them.
    ///   - interval: The least time between two writes; a second unless time is accelerated.
    package init(
        of worker: WorkerID, keeper: AuthorizationKeeper, store: any JobStore, timekeeper: any Timekeeper,
        interval: Duration = .seconds(1), logger: Logger
    ) {
        self.worker = worker
        self.keeper = keeper
        self.store = store
        self.timekeeper = timekeeper
        self.interval = interval
        self.logger = logger
    }

    /// Reports until the task is cancelled or the service is asked to stop, and says in the end that nothing is held.
    package func run() async throws {
        do {
            try await cancelWhenGracefulShutdown {
                while true {
                    try await self.timekeeper.sleep(for: self.interval)
                    await self.tell()
                }
            }
        } catch is CancellationError {
            // The normal end.
        }
        do {
            try await store.clearTokens(of: worker)
        } catch {
            logger.warning(
                "The store still tells of tokens that this worker held; the next worker removes them.",
                metadata: ["reason": "\(error)"])
        }
    }

    /// Writes what has changed since the last time.
    package func tell() async {
        let changes = await keeper.tokenChanges(of: worker, limit: Self.batch)
        let rows = pending.withLock { pending in
            for row in changes.held { pending.updateValue(row, forKey: row.key) }
            for key in changes.gone { pending.updateValue(nil, forKey: key) }
            defer { pending = [:] }
            return pending
        }
        guard !rows.isEmpty else { return }
        do {
            try await store.saveTokens(
                rows.values.compactMap(\.self), gone: rows.filter { $0.value == nil }.map(\.key), of: worker)
            isInTrouble.withLock { $0 = false }
        } catch {
            // Newer news of the same tokens has not come meanwhile: there is only one report.
            pending.withLock { $0 = rows }
            let isNew = isInTrouble.withLock { isInTrouble in
                defer { isInTrouble = true }
                return !isInTrouble
            }
            if isNew {
                logger.warning(
                    "Which tokens are held could not be stored; it is tried again.", metadata: ["reason": "\(error)"])
            }
        }
    }
}
