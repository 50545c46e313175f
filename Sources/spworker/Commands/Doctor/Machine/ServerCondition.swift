import JobStore
import PostgresJobStore

/// What is to be said of a PostgreSQL server. Made of values alone.
struct ServerCondition {
    /// The oldest version that has all that is needed; the tests run on 15.
    private static let oldest = 130_000
    /// A clock that is further off is told of. 2 s.
    private static let skew = Duration.seconds(2)
    /// A transaction that has been open for longer is told of. 15 minutes.
    private static let longest = Duration.seconds(900)

    let place: String
    let facts: ServerFacts
    /// Steps of the schema that are applied, and all that this program knows.
    let schema: (applied: Int, known: Int)

    var findings: [DoctorFinding] {
        [state]
            + [version, writable, durable, privacy, clock, connections, pooler, vacuum, neglect, openTransaction]
            .compactMap(\.self)
    }

    private var state: DoctorFinding {
        if schema.applied < schema.known {
            return .warning(
                .database, "\(place) has schema \(schema.applied) of \(schema.known).",
                cure: "'spworker run' brings it up to date by itself, or 'spworker migrate up' now.")
        }
        return .ok(.database, "\(place) can be used: PostgreSQL \(facts.version), schema \(schema.applied).")
    }

    private var version: DoctorFinding? {
        guard facts.versionNumber < Self.oldest else { return nil }
        return .warning(
            .database, "PostgreSQL \(facts.version) is older than what spworker needs.",
            cure: "Use version 13 or newer; 15 is what it is tested with.")
    }

    private var writable: DoctorFinding? {
        guard !facts.isWritable else { return nil }
        return .fault(
            .database, "\(place) is read-only.",
            cure: "Name the primary, or add target_session_attrs=read-write to the address.")
    }

    private var durable: DoctorFinding? {
        guard !facts.isDurable else { return nil }
        return .warning(
            .database, "The server has fsync or full_page_writes switched off: a power cut loses jobs or the database.",
            cure: "Switch both on in postgresql.conf.")
    }

    private var privacy: DoctorFinding? {
        guard !facts.isPrivate else { return nil }
        return .warning(
            .database, "What goes to the server can be read on the way.",
            cure: "Add sslmode=verify-full to the address.")
    }

    private var clock: DoctorFinding? {
        let distance = max(facts.clockAhead, .zero - facts.clockAhead)
        guard distance > Self.skew else { return nil }
        return .warning(
            .database,
            "The server's clock is \(distance.rough) \(facts.clockAhead > .zero ? "ahead of" : "behind") this machine's.",
            cure: "Let both machines keep time by NTP; the server's decides meanwhile.")
    }

    private var connections: DoctorFinding? {
        guard facts.connections * 10 > facts.mostConnections * 8 else { return nil }
        return .warning(
            .database, "\(facts.connections) of the server's \(facts.mostConnections) connections are taken.",
            cure: "Raise max_connections, or put PgBouncer before it and add pool_mode=transaction to the address.")
    }

    private var vacuum: DoctorFinding? {
        if !facts.isVacuuming {
            return .warning(
                .database, "The server does not clean up by itself (autovacuum is off): the queue will grow slow.",
                cure: "Switch autovacuum on in postgresql.conf.")
        }
        guard facts.deadRows > 100_000, facts.deadRows > facts.liveRows else { return nil }
        return .warning(
            .database, "\(facts.deadRows) dead rows wait to be cleaned up, more than there are living ones.",
            cure: "Look in pg_stat_activity for a transaction that has been open for long, and end it.")
    }

    private var pooler: DoctorFinding? {
        if facts.isPooled, !facts.expectsPooler {
            return .note(
                .database, "A pooler stands before the server, and the address does not say so.",
                cure:
                    "If it hands out connections by the transaction, as PgBouncer does with pool_mode=transaction, add "
                    + "pool_mode=transaction to the address. With session pooling all is well.")
        }
        guard facts.expectsPooler, !facts.isPooled else { return nil }
        return .note(
            .database,
            "The address says pool_mode=transaction, but the server answers itself: without that, statements are prepared once "
                + "and workers are woken at once.")
    }

    private var neglect: DoctorFinding? {
        guard !facts.neglectedTables.isEmpty else { return nil }
        let tables = facts.neglectedTables.joined(separator: ", ")
        return .warning(
            .database, "Autovacuum is off for \(tables): the queue will grow slow.",
            cure: "Say 'ALTER TABLE NAME RESET (autovacuum_enabled)' for each.")
    }

    private var openTransaction: DoctorFinding? {
        guard facts.oldestTransaction > Self.longest else { return nil }
        return .warning(
            .database,
            "A transaction has been open for \(facts.oldestTransaction.rough): dead rows behind it cannot be cleaned up.",
            cure: "Find it in pg_stat_activity by xact_start, and end it with pg_terminate_backend.")
    }
}
