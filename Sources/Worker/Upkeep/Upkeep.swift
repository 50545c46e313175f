import JobStore
import Logging
import Ports

/// Deletes what has been kept long enough, now and then.
struct Upkeep: Sendable {
    let store: any JobStore
    let retention: Retention
    let interval: Duration
    /// What else is to be tidied, outside the store.
    let alsoPrune: @Sendable () async -> Void
    let timekeeper: any Timekeeper
    let logger: Logger

    /// Goes on until it is cancelled.
    func run() async throws {
        while !Task.isCancelled {
            try await timekeeper.sleep(for: interval)
            do {
                let deleted = try await store.prune(retention)
                if deleted > 0 { logger.debug("Old rows were deleted.", metadata: ["rows": "\(deleted)"]) }
            } catch let error as StoreError {
                logger.error("Old rows could not be deleted.", metadata: ["reason": "\(error)"])
            }
            await alsoPrune()
        }
    }
}
