import Foundation
import GRDB
import JobStore

/// Looks at a database's schema without changing it.
package enum SchemaInspection {
    /// Every step of the schema, and the SQL of those that are missing.
    ///
    /// Blocks. A file that does not exist has no steps yet.
    ///
    /// - Throws: `StoreError`.
    package static func look(at path: String) throws -> (steps: [MigrationStatus], pendingSQL: String) {
        let upgrade = SchemaUpgrade()
        do {
            let queue: DatabaseQueue
            if FileManager.default.fileExists(atPath: path) {
                var configuration = Configuration()
                configuration.readonly = true
                queue = try DatabaseQueue(path: path, configuration: configuration)
            } else {
                queue = try DatabaseQueue()
            }
            return try queue.inDatabase { (try upgrade.status($0), try upgrade.pendingSQL($0)) }
        } catch {
            throw StoreError(databaseError: error)
        }
    }
}
