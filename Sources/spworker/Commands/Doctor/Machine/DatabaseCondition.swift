import JobStore

/// What is to be said of the database file and the disk below it.
struct DatabaseCondition {
    /// What was seen.
    struct Sight: Sendable {
        var path: String
        /// The file; `nil` when there is none yet.
        var file: FileFacts?
        /// Its folder; `nil` when there is none.
        var folder: FileFacts? = FileFacts(mode: 0o755, isFolder: true)
        /// Steps of the schema that are applied, and all that this program knows; `nil` when that could not be read.
        var schema: (applied: Int, known: Int)?
        /// Why it could not be read, or not be opened for work.
        var trouble: StoreError?
        /// The size of the write-ahead log in bytes.
        var logSize: Int64 = 0
        /// The type of the file system, where the system tells.
        var fileSystem: String?
        /// The version of the SQLite library.
        var library: String?
        /// Whether a worker has the database.
        var hasWorker = false
        /// Free bytes on the disk of the database, and on that of the results.
        var free: Int64?
        var outputFree: Int64?
        /// The free bytes below which nothing is claimed.
        var minFree: Int64 = 0
    }

    /// The first version without the bug that damages files when two connections write.
    private static let mended = [3, 51, 3]
    /// A log of this size was not moved into the file for long. 256 MiB.
    private static let longLog: Int64 = 256 << 20

    private let sight: Sight

    init(_ sight: Sight) {
        self.sight = sight
    }

    var findings: [DoctorFinding] {
        [state] + [permissions, log, library].compactMap(\.self)
            + [space(sight.free, "The disk of the database"), space(sight.outputFree, "The disk of the results")]
            .compactMap(\.self)
    }

    private var state: DoctorFinding {
        guard let file = sight.file else {
            guard let folder = sight.folder, folder.isFolder else {
                return .fault(
                    .database, "The folder for \(sight.path) does not exist.", cure: "Make it, or change 'database:'.")
            }
            guard folder.isWritable else {
                return .fault(
                    .database, "This user cannot make \(sight.path).",
                    cure: "chown its folder to the user that runs the worker, or change 'database:'.")
            }
            return .note(.database, "\(sight.path) does not exist yet: 'spworker run' makes it.")
        }
        if let trouble = sight.trouble {
            return .fault(
                .database, "\(sight.path) cannot be used: \(sentence(trouble.message))", cure: cure(of: trouble.code))
        }
        if let schema = sight.schema, schema.applied < schema.known {
            return .warning(
                .database, "\(sight.path) has schema \(schema.applied) of \(schema.known).",
                cure:
                    "'spworker run' brings it up to date by itself, or 'spworker migrate up' now; make a backup first.")
        }
        let facts = ["schema \(sight.schema?.applied ?? 0)", SizeText.text(file.size), sight.fileSystem]
        return .ok(.database, "\(sight.path) can be used: \(facts.compactMap(\.self).joined(separator: ", ")).")
    }

    private func cure(of code: StoreError.Code) -> String {
        switch code {
        case .locked, .busy: "End the other program, or wait for it."
        case .full: "Make room on the disk."
        case .inputOutput: "Look at the system's log for errors of the disk."
        case .readOnly: "Run as the worker's user, or give this user the file and its folder."
        case .cannotOpen: "Correct 'database:', or the permissions of the file and its folder."
        case .corrupt: "Put a backup in its place."
        case .schema: "Use the spworker that wrote it, or a newer one."
        case .networkFileSystem: "Move the file to a local disk."
        case .unexpected: "Look whether another program has changed the database."
        }
    }

    private var permissions: DoctorFinding? {
        guard let file = sight.file, sight.folder?.isOpenToOthers ?? true else { return nil }
        if file.isWritableByOthers {
            return .fault(
                .database, "Every user of this machine may change the queue (mode \(file.modeText)).",
                cure: "chmod o-rwx \(sight.path)*")
        }
        guard file.isReadableByOthers else { return nil }
        return .warning(
            .database, "Every user of this machine may read the queue (mode \(file.modeText)).",
            cure: "chmod o-r \(sight.path)*")
    }

    private var log: DoctorFinding? {
        guard sight.logSize > Self.longLog else { return nil }
        let size = SizeText.text(sight.logSize)
        guard sight.hasWorker else {
            return .note(.database, "The write-ahead log holds \(size); the next worker moves them into the file.")
        }
        return .warning(
            .database, "The write-ahead log has grown to \(size).",
            cure: "Look for a program that reads in one long transaction, such as an open 'sqlite3' shell, and end it.")
    }

    private var library: DoctorFinding? {
        guard let library = sight.library else { return nil }
        let numbers = library.split(separator: ".").map { Int($0) ?? 0 }
        guard numbers.lexicographicallyPrecedes(Self.mended) else { return nil }
        return .note(
            .database,
            "SQLite \(library) can damage a database when two connections write or checkpoint at once. spworker never "
                + "does that; a program that fills the table 'inbox' may.",
            cure: "Give such programs SQLite 3.51.3 or newer, or let them say PRAGMA wal_autocheckpoint=0.")
    }

    private func space(_ free: Int64?, _ disk: String) -> DoctorFinding? {
        guard let free else { return nil }
        let text = "\(disk) has \(SizeText.text(free)) free"
        if free < sight.minFree {
            return .fault(
                .database, "\(text), less than output.minFree (\(SizeText.text(sight.minFree))): nothing is claimed.",
                cure: "Make room, or lower output.minFree.")
        }
        guard free < 2 * sight.minFree else { return nil }
        return .warning(
            .database,
            "\(text); below output.minFree (\(SizeText.text(sight.minFree))) nothing is claimed any more.",
            cure: "Make room, or shorten 'retention:'.")
    }
}
