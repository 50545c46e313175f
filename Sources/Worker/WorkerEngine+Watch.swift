import JobModel
import JobStore
import Logging
import Ports
import Synchronization

/// Looking around: what other programs have changed, whom they call off, and what they ask for.
extension WorkerEngine {
    /// Looks at the store for other programs' changes and requests, and at the clock for the next due lane.
    func watch() async throws {
        let desk = CommandDesk(
            worker: id,
            handlers: commands.merging([
                "drain": { _ in
                    self.drain()
                    return .done()
                }
            ]) { $1 },
            store: store, timekeeper: timekeeper, logger: logger)
        // Each request has a task of its own: a slow one holds nothing up, and none is left without its answer.
        try await withThrowingDiscardingTaskGroup { requests in
            try await watch(desk, &requests)
        }
    }

    private func watch(_ desk: CommandDesk, _ requests: inout ThrowingDiscardingTaskGroup<any Error>) async throws {
        let intake = Intake(admit: admit, store: store, timekeeper: timekeeper, metrics: metrics, logger: logger)
        var mark: Int64?
        while !Task.isCancelled {
            var hasMore = false
            do {
                let present = try await store.changeMark()
                if present != mark {
                    // One batch a turn: timers and cancellations must not wait for a long inbox.
                    hasMore = try await intake.takeIn()
                    let missed = try await passOnCancellations()
                    let asked = try await desk.takeIn()
                    for request in asked.requests { requests.addTask { await desk.answer(request) } }
                    post.yield(.wake)
                    // Only now: what failed half-way, and what came too early, is looked at again.
                    mark = missed || hasMore || asked.mayBeMore ? nil : present
                }
            } catch let error as StoreError {
                // A worker that ends breaks its reads off; nothing is wrong with the store.
                if Task.isCancelled { throw CancellationError() }
                logger.error("The store cannot be read; it is tried again.", metadata: ["reason": "\(error)"])
                try await timekeeper.sleep(for: .seconds(1))
            }
            let due = shared.withLock { $0.nextDue }
            var pause = options.poll
            if let due {
                pause = min(pause, due - now)
                if pause <= .zero {
                    shared.withLock { $0.nextDue = nil }
                    post.yield(.wake)
                    pause = options.poll
                }
            }
            if !hasMore { try await timekeeper.sleep(for: pause) }
        }
    }

    /// Stops the runs whose jobs somebody called off. Returns whether one of them has been claimed but not started yet.
    private func passOnCancellations() async throws -> Bool {
        var missed = false
        for fence in try await store.cancelRequests(worker: id) {
            if let stop = shared.withLock({ $0.runs[fence.job] }) {
                stop.raise(.cancelled)
            } else {
                missed = true
            }
        }
        return missed
    }
}
