import ServiceLifecycle
import Worker

/// A scheduler that begins when the worker's sellers are known: before that it would take those who are missing for gone.
struct PreparedScheduler: Service {
    let scheduler: Scheduler
    let preparation: Task<Void, any Error>

    func run() async throws {
        // Whatever went wrong there is the engine's to tell.
        guard case .success = await preparation.result else { return }
        try await scheduler.run()
    }
}
