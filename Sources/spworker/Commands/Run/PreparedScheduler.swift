import ServiceLifecycle
import Worker

/// A scheduler that begins when the worker's sellers are known: before that it would take those who are missing for gone.
struct PreparedScheduler: Service {
    let scheduler: Scheduler
    let preparation: Task<Void, any Error>

    func run() async throws {
        guard case .success = await preparation.result else {
            // Whatever went wrong there is the engine's to tell. A service that ends before its turn, while others are
            // shut down, would be taken for one that failed.
            try? await gracefulShutdown()
            return
        }
        try await scheduler.run()
    }
}
