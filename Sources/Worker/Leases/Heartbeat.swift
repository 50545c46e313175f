import JobModel
import JobStore
import Logging
import Ports

/// Tells the store, and by it everybody else, that the worker is alive.
struct Heartbeat: Sendable {
    let worker: WorkerID
    let startedAt: Timestamp
    let options: WorkerOptions
    let store: any JobStore
    let timekeeper: any Timekeeper
    let logger: Logger

    /// Announces the worker, or renews its lease.
    func beat(isDraining: Bool) async throws {
        let now = Timestamp(microseconds: timekeeper.wallMicroseconds())
        try await store.heartbeat(
            WorkerRow(
                id: worker, host: options.host, pid: options.pid, version: options.version, startedAt: startedAt,
                leaseUntil: now + options.lease, isDraining: isDraining))
    }

    /// Beats four times a lease until it is cancelled; what cannot be stored is tried again with the next beat.
    func run(isDraining: @Sendable () -> Bool) async throws {
        while !Task.isCancelled {
            try await timekeeper.sleep(for: options.lease / 4)
            do {
                try await beat(isDraining: isDraining())
            } catch let error as StoreError {
                logger.error("The heartbeat could not be stored.", metadata: ["reason": "\(error)"])
            }
        }
    }
}
