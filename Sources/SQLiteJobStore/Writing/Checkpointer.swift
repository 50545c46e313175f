import Foundation
import GRDB

/// Moves pages from the write-ahead log into the database file, so that the log stays small.
///
/// SQLite before 3.51.3 can damage a file when two connections write or checkpoint at the same instant. So only the worker
/// checkpoints, from a second connection, and only while its own writer holds the write lock: no other program can be
/// writing then.
struct Checkpointer {
    /// The size at which the log is moved.
    static let dueSize = 8 << 20
    /// Looking at the size costs a system call; not every commit needs one.
    private static let commitsBetweenLooks = 64

    private let queue: DatabaseQueue
    private let logPath: String
    private var commits = 0

    init(path: String) throws {
        var configuration = Configuration()
        configuration.label = "spworker.sqlite.checkpoint"
        configuration.busyMode = .timeout(1)
        queue = try DatabaseQueue(path: path, configuration: configuration)
        logPath = path + "-wal"
    }

    /// Whether the log has grown long. Called after each commit.
    mutating func isDue() -> Bool {
        commits += 1
        guard commits % Self.commitsBetweenLooks == 0 else { return false }
        let attributes = try? FileManager.default.attributesOfItem(atPath: logPath)
        return (attributes?[.size] as? Int ?? 0) >= Self.dueSize
    }

    /// Moves what no reader needs, and never waits. Called while the writer holds the write lock and has written nothing.
    func checkpoint() {
        try? queue.inDatabase { _ = try Row.fetchOne($0, sql: "PRAGMA wal_checkpoint(PASSIVE)") }
    }

    func close() {
        try? queue.close()
    }
}
