import JobStore
import Synchronization

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// Keeps a second worker away from a database file.
///
/// The lock is on a file beside the database, never on the database itself: SQLite's own locks would be dropped when any
/// descriptor of that file is closed. The file is never deleted, so that two workers cannot lock two files of one name.
package final class WorkerLock: Sendable {
    /// `nil` once the lock is released.
    private let descriptor: Mutex<Int32?>

    /// Takes the lock, or says who has it.
    ///
    /// - Parameters:
    ///   - databasePath: The database's real path, links resolved.
    ///   - note: What the lock file says about this worker: process id, host, start.
    /// - Throws: `StoreError` with code `locked` when another process has it.
    package init(databasePath: String, note: String) throws {
        let path = databasePath + ".lock"
        let opened = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o644)
        guard opened >= 0 else {
            throw StoreError(
                errno == EROFS || errno == EACCES ? .readOnly : .cannotOpen,
                "The lock file \(path) cannot be opened (\(String(cString: strerror(errno)))). The worker must be able to write "
                    + "in the database's folder.")
        }
        guard Self.take(opened) else {
            let holder = Self.read(opened)
            close(opened)
            throw StoreError(
                .locked,
                "Another worker runs on \(databasePath)\(holder.isEmpty ? "" : " (\(holder))"). One SQLite file has one worker: stop the "
                    + "other one, or move to PostgreSQL, which many workers share: 'spworker copy --to postgres://HOST/NAME' "
                    + "takes the queue along.")
        }
        descriptor = Mutex(opened)
        let bytes = Array((note + "\n").utf8)
        if ftruncate(opened, 0) == 0 { _ = pwrite(opened, bytes, bytes.count, 0) }
    }

    /// Whoever asks `holder` has the lock for an instant: a worker that starts just then tries a few times more.
    private static func take(_ descriptor: Int32) -> Bool {
        for _ in 0..<10 {
            if flock(descriptor, LOCK_EX | LOCK_NB) == 0 { return true }
            usleep(20_000)
        }
        return false
    }

    private static func read(_ descriptor: Int32) -> String {
        var buffer = [UInt8](repeating: 0, count: 500)
        let count = pread(descriptor, &buffer, buffer.count, 0)
        guard count > 0 else { return "" }
        return String(decoding: buffer[..<count], as: UTF8.self).split(separator: "\n").first.map(String.init) ?? ""
    }

    /// Who holds the lock of a database, or `nil` when nobody does.
    package static func holder(databasePath: String) -> String? {
        let opened = open(databasePath + ".lock", O_RDONLY | O_CLOEXEC)
        guard opened >= 0 else { return nil }
        defer { close(opened) }
        if flock(opened, LOCK_SH | LOCK_NB) == 0 {
            flock(opened, LOCK_UN)
            return nil
        }
        return read(opened)
    }

    /// Lets another worker have the database. The file stays.
    package func release() {
        descriptor.withLock { descriptor in
            if let open = descriptor {
                // A program that is being started has the descriptor too until it runs: closing ours would not be enough.
                flock(open, LOCK_UN)
                close(open)
            }
            descriptor = nil
        }
    }

    deinit {
        release()
    }
}
