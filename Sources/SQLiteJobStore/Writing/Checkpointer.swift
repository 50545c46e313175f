import GRDB

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// Moves pages from the write-ahead log into the database file, so that the log stays small.
///
/// SQLite before 3.51.3 can damage a file when two connections write or checkpoint at the same instant. So only the worker
/// checkpoints, from a second connection, and only while its own writer holds the write lock: no other program can be
/// writing then.
struct Checkpointer {
    /// The size above which the log is moved. SQLite cuts the file down to it when it begins the log anew, so a longer file
    /// holds that much that has not been moved.
    static let dueSize = 8 << 20

    private let queue: DatabaseQueue
    private let logPath: String
    /// The log's length when it was last looked at, in bytes; `nil` before that.
    private(set) var logSize: Int?
    private var watch = LogWatch(dueSize: Self.dueSize)

    init(path: String) throws {
        var configuration = Configuration()
        configuration.label = "spworker.sqlite.checkpoint"
        configuration.busyMode = .timeout(1)
        queue = try DatabaseQueue(path: path, configuration: configuration)
        logPath = path + "-wal"
    }

    /// Whether the log has grown long. Called after each commit: few commits with large bodies fill it too, and a look costs
    /// a microsecond.
    mutating func isDue() -> Bool {
        var status = stat()
        guard stat(logPath, &status) == 0 else { return false }
        let size = Int(status.st_size)
        logSize = size
        return watch.isDue(size: size)
    }

    /// Moves what no reader needs, and never waits. Called while the writer holds the write lock and has written nothing.
    func checkpoint() {
        try? queue.inDatabase { _ = try Row.fetchOne($0, sql: "PRAGMA wal_checkpoint(PASSIVE)") }
    }

    func close() {
        try? queue.close()
    }
}

/// Decides when the log is moved: when it is long, but not again after each commit while a reader keeps it from beginning
/// anew.
struct LogWatch: Sendable {
    /// Commits after which a long log is tried again although it has not grown: another program may have begun it anew
    /// without cutting the file.
    static let patience = 64

    private let dueSize: Int
    /// The size at the last try.
    private var triedSize = 0
    private var commitsSinceTry = 0

    /// Watches for a log longer than `dueSize` bytes.
    init(dueSize: Int) {
        self.dueSize = dueSize
    }

    /// Takes note of the log's size after a commit. Returns whether to move the log now.
    mutating func isDue(size: Int) -> Bool {
        commitsSinceTry += 1
        guard size > dueSize else {
            triedSize = 0
            return false
        }
        guard triedSize == 0 || size >= triedSize + dueSize / 8 || commitsSinceTry >= Self.patience else {
            return false
        }
        triedSize = size
        commitsSinceTry = 0
        return true
    }
}
