import Logging
import ServiceLifecycle
import Synchronization

/// What a signal asks of the worker.
enum WorkerSignal: Sendable {
    /// To read configuration and secrets again.
    case reload
    /// To stop in good order, or at once when it has been asked before.
    case stop
}

/// Turns signals into what the worker understands.
final class SignalWatch<Signals: AsyncSequence & Sendable>: Service
where Signals.Element == WorkerSignal, Signals.Failure == Never {
    /// Whether a reload is under way, and whether another was asked for meanwhile.
    private enum Reloading {
        case no, underWay, again
    }

    private let signals: Signals
    private let logger: Logger
    private let drain: @Sendable () -> Void
    private let stopNow: @Sendable () -> Void
    private let reload: @Sendable () async -> Void
    private let stops = Mutex(0)
    private let reloading = Mutex(Reloading.no)

    /// Creates a watch over signals that have been trapped since the program began: one that came early waits there.
    init(
        signals: Signals, logger: Logger, drain: @escaping @Sendable () -> Void,
        stopNow: @escaping @Sendable () -> Void, reload: @escaping @Sendable () async -> Void
    ) {
        self.signals = signals
        self.logger = logger
        self.drain = drain
        self.stopNow = stopNow
        self.reload = reload
    }

    /// Whether a second signal stopped all runs at once.
    var wasForced: Bool { stops.withLock { $0 > 1 } }

    func run() async throws {
        await cancelWhenGracefulShutdown {
            await withDiscardingTaskGroup { group in
                for await signal in self.signals {
                    switch signal {
                    case .reload:
                        // Beside this loop: a slow reload must not keep it from hearing that the worker shall stop.
                        if self.beginReload() { group.addTask { await self.reloadUntilQuiet() } }
                    case .stop: self.stop()
                    }
                }
                group.cancelAll()
            }
        }
    }

    private func stop() {
        let count = stops.withLock { stops in
            stops += 1
            return stops
        }
        if count == 1 {
            logger.info("A signal asks the worker to stop; a second one stops it at once.")
            drain()
        } else {
            stopNow()
        }
    }

    /// Returns whether a reload must be started. One that is under way may have read the files before they changed: it
    /// is followed by another.
    private func beginReload() -> Bool {
        reloading.withLock { reloading in
            defer { reloading = reloading == .no ? .underWay : .again }
            return reloading == .no
        }
    }

    private func reloadUntilQuiet() async {
        repeat { await reload() } while isAskedAgain()
    }

    private func isAskedAgain() -> Bool {
        reloading.withLock { reloading in
            defer { reloading = reloading == .again ? .underWay : .no }
            return reloading == .again && !Task.isCancelled
        }
    }
}
