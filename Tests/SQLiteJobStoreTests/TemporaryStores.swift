import Foundation
import GRDB
import JobModel
import JobStore
import JobStoreTesting
import SQLiteJobStore
import Testing

/// A folder of its own for one test; it goes with its owner.
final class TemporaryFolder: Sendable {
    let path: String

    init() throws {
        path = FileManager.default.temporaryDirectory.appending(path: "spworker-\(UUID().uuidString)").path
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    }

    /// Where the database of the test lies.
    var database: String { path + "/spworker.db" }

    func list() throws -> [String] { try FileManager.default.contentsOfDirectory(atPath: path).sorted() }

    deinit {
        try? FileManager.default.removeItem(atPath: path)
    }
}

extension SQLiteJobStore {
    /// A store on the folder's database that tells the time by the clock.
    static func open(
        _ folder: TemporaryFolder, rules: QueueRules = QueueRules(perAuthorization: 1000),
        workerNote: String? = "pid 1 on test", migrates: Bool = true, busyTimeout: Duration = .seconds(5),
        clock: VirtualTimekeeper = VirtualTimekeeper(), onCommit: (@Sendable (CommitRecord) -> Void)? = nil
    ) throws -> SQLiteJobStore {
        try SQLiteJobStore(
            path: folder.database,
            options: SQLiteJobStore.Options(
                rules: rules, workerNote: workerNote, migrates: migrates, busyTimeout: busyTimeout, onCommit: onCommit)
        ) { Timestamp(microseconds: clock.wallMicroseconds()) }
    }
}

extension StoreSource {
    /// Stores in the folder, each in a file of its own.
    static func sqlite(in folder: TemporaryFolder) -> StoreSource {
        StoreSource(
            make: { rules, clock in try SQLiteJobStore.open(folder, rules: rules, clock: clock) },
            post: { _, row in
                // As another program does it: plain SQL on a connection of its own, naming only what it has.
                let queue = try DatabaseQueue(path: folder.database)
                try await queue.write { database in
                    try database.execute(
                        sql: "INSERT INTO inbox (seller, operation, params, unique_key) VALUES (?, ?, ?, ?)",
                        arguments: [row.seller, row.operation, row.parameters, row.uniqueKey])
                }
                try queue.close()
            })
    }
}
