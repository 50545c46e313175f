import Logging
import ServiceLifecycle
import Worker

/// The engine, which begins when it is known who is served and which secrets have changed. Finding that out may take long when
/// nobody answers, so it can be given up.
struct PreparedEngine: Service {
    let engine: WorkerEngine
    /// What comes first. Whoever cancels it wants the engine not to begin at all.
    let preparation: Task<Void, any Error>
    let logger: Logger

    func run() async throws {
        let preparation = preparation
        do {
            try await withTaskCancellationHandler {
                try await preparation.value
            } onCancel: {
                preparation.cancel()
            }
        } catch  where !preparation.isCancelled {
            throw error
        } catch {
            // Whatever it is, it is over.
        }
        guard !preparation.isCancelled else {
            return logger.info("The worker has stopped before it began.")
        }
        try await engine.run()
    }
}
