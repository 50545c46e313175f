import JobStore

/// Looks at a database's schema without changing it.
package enum ServerSchema {
    /// Every step of the schema, and the SQL of those that are missing.
    ///
    /// Blocks.
    ///
    /// - Throws: `StoreError`.
    package static func look(at address: ServerAddress) throws -> (steps: [MigrationStep], pendingSQL: String) {
        let upgrade = SchemaUpgrade()
        do {
            let connection = try Connection(address)
            return (try upgrade.status(connection), try upgrade.pendingSQL(connection))
        } catch {
            throw StoreError(serverError: error, at: address)
        }
    }
}
