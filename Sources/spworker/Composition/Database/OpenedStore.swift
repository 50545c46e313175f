import JobModel
import JobStore
import PostgresJobStore
import SQLiteJobStore

/// A queue that is open, wherever it lies.
protocol OpenedStore: JobStore {
    /// Where it is, for people; no secret is in it.
    var place: String { get }
    /// The file, when it is one.
    var file: String? { get }
    /// Whether several workers may have it at the same time.
    var isShared: Bool { get }
    /// Who works on it now, in words that may be empty; `nil` when nobody does.
    ///
    /// - Parameter now: The present.
    func workerHolder(now: Timestamp) async throws -> String?
    /// Finishes what is queued and lets it go.
    func close() async
}

extension SQLiteJobStore: OpenedStore {
    var place: String { path }
    var file: String? { path }
    var isShared: Bool { false }

    func workerHolder(now: Timestamp) async throws -> String? {
        let path = path
        return try await Offload.run { WorkerLock.holder(databasePath: path) }
    }
}

extension PostgresJobStore: OpenedStore {
    var place: String { address.shown }
    var file: String? { nil }
    var isShared: Bool { true }

    func workerHolder(now: Timestamp) async throws -> String? {
        let alive = try await workers().filter { $0.leaseUntil >= now }
        guard let first = alive.first else { return nil }
        if alive.count == 1 { return "process \(first.pid) on \(first.host), since \(first.startedAt.iso8601)" }
        return "\(alive.count) workers on \(Set(alive.map(\.host)).sorted().joined(separator: ", "))"
    }
}
