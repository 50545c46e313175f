import HTTPTypes
import JobModel
import JobStore
import OperationCatalogue
import Overview

/// Looking at workers.
enum WorkerRoutes {
    static let all = [
        APIRoute(
            .workers, "listWorkers", .get, "workers", "List workers and what each of them runs",
            answers: [.ok("WorkerList", "The workers."), .badRequest]
        ) { try await list($0) }
    ]

    private static func list(_ call: APICall) async throws -> APIReply {
        let installation = call.installation
        let rows = try await call.store.workers()
        let running = rows.isEmpty ? [] : try await call.store.runningJobs()
        let workers = WorkerOverview.all(
            rows, running: running, isLockHeld: try await installation.workerHolder() != nil,
            lease: installation.lease, now: installation.now)
        return APIReply(.object(["workers": .array(workers.map(\.json))]))
    }
}
