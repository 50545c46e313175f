package import JobModel
package import JobStore

// Attempts, events, counts and workers.
extension PostgresTables {
    /// The columns of an attempt, in the order of `append`.
    static let attemptColumns = [
        ("job_id", "bigint"), ("run", "integer"), ("worker", "text"), ("started_at", "bigint"), ("ended_at", "bigint"),
        ("outcome", "text"), ("error_kind", "text"), ("error_message", "text"), ("error_status", "integer"),
        ("error_request_id", "text"), ("call_started_at", "bigint"), ("call_ended_at", "bigint"),
        ("call_status", "integer"), ("call_request_id", "text"), ("call_rate_limit", "double precision"),
    ].map { (name: $0.0, type: $0.1) }

    package func append(_ row: AttemptRow) throws {
        try write { pending in
            pending.newAttempts.add {
                $0.add(row.jobID.value)
                $0.add(row.run)
                $0.add(row.worker?.value)
                $0.add(row.startedAt)
                $0.add(row.endedAt)
                $0.add(row.outcome)
                $0.add(row.failure?.kind)
                $0.add(row.failure?.message)
                $0.add(row.failure?.status)
                $0.add(row.failure?.requestID)
                $0.add(row.lastCall?.startedAt)
                $0.add(row.lastCall?.endedAt)
                $0.add(row.lastCall?.status)
                $0.add(row.lastCall?.requestID)
                $0.add(row.lastCall?.rateLimit)
            }
        }
        // Snoozes and throttles go on for weeks; the last runs tell the story. Served by attempt_job.
        if row.run > AttemptRow.kept {
            try execute(
                "DELETE FROM attempt WHERE job_id = $1 AND run <= $2", [row.jobID.value, row.run - AttemptRow.kept])
        }
    }

    package func attempts(of id: JobID) throws -> [AttemptRow] {
        try rows(
            """
            SELECT job_id, run, worker, started_at, ended_at, outcome, error_kind, error_message, error_status,
                error_request_id, call_started_at, call_ended_at, call_status, call_request_id, call_rate_limit
            FROM attempt WHERE job_id = $1 ORDER BY run, id
            """, [id.value]
        ) { row in
            AttemptRow(
                jobID: JobID(row.int64(0)), run: row.int(1), worker: row.optionalText(2).map { WorkerID($0) },
                startedAt: row.optionalInstant(3), endedAt: row.instant(4), outcome: row.text(5),
                failure: row.failure(6), lastCall: row.lastCall(10))
        }
    }

    package func append(_ row: EventRow) throws {
        try execute(
            """
            INSERT INTO event (at, kind, application, seller, region, from_state, to_state, error_kind, error_message,
                error_status, error_request_id, fingerprint_before, fingerprint_after, note, actor)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)
            """,
            [
                row.at.microseconds, row.kind, row.application, row.seller, row.region, row.from, row.to,
                row.failure?.kind, row.failure?.message, row.failure?.status, row.failure?.requestID,
                row.fingerprintBefore, row.fingerprintAfter, row.note, row.actor,
            ])
    }

    static let eventColumns = """
        id, at, kind, application, seller, region, from_state, to_state, error_kind, error_message, error_status,
        error_request_id, fingerprint_before, fingerprint_after, note, actor FROM event
        """

    func event(_ row: Columns) -> EventRow {
        EventRow(
            id: row.int64(0), at: row.instant(1), kind: row.text(2), application: row.text(3),
            seller: row.optionalText(4), region: row.optionalText(5), from: row.optionalText(6),
            to: row.optionalText(7),
            failure: row.failure(8), fingerprintBefore: row.optionalText(12), fingerprintAfter: row.optionalText(13),
            note: row.optionalText(14), actor: row.text(15))
    }

    package func events(after id: Int64, limit: Int) throws -> [EventRow] {
        try rows("SELECT \(Self.eventColumns) WHERE id > $1 ORDER BY id LIMIT $2", [id, limit], event)
    }

    package func latestEvents(limit: Int) throws -> [EventRow] {
        try rows("SELECT \(Self.eventColumns) ORDER BY id DESC LIMIT $1", [limit], event)
    }

    // Served by event_seller.
    package func latestEvents(of key: AuthorizationKey, limit: Int) throws -> [EventRow] {
        try rows(
            """
            SELECT \(Self.eventColumns) WHERE seller = $1 AND region = $2 AND application = $3
            ORDER BY id DESC LIMIT $4
            """, [key.seller, key.region, key.application, limit], event)
    }

