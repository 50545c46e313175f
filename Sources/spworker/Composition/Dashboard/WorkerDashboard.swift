import Dashboard
import Logging
import ServiceLifecycle

/// The pages of a worker, which works on whatever becomes of them.
struct WorkerDashboard: Service {
    let logger: Logger
    /// Puts the pages together; the secrets that this needs may take their time.
    let make: @Sendable () async throws -> Dashboard

    func run() async throws {
        do {
            let make = make
            try await cancelWhenGracefulShutdown { try await make() }.run()
        } catch is CancellationError {
            // It was asked to stop before it began.
        } catch {
            logger.error("The dashboard is not there; the worker goes on.", metadata: ["reason": "\(error)"])
        }
        // A service that ends before its turn, while others are shut down, would be taken for one that failed.
        try? await gracefulShutdown()
    }
}
