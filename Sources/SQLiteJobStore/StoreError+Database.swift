import GRDB
import JobStore

extension StoreError {
    /// Says in the store's words what SQLite reports.
    init(databaseError error: any Error) {
        if let known = error as? StoreError {
            self = known
            return
        }
        guard let error = error as? DatabaseError else {
            self.init(.unexpected, "The database could not do what was asked: \(error)")
            return
        }
        switch error.resultCode.primaryResultCode {
        case .SQLITE_BUSY, .SQLITE_LOCKED:
            self.init(
                .busy,
                "Another program keeps a transaction on the database open, so nothing was changed. If this goes on, look for "
                    + "a 'sqlite3' shell or a script that has begun a transaction and not ended it.")
        case .SQLITE_FULL:
            self.init(.full, "The disk that holds the database is full. Make room; nothing that was confirmed is lost.")
        case .SQLITE_IOERR where error.extendedResultCode == .SQLITE_IOERR_SHMSIZE:
            // What SQLite says when there is no room for the shared index of its log.
            self.init(.full, "The disk that holds the database is full. Make room; nothing that was confirmed is lost.")
        case .SQLITE_IOERR:
            self.init(
                .inputOutput,
                "The disk that holds the database reports an error (SQLite \(error.extendedResultCode.rawValue)). Check the disk "
                    + "and the system's log.")
        case .SQLITE_READONLY, .SQLITE_PERM, .SQLITE_AUTH:
            self.init(
                .readOnly,
                "The database or its folder cannot be written. Give this user write permission on the file and its folder."
            )
        case .SQLITE_CANTOPEN:
            self.init(
                .cannotOpen,
                "The database file cannot be opened or made. Check that its folder exists and that this user may write there."
            )
        case .SQLITE_CORRUPT, .SQLITE_NOTADB:
            self.init(
                .corrupt,
                "The file is damaged or is no database. Put a backup in its place, or save what is left with "
                    + "'sqlite3 FILE .recover'.")
        default:
            // The message names tables and columns, never values.
            self.init(
                .unexpected,
                "The database refused a statement (SQLite \(error.extendedResultCode.rawValue): \(error.message ?? "no message"))."
            )
        }
    }
}
