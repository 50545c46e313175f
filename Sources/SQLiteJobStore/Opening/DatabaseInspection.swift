import GRDB

/// What is to be known about a database beside its schema, without opening it.
package enum DatabaseInspection {
    /// The version of the SQLite library in use, such as `3.45.1`; `nil` when it does not say.
    package static func libraryVersion() -> String? {
        try? DatabaseQueue().inDatabase { try String.fetchOne($0, sql: "SELECT sqlite_version()") }
    }

    /// The type of the file system that holds the folder, such as `ext4`; `nil` where that cannot be told. Blocks.
    package static func fileSystem(ofFolder folder: String) -> String? { FileSystemCheck.type(ofFolder: folder) }
}
