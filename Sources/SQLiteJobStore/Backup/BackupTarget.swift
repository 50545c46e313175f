import Foundation
import JobStore

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// Why a backup must not be written to the file that was named. Nothing was changed.
package struct BackupRefusal: Error, Sendable, CustomStringConvertible {
    /// What is wrong, and what to do.
    package let description: String
}

/// The file that a backup is written to: under a temporary name beside it, until it is complete.
struct BackupTarget {
    /// Its path, the folder's links resolved.
    let path: String
    private let folder: String
    private let replacing: Bool

    /// - Throws: `BackupRefusal` when a file would be lost or the copy would be damaged.
    init(_ path: String, database: String, replacing: Bool) throws {
        let url = URL(filePath: path).absoluteURL
        let parent = url.deletingLastPathComponent().path
        guard let resolved = realpath(parent, nil) else {
            throw BackupRefusal(
                description: errno == ENOENT || errno == ENOTDIR
                    ? "The folder \(parent) does not exist. Make it, or name another file."
                    : "The folder \(parent) cannot be reached: \(String(cString: strerror(errno))). Name another file.")
        }
        defer { free(resolved) }
        folder = String(cString: resolved)
        self.path = (folder == "/" ? "" : folder) + "/" + url.lastPathComponent
        self.replacing = replacing
        try requireFree(database: database)
    }

    private func requireFree(database: String) throws {
        var status = stat()
        let exists = stat(path, &status) == 0
        if exists, status.st_mode & S_IFMT == S_IFDIR {
            throw BackupRefusal(description: "\(path) is a folder. Name a file in it.")
        }
        var original = stat()
        let isOriginal =
            exists && stat(database, &original) == 0 && status.st_dev == original.st_dev
            && status.st_ino == original.st_ino
        if isOriginal || ["", "-wal", "-shm", "-journal", ".lock"].contains(where: { path == database + $0 }) {
            throw BackupRefusal(description: "\(path) is the database itself. Name another file.")
        }
        for suffix in ["-wal", "-journal"] where access(path + suffix, F_OK) == 0 {
            // SQLite would take it for the copy's own log and apply it.
            throw BackupRefusal(
                description:
                    "\(path + suffix) lies there: the log of a database of this name, which would damage the copy. Name "
                    + "another file, or remove it when nothing uses that database.")
        }
        try requireAbsent()
    }

    private func requireAbsent() throws {
        var status = stat()
        // A link that leads nowhere is something too.
        guard !replacing, lstat(path, &status) == 0 else { return }
        throw BackupRefusal(description: "\(path) is there already. Name another file, or say --force to replace it.")
    }

    /// Makes the empty file beside the target that only this user may read.
    ///
    /// - Throws: `StoreError`.
    func makeTemporary() throws -> String {
        // mkstemp makes files that nobody else can open.
        var name = Array("\(path).partial-XXXXXX".utf8CString)
        let descriptor = mkstemp(&name)
        guard descriptor >= 0 else { throw failure("made") }
        close(descriptor)
        return String(decoding: name.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }

    /// Brings the finished copy to the disk and gives it its name. Nobody may have it open. Returns its size.
    ///
    /// - Throws: `BackupRefusal`, `StoreError`.
    func publish(_ temporary: String) throws -> Int64 {
        let descriptor = open(temporary, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw failure("opened") }
        defer { close(descriptor) }
        var status = stat()
        guard fsync(descriptor) == 0, fstat(descriptor, &status) == 0 else { throw failure("brought to the disk") }
        try requireAbsent()
        guard rename(temporary, path) == 0 else { throw failure("renamed") }
        // The new name is on the disk only when the folder is.
        let folder = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        if folder >= 0 {
            fsync(folder)
            close(folder)
        }
        return Int64(status.st_size)
    }

    /// Removes an unfinished copy and what SQLite may have left beside it.
    static func remove(_ temporary: String) {
        for suffix in ["", "-journal", "-wal", "-shm"] { unlink(temporary + suffix) }
    }

    private func failure(_ verb: String) -> StoreError {
        let reason = String(cString: strerror(errno))
        switch errno {
        case ENOSPC, EDQUOT: return full
        case EACCES, EPERM, EROFS:
            return StoreError(
                .readOnly,
                "The folder \(folder) cannot be written by this user (\(reason)). Allow it, or name another file.")
        default: return StoreError(.cannotOpen, "The backup \(path) cannot be \(verb): \(reason).")
        }
    }

    private var full: StoreError {
        StoreError(
            .full,
            "The disk that is to hold \(path) is full. Make room, or name a file on another disk. No backup was written."
        )
    }

    /// What SQLite reports of the copy, which lies on another disk perhaps.
    func explain(_ error: StoreError) -> StoreError {
        switch error.code {
        case .full: full
        case .inputOutput:
            StoreError(
                .inputOutput,
                "The database could not be copied to \(path): a disk reports an error. Check both disks and the system's log."
            )
        default: error
        }
    }
}
