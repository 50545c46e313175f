import Foundation
import GRDB
import JobModel
import JobStore

/// Opens database files.
enum StoreFile {
    /// The path with links resolved, so that the lock file of one database is always the same.
    static func realPath(_ path: String) throws -> String {
        let url = URL(filePath: path).absoluteURL
        let folder = url.deletingLastPathComponent().path
        var isFolder = ObjCBool(false)
        guard FileManager.default.fileExists(atPath: folder, isDirectory: &isFolder), isFolder.boolValue else {
            throw StoreError(
                .cannotOpen, "The folder \(folder) for the database does not exist. Make it, or change 'database:'.")
        }
        try FileSystemCheck.requireLocal(folder: folder)
        if FileManager.default.fileExists(atPath: url.path, isDirectory: &isFolder), isFolder.boolValue {
            throw StoreError(.cannotOpen, "\(url.path) is a folder, not a database file. Change 'database:'.")
        }
        return url.resolvingSymlinksInPath().path
    }

    /// Opens the file with a writer and a few readers.
    static func open(_ path: String, busyTimeout: Duration) throws -> DatabasePool {
        var configuration = Configuration()
        configuration.label = "spworker.sqlite"
        configuration.busyMode = .timeout(busyTimeout.seconds)
        configuration.maximumReaderCount = 4
        configuration.prepareDatabase { database in
            if !database.configuration.readonly {
                // Only a new, empty file takes this.
                try database.execute(sql: "PRAGMA auto_vacuum = INCREMENTAL")
            }
            try database.execute(
                sql: """
                    PRAGMA foreign_keys = ON;
                    PRAGMA temp_store = MEMORY;
                    PRAGMA wal_autocheckpoint = 0;
                    PRAGMA journal_size_limit = \(Checkpointer.dueSize);
                    PRAGMA cache_size = \(database.configuration.readonly ? -2000 : -16000);
                    """)
        }
        do {
            return try DatabasePool(path: path, configuration: configuration)
        } catch {
            throw refine(error, path: path)
        }
    }

    /// SQLite says "cannot open" or "read-only" for many things; look which one it is.
    private static func refine(_ error: any Error, path: String) -> StoreError {
        let failure = StoreError(databaseError: error)
        let folder = URL(filePath: path).deletingLastPathComponent().path
        switch failure.code {
        case .cannotOpen, .readOnly, .unexpected, .inputOutput:
            if !FileManager.default.isWritableFile(atPath: folder) {
                return StoreError(
                    .readOnly,
                    "The folder \(folder) cannot be written by this user, and SQLite keeps its log beside the database. Allow it, or "
                        + "change 'database:'.")
            }
            return StoreError(failure.code, "\(path): \(failure.message)")
        case .corrupt, .full, .busy, .locked, .schema, .networkFileSystem:
            return StoreError(failure.code, "\(path): \(failure.message)")
        }
    }
}
