import Ports

/// The plainest way to write something down for good: one row in one transaction, with `synchronous=FULL`. No job can
/// be put in sooner.
struct BareCommits: Sendable {
    let count: Int
    let timekeeper: any Timekeeper

    private static let schema = """
        PRAGMA journal_mode = WAL;
        PRAGMA synchronous = FULL;
        CREATE TABLE job (id INTEGER PRIMARY KEY, state INTEGER NOT NULL DEFAULT 0) STRICT;
        """

    /// Writes the rows. Blocks its thread.
    ///
    /// - Returns: How long each took.
    /// - Throws: `Failure`.
    func run(at path: String) throws -> [Duration] {
        let database = try RawConnection(path: path)
        try database.execute(Self.schema)
        let insert = try database.prepare("INSERT INTO job (id) VALUES (?)")
        return try (1...count).map { number in
            let start = timekeeper.monotonic()
            try insert.run(Int64(number))
            return timekeeper.monotonic() - start
        }
    }
}
