import Logging
import ServiceLifecycle
import Synchronization
import UnixSignals
import Worker

/// Turns signals into what the worker understands.
final class SignalWatch: Service {
    private let signals: UnixSignalsSequence
    private let engine: WorkerEngine
    private let logger: Logger
    private let reload: @Sendable () async -> Void
    private let stops = Mutex(0)

    /// Creates a watch over signals that have been trapped since the program began: one that came early waits there.
    init(
        signals: UnixSignalsSequence, engine: WorkerEngine, logger: Logger, reload: @escaping @Sendable () async -> Void
    ) {
        self.signals = signals
        self.engine = engine
        self.logger = logger
        self.reload = reload
    }

    /// Whether a second signal stopped all runs at once.
    var wasForced: Bool { stops.withLock { $0 > 1 } }

    func run() async throws {
        await cancelWhenGracefulShutdown {
            for await signal in self.signals {
                if signal == .sighup {
                    await self.reload()
                } else if self.count() == 1 {
                    self.logger.info("A signal asks the worker to stop; a second one stops it at once.")
                    self.engine.drain()
                } else {
                    self.engine.stopNow()
                }
            }
        }
    }

    private func count() -> Int {
        stops.withLock { stops in
            stops += 1
            return stops
        }
    }
}
