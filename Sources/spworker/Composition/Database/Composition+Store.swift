import Foundation
import JobModel
import JobStore
import Ports
import PostgresJobStore
import SQLiteJobStore
import Secrets
import SellerJobs

/// Opening the queue.
extension Composition {
    /// Opens the store beside workers that may be running.
    ///
    /// - Throws: `StoreError`.
    func openStore(_ configuration: Configuration, migrates: Bool = true) async throws -> any OpenedStore {
        // What happens here is told by the worker.
        let rules = QueueRules(hooks: configuration.hooks.targets.plan)
        return try await openStore(configuration, rules: rules, migrates: migrates, isWorker: false)
    }

    /// Opens the store as its worker, or one of its workers.
    ///
    /// - Throws: `StoreError`; code `locked` when another worker has it and only one may.
    func openStoreAsWorker(_ configuration: Configuration, migrates: Bool) async throws -> any OpenedStore {
        let rules = QueueRules(
            perAuthorization: configuration.worker.perSeller,
            // The margin is for real delays on the way; on an accelerated clock they look as much longer, and worker
            // and sandbox share a machine that may be busy with other things.
            margin: timeScale > 1 ? .milliseconds(250) * timeScale : .milliseconds(100),
            hooks: configuration.hooks.targets.plan)
        return try await openStore(configuration, rules: rules, migrates: migrates, isWorker: true)
    }

    private func openStore(
        _ configuration: Configuration, rules: QueueRules, migrates: Bool, isWorker: Bool
    ) async throws -> any OpenedStore {
        let location = try await databaseLocation(configuration)
        let timekeeper = timekeeper
        let clock: @Sendable () -> Timestamp = { Timestamp(microseconds: timekeeper.wallMicroseconds()) }
        // How long a commit takes is the machine's business, however fast the clock runs.
        let realTimekeeper = realTimekeeper
        let stopwatch: @Sendable () -> Duration = { realTimekeeper.monotonic() }
        switch location {
        case .sqlite(let path):
            let options = SQLiteJobStore.Options(
                rules: rules,
                workerNote: isWorker
                    ? "process \(ProcessInfo.processInfo.processIdentifier) on \(host), since \(now.iso8601)" : nil,
                migrates: migrates, metrics: isWorker ? SQLiteStoreMetrics(monotonic: stopwatch) : nil)
            return try await Offload.run { try SQLiteJobStore(path: path, options: options, clock: clock) }
        case .postgres(let url):
            let options = PostgresJobStore.Options(
                rules: rules, migrates: migrates, isWorker: isWorker,
                // On an accelerated clock the world's says nothing.
                usesServerClock: self.options.timeScale == nil, pollEvery: .seconds(1) * max(1, timeScale),
                readers: isWorker ? 4 : 1, metrics: isWorker ? PostgresStoreMetrics(monotonic: stopwatch) : nil)
            return try await Offload.run {
                try PostgresJobStore(ServerAddress(url.reveal()), options: options, clock: clock)
            }
        case .reference:
            throw Failure(.usage, "error: database: a reference leads to a reference.")
        }
    }

    /// The store, when there is a database already; a command that only looks makes none.
    ///
    /// - Throws: `StoreError`.
    func openExistingStore(_ configuration: Configuration) async throws -> (any OpenedStore)? {
        guard try await hasDatabase(configuration) else { return nil }
        return try await openStore(configuration, migrates: false)
    }

    /// Whether there is a database, as far as that can be told without opening it: a server is taken to have one.
    func hasDatabase(_ configuration: Configuration) async throws -> Bool {
        guard case .sqlite(let path) = try await databaseLocation(configuration) else { return true }
        return try await Offload.run { FileManager.default.fileExists(atPath: path) }
    }

    /// Where the database is.
    func databaseLocation(_ configuration: Configuration) async throws -> DatabaseLocation {
        guard case .reference(let reference) = configuration.database else { return configuration.database }
        let text = try await resolver(configuration).resolve(reference).secret.reveal()
        do throws(DatabaseLocation.Flaw) {
            let location = try DatabaseLocation.parse(
                text, relativeTo: configuration.directory, home: environment.value("HOME"), allowsPassword: true)
            if case .reference = location {
                throw DatabaseLocation.Flaw(
                    message: "a reference leads to a reference", cure: "write sqlite:PATH or postgres://HOST/NAME")
            }
            return location
        } catch {
            throw Failure(.usage, "error: database: \(reference): \(error.message); \(error.cure)")
        }
    }

    /// The path of the database file.
    ///
    /// - Parameter purpose: What works on files alone, and what does the same for a server; nil for everything else.
    /// - Throws: `Failure` when the database is no file.
    func databasePath(_ configuration: Configuration, for purpose: String) async throws -> String {
        guard case .sqlite(let path) = try await databaseLocation(configuration) else {
            throw Failure(.usage, "error: \(purpose)")
        }
        return path
    }
}
