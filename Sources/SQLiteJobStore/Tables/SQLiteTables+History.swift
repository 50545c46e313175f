package import JobModel
package import JobStore

// Attempts, events, counts and workers.
extension SQLiteTables {
    package func append(_ row: AttemptRow) throws {
        try execute(
            """
            INSERT INTO attempt (job_id, run, worker, started_at, ended_at, outcome, error_kind, error_message,
                error_status, error_request_id, call_started_at, call_ended_at, call_status, call_request_id,
                call_rate_limit)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            """,
            [
                row.jobID.value, row.run, row.worker?.value, row.startedAt?.microseconds, row.endedAt.microseconds,
                row.outcome, row.failure?.kind, row.failure?.message, row.failure?.status, row.failure?.requestID,
                row.lastCall?.startedAt.microseconds, row.lastCall?.endedAt?.microseconds, row.lastCall?.status,
                row.lastCall?.requestID, row.lastCall?.rateLimit,
            ])
        // Snoozes and throttles go on for weeks; the last runs tell the story. Served by attempt_job.
        if row.run > AttemptRow.kept {
            try execute(
                "DELETE FROM attempt WHERE job_id = ? AND run <= ?", [row.jobID.value, row.run - AttemptRow.kept])
        }
    }

    package func attempts(of id: JobID) throws -> [AttemptRow] {
        try rows(
            """
            SELECT job_id, run, worker, started_at, ended_at, outcome, error_kind, error_message, error_status,
                error_request_id, call_started_at, call_ended_at, call_status, call_request_id, call_rate_limit
            FROM attempt WHERE job_id = ? ORDER BY run, rowid
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
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
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
        try rows("SELECT \(Self.eventColumns) WHERE id > ? ORDER BY id LIMIT ?", [id, limit], event)
    }

    package func latestEvents(limit: Int) throws -> [EventRow] {
        try rows("SELECT \(Self.eventColumns) ORDER BY id DESC LIMIT ?", [limit], event)
    }

    // Served by event_seller.
    package func latestEvents(of key: AuthorizationKey, limit: Int) throws -> [EventRow] {
        try rows(
            """
            SELECT \(Self.eventColumns) WHERE seller = ? AND region = ? AND application = ?
            ORDER BY id DESC LIMIT ?
            """, [key.seller, key.region, key.application, limit], event)
    }

    // Served by event_at.
    package func deleteEvents(before: Timestamp, limit: Int) throws -> Int {
        try change(
            "DELETE FROM event WHERE id IN (SELECT id FROM event WHERE at < ? ORDER BY at LIMIT ?)",
            [before.microseconds, limit])
    }

    package func addToCounts(_ changes: [JobState: Int]) throws {
        for (state, change) in changes {
            try execute(
                "INSERT INTO counter (state, jobs) VALUES (?1, ?2) ON CONFLICT (state) DO UPDATE SET jobs = jobs + ?2",
                [state.rawValue, change])
        }
    }

    package func counts() throws -> [JobState: Int] {
        let pairs = try rows("SELECT state, jobs FROM counter WHERE jobs <> 0") { row in
            (JobState(rawValue: row.int(0)) ?? .failed, row.int(1))
        }
        return Dictionary(pairs) { $0 + $1 }
    }

    package func save(_ row: WorkerRow) throws {
        try execute(
            """
            INSERT INTO worker (id, host, pid, version, started_at, lease_until, is_draining, obstacle)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?)
            ON CONFLICT (id) DO UPDATE
            SET lease_until = excluded.lease_until, is_draining = excluded.is_draining, obstacle = excluded.obstacle
            """,
            [
                row.id.value, row.host, row.pid, row.version, row.startedAt.microseconds, row.leaseUntil.microseconds,
                row.isDraining ? 1 : 0, row.obstacle,
            ])
    }

    package func deleteWorker(id: WorkerID) throws {
        try execute("DELETE FROM worker WHERE id = ?", [id.value])
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
