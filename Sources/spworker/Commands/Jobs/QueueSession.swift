import Foundation
import JobModel
import JobStore

/// An existing queue, opened for one command beside a worker that may be running.
struct QueueSession: Sendable {
    let composition: Composition
    let configuration: Configuration
    let store: any OpenedStore

    /// Where to print.
    var console: Console { composition.console }

    /// Who works on the queue, or `nil` when no worker runs.
    func lockHolder() async throws -> String? { try await store.workerHolder(now: composition.now) }

    /// Opens the queue, does the work and closes it again.
    ///
    /// A missing database is not made, and an outdated one is not changed: looking leaves no traces.
    static func run(_ global: GlobalOptions, _ body: (QueueSession) async throws -> Void) async throws {
        let composition = try Composition(global)
        let configuration = try await composition.configuration()
        if case .sqlite(let path) = try await composition.databaseLocation(configuration),
            try await !composition.hasDatabase(configuration)
        {
            throw Failure(
                .store,
                "error: there is no database \(path) yet. 'spworker run' makes it, and so does the first "
                    + "'spworker enqueue request OPERATION'. If it lies elsewhere, say --database or --config.")
        }
        let store = try await composition.openStore(configuration, migrates: false)
        do {
            try await body(QueueSession(composition: composition, configuration: configuration, store: store))
        } catch {
            await store.close()
            throw error
        }
        await store.close()
    }
}
