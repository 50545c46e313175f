package import JobModel
package import JobStore
import Synchronization

extension PostgresJobStore {
    /// A stream can be read once only, so it has a group of its own that is never tried again.
    package func enqueue(stream: @escaping @Sendable () throws -> NewJob?) async throws -> BulkEnqueued {
        let failure = Mutex<(any Error)?>(nil)
        do {
            return try await write(.wholeQueue, .enqueue, durable: true, wakes: true, alone: true, repeatable: false) {
                transaction in
                try transaction.enqueue {
                    do {
                        return try stream()
                    } catch {
                        failure.withLock { $0 = error }
                        throw error
                    }
                }
            }
        } catch {
            throw failure.withLock { $0 } ?? error
        }
    }
}
