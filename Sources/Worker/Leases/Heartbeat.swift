import JobModel
import JobStore
import Logging
import Ports

/// Keeps the worker's row: others see by it that the worker lives, and whether it stops.
struct Heartbeat: Sendable {
    let id: WorkerID
    let startedAt: Timestamp
    let options: WorkerOptions
    let store: any JobStore
    let timekeeper: any Timekeeper
    let logger: Logger
    let isDraining: @Sendable () -> Bool
    /// What is in the way of claiming, in words.
    let obstacle: @Sendable () -> String?
    /// Told of each renewal, with the instant from which the lease runs.
    let onBeat: @Sendable (Timestamp) -> Void

    /// Says that the worker is there.
    ///
    /// - Throws: `StoreError`.
    func announce() async throws {
        let now = Timestamp(microseconds: timekeeper.wallMicroseconds())
        try await store.heartbeat(
            WorkerRow(
                id: id, host: options.host, pid: options.pid, version: options.version, startedAt: startedAt,
                leaseUntil: now + options.lease, isDraining: isDraining(), obstacle: obstacle()))
        onBeat(now)
    }

    /// Says so again; trouble with the store is only logged.
    func renew() async {
        do {
            try await announce()
        } catch {
            logger.error("The heartbeat could not be stored.", metadata: ["reason": "\(error)"])
        }
    }

    /// Says so four times in each lease until the task is cancelled.
    func run() async throws {
        while !Task.isCancelled {
            try await timekeeper.sleep(for: options.lease / 4)
            await renew()
        }
    }
}
