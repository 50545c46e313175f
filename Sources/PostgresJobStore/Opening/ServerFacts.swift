package import JobModel
import JobStore

/// What is worth knowing about a server before jobs are entrusted to it.
package struct ServerFacts: Sendable, Hashable {
    /// The server's version, for example `15.8`.
    package var version: String
    /// The same as a number that grows, 150008.
    package var versionNumber: Int
    /// How far the server's clock is ahead of this machine's.
    package var clockAhead: Duration
    /// Connections that the server takes, and those that are taken.
    package var mostConnections: Int
    package var connections: Int
    /// Whether the server cleans up by itself.
    package var isVacuuming: Bool
    /// Whether a confirmed commit survives a power cut.
    package var isDurable: Bool
    /// Whether it can be written to: a standby cannot.
    package var isWritable: Bool
    /// Whether the connection is encrypted, or does not leave the machine.
    package var isPrivate: Bool
    /// Dead rows of the queue's tables that wait to be cleaned up, and those that live.
    package var deadRows: Int
    package var liveRows: Int
    /// Tables of the queue that the server was told not to clean up.
    package var neglectedTables: [String]
    /// How long the oldest open transaction has been open: until it ends, no dead row behind it can be cleaned up. As
    /// far as this user may see it.
    package var oldestTransaction: Duration
    /// Whether a pooler stands before the server.
    package var isPooled: Bool
    /// Whether the address says that the pooler hands connections out for a transaction at a time.
    package var expectsPooler: Bool

    package init(
        version: String = "15.0", versionNumber: Int = 150_000, clockAhead: Duration = .zero,
        mostConnections: Int = 100, connections: Int = 1, isVacuuming: Bool = true, isDurable: Bool = true,
        isWritable: Bool = true, isPrivate: Bool = true, deadRows: Int = 0, liveRows: Int = 0,
        neglectedTables: [String] = [], oldestTransaction: Duration = .zero, isPooled: Bool = false,
        expectsPooler: Bool = false
    ) {
        self.version = version
        self.versionNumber = versionNumber
        self.clockAhead = clockAhead
        self.mostConnections = mostConnections
        self.connections = connections
        self.isVacuuming = isVacuuming
        self.isDurable = isDurable
        self.isWritable = isWritable
        self.isPrivate = isPrivate
        self.deadRows = deadRows
        self.liveRows = liveRows
        self.neglectedTables = neglectedTables
        self.oldestTransaction = oldestTransaction
        self.isPooled = isPooled
        self.expectsPooler = expectsPooler
    }

    /// Asks the server. Blocks.
    ///
    /// - Parameter clock: This machine's time.
    /// - Throws: `StoreError`.
    package static func ask(
        _ address: ServerAddress, clock: @escaping @Sendable () -> Timestamp
    ) throws -> ServerFacts {
        do {
            let connection = try Connection(address)
            let measure = ServerClock(clock)
            try measure.measure(connection)
            let rows = try connection.run(
                """
                SELECT current_setting('server_version'), current_setting('server_version_num')::integer,
                    current_setting('max_connections')::integer, (SELECT count(*) FROM pg_stat_activity),
                    current_setting('autovacuum')::boolean,
                    current_setting('fsync')::boolean AND current_setting('full_page_writes')::boolean,
                    NOT pg_is_in_recovery() AND NOT current_setting('transaction_read_only')::boolean,
                    coalesce((SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()), false)
                        OR inet_server_addr() IS NULL OR inet_client_addr() = inet_server_addr(),
                    (SELECT coalesce(sum(n_dead_tup), 0) FROM pg_stat_user_tables WHERE schemaname = current_schema()),
                    (SELECT coalesce(sum(n_live_tup), 0) FROM pg_stat_user_tables WHERE schemaname = current_schema()),
                    (SELECT coalesce(string_agg(relname, ',' ORDER BY relname), '') FROM pg_catalog.pg_class
                        WHERE relnamespace = current_schema()::regnamespace AND relkind = 'r'
                            AND reloptions && ARRAY['autovacuum_enabled=false', 'autovacuum_enabled=off']),
                    (SELECT coalesce(max(extract(epoch FROM clock_timestamp() - xact_start) * 1000000), 0)::bigint
                        FROM pg_stat_activity
                        WHERE backend_type = 'client backend' AND datname = current_database()
                            AND pid <> pg_backend_pid()),
                    pg_backend_pid()
                """)
            guard rows.count == 1 else { throw StoreError(.unexpected, "\(address) tells nothing about itself.") }
            let row = rows[0]
            return ServerFacts(
                version: row.text(0), versionNumber: row.int(1), clockAhead: measure.offset,
                mostConnections: row.int(2), connections: row.int(3), isVacuuming: row.flag(4), isDurable: row.flag(5),
                isWritable: row.flag(6), isPrivate: row.flag(7), deadRows: row.int(8), liveRows: row.int(9),
                neglectedTables: row.text(10).split(separator: ",").map(String.init),
                oldestTransaction: .microseconds(row.int64(11)),
                // A pooler gives its clients numbers of its own.
                isPooled: row.int(12) != Int(connection.processID), expectsPooler: address.pooling == .transaction)
        } catch {
            throw StoreError(serverError: error, at: address)
        }
    }
}
