/// One step of the SQLite schema. Steps are numbered, only ever added, and never edited once released.
package struct SQLiteMigration: Sendable {
    /// Its number, counted from 1.
    package let version: Int
    /// What it does, in a word.
    package let name: String
    /// The statements.
    package let sql: String

    /// Creates a step; tests make their own.
    package init(version: Int, name: String, sql: String) {
        self.version = version
        self.name = name
        self.sql = sql
    }

    /// Every step, in order. A new file in `sql/` is added here; a test compares the two.
    package static let all: [SQLiteMigration] = [
        SQLiteMigration(version: 1, name: "initial", bytes: PackageResources.m0001_initial_sql)
    ]

    private init(version: Int, name: String, bytes: [UInt8]) {
        self.init(version: version, name: name, sql: String(decoding: bytes, as: UTF8.self))
    }
}