    // Served by event_at.
    package func deleteEvents(before: Timestamp, limit: Int) throws -> Int {
        try change(
            "DELETE FROM event WHERE id = ANY(ARRAY(SELECT id FROM event WHERE at < $1 ORDER BY at LIMIT $2))",
            [before.microseconds, limit])
    }

    // By state, so that two transactions with the same slot do not wait for each other.
    package func addToCounts(_ changes: [JobState: Int]) throws {
        let changes = changes.sorted { $0.key.rawValue < $1.key.rawValue }
        try write {
            $0.counting.append(
                (
                    sql: """
                    INSERT INTO counter (state, slot, jobs)
                    SELECT u.state, $1::integer, u.jobs FROM unnest($2::integer[], $3::bigint[]) AS u(state, jobs)
                    ON CONFLICT (state, slot) DO UPDATE SET jobs = counter.jobs + excluded.jobs
                    """,
                    values: [slot, ArrayText(changes.map(\.key.rawValue)), ArrayText(changes.map(\.value))]
                ))
        }
    }

    package func counts() throws -> [JobState: Int] {
        let pairs = try rows("SELECT state, sum(jobs) FROM counter GROUP BY state HAVING sum(jobs) <> 0") { row in
            (JobState(rawValue: row.int(0)) ?? .failed, row.int(1))
        }
        return Dictionary(pairs) { $0 + $1 }
    }

    /// Which row of the counters this connection adds to: another one than most others.
    private var slot: Int { Int(connection.processID) % 64 }

    /// Takes note that something may let a worker do more.
    func markChange() throws {
        try write {
            $0.counting.append(
                (
                    sql: """
                    INSERT INTO change_mark (slot, changes) VALUES ($1, 1)
                    ON CONFLICT (slot) DO UPDATE SET changes = change_mark.changes + 1
                    """, values: [slot]
                ))
        }
    }

    /// Changes with every such note and with every row that another program puts into the inbox.
    func changes() throws -> Int64 {
        try first(
            """
            SELECT (SELECT coalesce(sum(changes), 0) FROM change_mark)::bigint
                + (SELECT coalesce(max(id), 0) FROM inbox)
            """
        ) { $0.int64(0) } ?? 0
    }

    package func save(_ row: WorkerRow) throws {
        try execute(
            """
            INSERT INTO worker (id, host, pid, version, started_at, lease_until, is_draining, obstacle)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
            ON CONFLICT (id) DO UPDATE
            SET lease_until = excluded.lease_until, is_draining = excluded.is_draining, obstacle = excluded.obstacle
            """,
            [
                row.id.value, row.host, row.pid, row.version, row.startedAt.microseconds, row.leaseUntil.microseconds,
                row.isDraining, row.obstacle,
            ])
    }

    package func deleteWorker(id: WorkerID) throws {
        try execute("DELETE FROM worker WHERE id = $1", [id.value])
    }

    /// Whether a worker has let its lease pass, or runs jobs without one.
    func hasDeadWorkers(now: Timestamp) throws -> Bool {
        try first(
            """
            SELECT EXISTS (SELECT 1 FROM worker WHERE lease_until < $1)
                OR EXISTS (SELECT 1 FROM job_running r WHERE NOT EXISTS (SELECT 1 FROM worker w WHERE w.id = r.worker))
            """, [now.microseconds]
        ) { $0.flag(0) } ?? false
    }

    /// The workers that have a lease and take jobs, as they last said.
    func claimingWorkers(now: Timestamp) throws -> [WorkerID] {
        try rows(
            "SELECT id FROM worker WHERE lease_until >= $1 AND NOT is_draining AND obstacle IS NULL ORDER BY id",
            [now.microseconds]
        ) { WorkerID($0.text(0)) }
    }

    package func workers() throws -> [WorkerRow] {
        try rows(
            """
            SELECT id, host, pid, version, started_at, lease_until, is_draining, obstacle
            FROM worker ORDER BY started_at
            """
        ) { row in
            WorkerRow(
                id: WorkerID(row.text(0)), host: row.text(1), pid: row.int(2), version: row.text(3),
                startedAt: row.instant(4), leaseUntil: row.instant(5), isDraining: row.flag(6),
                obstacle: row.optionalText(7))
        }
    }
}
