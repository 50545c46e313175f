import JobModel
import JobStore
import Ports
import PostgresJobStore
import SQLiteJobStore
import Secrets

/// Copying a queue from one database to another.
extension Composition {
    /// Copies the whole queue, or nothing of it.
    ///
    /// - Throws: `StoreError`, `Failure`.
    func copyQueue(
        from origin: DatabaseLocation, to destination: DatabaseLocation,
        progress: @escaping @Sendable (String, Int) -> Void
    ) async throws -> [CopiedCount] {
        if origin == destination { throw Failure(.usage, "error: both are the same database.") }
        let timekeeper = timekeeper
        let clock: @Sendable () -> Timestamp = { Timestamp(microseconds: timekeeper.wallMicroseconds()) }
        // On an accelerated clock the world's says nothing.
        let isReal = options.timeScale == nil
        return try await Offload.run {
            let source = try Self.open(origin, migrates: false, usesServerClock: isReal, clock)
            defer { source.close() }
            let target = try Self.open(destination, migrates: true, usesServerClock: isReal, clock)
            defer { target.close() }
            return try Self.copy(from: source, to: target, progress)
        }
    }

    private static func copy(
        from source: some CopyTarget, to target: some CopyTarget, _ progress: (String, Int) -> Void
    ) throws -> [CopiedCount] {
        try QueueCopy.run(from: source, to: target, progress: progress)
    }

    private static func open(
        _ location: DatabaseLocation, migrates: Bool, usesServerClock: Bool,
        _ clock: @escaping @Sendable () -> Timestamp
    ) throws -> any CopyTarget {
        switch location {
        case .sqlite(let path): try SQLiteCopy(path: path, migrates: migrates, clock: clock)
        case .postgres(let url):
            try PostgresCopy(
                ServerAddress(url.reveal()), migrates: migrates, usesServerClock: usesServerClock, clock: clock)
        case .reference: throw Failure(.usage, "error: database: a reference leads to a reference.")
        }
    }
}

extension DatabaseLocation {
    /// Where it is, for people.
    var place: String {
        switch self {
        case .sqlite(let path): path
        case .postgres(let url): (try? ServerAddress(url.reveal()))?.shown ?? "postgres"
        case .reference(let reference): "\(reference)"
        }
    }
}
