/// One step of the PostgreSQL schema. Steps are numbered, only ever added, and never edited once released.
package struct PostgresMigration: Sendable {
    /// Its number, counted from 1.
    package let version: Int
    /// What it does, in a word.
    package let name: String
    /// The oldest schema that a program must know to work on a database with this step: smaller than `version` when the
    /// step only adds what older programs can overlook, so that they go on while newer ones are rolled out.
    package let oldestReader: Int
    /// The statements.
    package let sql: String

    /// Creates a step; tests make their own.
    package init(version: Int, name: String, oldestReader: Int, sql: String) {
        self.version = version
        self.name = name
        self.oldestReader = oldestReader
        self.sql = sql
    }

    /// Every step, in order. A new file in `sql/` is added here; a test compares the two.
    package static let all: [PostgresMigration] = [
        PostgresMigration(version: 1, name: "initial", oldestReader: 1, bytes: PackageResources.m0001_initial_sql)
    ]

    private init(version: Int, name: String, oldestReader: Int, bytes: [UInt8]) {
        self.init(
            version: version, name: name, oldestReader: oldestReader, sql: String(decoding: bytes, as: UTF8.self))
    }
}
