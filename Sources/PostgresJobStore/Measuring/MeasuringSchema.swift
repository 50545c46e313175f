import JobStore

/// A schema in which speed is measured. It is made for that and dropped afterwards.
package struct MeasuringSchema: Sendable {
    /// What its name begins with, so that one that was left behind is known for what it is.
    private static let prefix = "spworker_bench_"

    private let name: String
    private let server: ServerAddress
    /// Where the schema is.
    package let address: ServerAddress

    /// Makes the schema. Blocks.
    ///
    /// - Parameter identifier: What tells it from others: lower case letters and digits.
    /// - Throws: `StoreError`; also when the database holds a queue, whose workers would be slowed down, or when the
    ///   address leads to a pooler.
    package init(on server: ServerAddress, identifier: String) throws {
        guard server.pooling == .session else {
            throw StoreError(
                .cannotOpen,
                "A bench measures the server, not what stands before it: name the server, and leave pool_mode out.")
        }
        name = Self.prefix + identifier
        self.server = server
        address = server.inSchema(name)
        do {
            let connection = try Connection(server)
            try Self.refuseQueue(connection, server)
            try connection.run(script: "CREATE SCHEMA \(name)")
        } catch {
            throw StoreError(serverError: error, at: server)
        }
    }

    /// Drops the schema with everything in it. Blocks.
    ///
    /// - Throws: `StoreError`.
    package func drop() throws {
        do {
            try Connection(server).run(
                script: "SET client_min_messages = warning; DROP SCHEMA IF EXISTS \(name) CASCADE")
        } catch {
            throw StoreError(serverError: error, at: server)
        }
    }

    /// The server's version, and whether it waits for its disk at a commit.
    ///
    /// - Throws: `StoreError`.
    package func facts() throws -> (version: String, isDurable: Bool) {
        do {
            let rows = try Connection(server).run(
                """
                SELECT current_setting('server_version'), current_setting('fsync')::boolean
                    AND current_setting('full_page_writes')::boolean
                """)
            guard rows.count == 1 else { throw StoreError(.unexpected, "\(server) tells nothing about itself.") }
            return (rows[0].text(0), rows[0].flag(1))
        } catch {
            throw StoreError(serverError: error, at: server)
        }
    }

    private static func refuseQueue(_ connection: Connection, _ server: ServerAddress) throws {
        let rows = try connection.run(
            """
            SELECT n.nspname FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
            WHERE c.relkind = 'r' AND c.relname IN ('job', 'lane', 'inbox', 'setting')
            GROUP BY n.nspname HAVING count(*) = 4 ORDER BY n.nspname LIMIT 1
            """)
        guard rows.count > 0 else { return }
        let schema = rows[0].text(0)
        if schema.hasPrefix(prefix) {
            throw StoreError(
                .schema,
                "Another bench measures in \(server), or one was killed and left its schema. When none runs, remove it with "
                    + "'DROP SCHEMA \(schema) CASCADE'.")
        }
        throw StoreError(
            .schema,
            "\(server) holds a queue (schema \(schema)), whose workers a bench would slow down. Measure in a database of its "
                + "own: 'CREATE DATABASE spworker_bench', and name that one.")
    }
}
