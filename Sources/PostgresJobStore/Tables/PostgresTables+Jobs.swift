package import JobModel
package import JobStore

// Jobs: the hot table. Every query on it is served by one of its partial indices.
extension PostgresTables {
    static let jobColumns = """
        j.id, j.kind, j.lane_id, j.authorization_id, j.operation, j.state, j.wait_reason, j.priority, j.run_at, j.attempt,
        j.max_attempts, j.run, j.crashes, j.is_suspect, j.is_in_doubt, j.holds_permit, j.cancel_requested, j.worker,
        j.created_at, j.started_at, j.finished_at, j.deadline, j.unique_key, j.checkpoint, j.error_kind, j.error_message,
        j.error_status, j.error_request_id, j.result_status, j.result_bytes, j.result_sha256, j.result_path,
        j.result_inline, j.result_pages, j.progress, j.call_started_at, j.call_ended_at, j.call_status,
        j.call_request_id, j.call_rate_limit, j.schedule_id, j.scheduled_at, j.cursor, j.is_template, j.cursor_edition,
        j.is_behind
        FROM job j
        """

    /// How many these are.
    static let jobColumnCount = 46

    func job(_ row: Columns) -> JobRow {
        // The columns of a schedule are looked at only where there is one.
        let scheduleID = row.optionalInt64(40)
        let isScheduled = scheduleID != nil
        return JobRow(
            id: JobID(row.int64(0)), kind: row.text(1), laneID: row.int64(2), authorizationID: row.optionalInt64(3),
            operation: row.text(4), state: JobState(rawValue: row.int(5)) ?? .failed,
            waitReason: WaitReason(rawValue: row.int(6)) ?? .new, priority: row.int(7), runAt: row.instant(8),
            attempt: row.int(9), maxAttempts: row.int(10), run: row.int(11), crashes: row.int(12),
            isSuspect: row.flag(13), isInDoubt: row.flag(14), holdsPermit: row.flag(15), cancelRequested: row.flag(16),
            worker: row.optionalText(17).map { WorkerID($0) }, createdAt: row.instant(18),
            startedAt: row.optionalInstant(19), finishedAt: row.optionalInstant(20), deadline: row.optionalInstant(21),
            uniqueKey: row.optionalText(22), checkpoint: row.optionalText(23),
            progress: row.optionalText(34), failure: row.failure(24),
            result: row.optionalInt(29).map { bytes in
                JobResult(
                    status: row.optionalInt(28), bytes: bytes, sha256: row.optionalText(30), path: row.optionalText(31),
                    inline: row.optionalText(32), pages: row.optionalInt(33))
            }, lastCall: row.lastCall(35), scheduleID: scheduleID,
            scheduledAt: isScheduled ? row.optionalInstant(41) : nil,
            cursor: isScheduled ? row.optionalText(42) : nil, isTemplate: isScheduled && row.flag(43),
            cursorEdition: isScheduled ? row.optionalInt(44) : nil, isBehind: isScheduled && row.flag(45))
    }

    /// The columns of a new job, in the order of `insert`.
    static let newJobColumns = [
        ("id", "bigint"), ("kind", "text"), ("lane_id", "bigint"), ("authorization_id", "bigint"),
        ("operation", "text"), ("priority", "integer"), ("run_at", "bigint"), ("max_attempts", "bigint"),
        ("created_at", "bigint"), ("deadline", "bigint"), ("unique_key", "text"), ("params", "text"),
        ("options", "text"), ("output", "text"), ("has_body", "boolean"), ("schedule_id", "bigint"),
        ("scheduled_at", "bigint"), ("is_template", "boolean"),
    ].map { (name: $0.0, type: $0.1) }

    package func insert(_ row: JobRow, _ content: JobContent) throws -> JobID {
        try requireLock(authorizationID: row.authorizationID, laneID: row.laneID)
        if row.deadline != nil { outlook = nil }
        fetched.horizons?[row.laneID] = nil
        let id = try nextJobID()
        try write { pending in
            pending.newJobs.add([
                id, row.kind, row.laneID, row.authorizationID, row.operation, row.priority, row.runAt.microseconds,
                row.maxAttempts, row.createdAt.microseconds, row.deadline?.microseconds, row.uniqueKey,
                content.parameters, content.options, content.output, content.body != nil, row.scheduleID,
                row.scheduledAt?.microseconds, row.isTemplate,
            ])
            if let body = content.body { pending.newBodies.add([id, body]) }
        }
        try flushIfLarge()
        return JobID(id)
    }

    /// The columns that `update` compares, in its order.
    static let changingJobColumns = [
        ("lane_id", "bigint"), ("state", "integer"), ("wait_reason", "integer"), ("run_at", "bigint"),
        ("attempt", "integer"), ("run", "integer"), ("crashes", "integer"), ("is_suspect", "boolean"),
        ("is_in_doubt", "boolean"), ("holds_permit", "boolean"), ("cancel_requested", "boolean"), ("worker", "text"),
        ("started_at", "bigint"), ("finished_at", "bigint"), ("deadline", "bigint"), ("checkpoint", "text"),
        ("progress", "text"), ("error_kind", "text"), ("error_message", "text"), ("error_status", "integer"),
        ("error_request_id", "text"), ("result_status", "integer"), ("result_bytes", "bigint"),
        ("result_sha256", "text"), ("result_path", "text"), ("result_inline", "text"), ("result_pages", "integer"),
        ("call_started_at", "bigint"), ("call_ended_at", "bigint"), ("call_status", "integer"),
        ("call_request_id", "text"), ("call_rate_limit", "double precision"), ("cursor", "text"),
        ("is_template", "boolean"), ("cursor_edition", "integer"), ("is_behind", "boolean"),
    ].map { (name: $0.0, type: $0.1) }

    package func update(_ row: JobRow, was: JobRow?) throws {
        fetched.jobs[row.id] = nil
        fetched.horizons?[row.laneID] = nil
        if let was { fetched.horizons?[was.laneID] = nil }
        if row.isSuspect || was?.isSuspect ?? true || row.deadline != nil { outlook = nil }
        var changes = ChangedColumns()
        changes.compare(row.laneID, was?.laneID)
        changes.compare(row.state, was?.state) { $0.rawValue }
        changes.compare(row.waitReason, was?.waitReason) { $0.rawValue }
        changes.compare(row.runAt, was?.runAt) { $0.microseconds }
        changes.compare(row.attempt, was?.attempt)
        changes.compare(row.run, was?.run)
        changes.compare(row.crashes, was?.crashes)
        changes.compare(row.isSuspect, was?.isSuspect)
        changes.compare(row.isInDoubt, was?.isInDoubt)
        changes.compare(row.holdsPermit, was?.holdsPermit)
        changes.compare(row.cancelRequested, was?.cancelRequested)
        changes.compare(row.worker, was.map(\.worker)) { $0?.value }
        changes.compare(row.startedAt, was.map(\.startedAt)) { $0?.microseconds }
        changes.compare(row.finishedAt, was.map(\.finishedAt)) { $0?.microseconds }
        changes.compare(row.deadline, was.map(\.deadline)) { $0?.microseconds }
        changes.compare(row.checkpoint, was.map(\.checkpoint))
        changes.compare(row.progress, was.map(\.progress))
        let (failure, result) = (was.map(\.failure), was.map(\.result))
        changes.compare(row.failure?.kind, failure.map { $0?.kind })
        changes.compare(row.failure?.message, failure.map { $0?.message })
        changes.compare(row.failure?.status, failure.map { $0?.status })
        changes.compare(row.failure?.requestID, failure.map { $0?.requestID })
        changes.compare(row.result?.status, result.map { $0?.status })
        changes.compare(row.result?.bytes, result.map { $0?.bytes })
        changes.compare(row.result?.sha256, result.map { $0?.sha256 })
        changes.compare(row.result?.path, result.map { $0?.path })
        changes.compare(row.result?.inline, result.map { $0?.inline })
        changes.compare(row.result?.pages, result.map { $0?.pages })
        let call = was.map(\.lastCall)
        changes.compare(row.lastCall?.startedAt, call.map { $0?.startedAt }) { $0?.microseconds }
        changes.compare(row.lastCall?.endedAt, call.map { $0?.endedAt }) { $0?.microseconds }
        changes.compare(row.lastCall?.status, call.map { $0?.status })
        changes.compare(row.lastCall?.requestID, call.map { $0?.requestID })
        changes.compare(row.lastCall?.rateLimit, call.map { $0?.rateLimit })
        changes.compare(row.cursor, was.map(\.cursor))
        changes.compare(row.isTemplate, was?.isTemplate)
        changes.compare(row.cursorEdition, was.map(\.cursorEdition))
        changes.compare(row.isBehind, was?.isBehind)
        try write({ $0.jobs.add(row.id.value, changes) }, after: { $0.jobs.holds(row.id.value) })
    }

    package func job(id: JobID) throws -> JobRow? {
        let row =
            try fetched.jobs.removeValue(forKey: id)
            ?? first("SELECT \(Self.jobColumns) WHERE j.id = $1", [id.value], job)
        if let row { try requireLock(authorizationID: row.authorizationID, laneID: row.laneID) }
        return row
    }

    package func content(of id: JobID) throws -> JobContent? {
        try first("SELECT params, options, output, has_body FROM job WHERE id = $1", [id.value]) { row in
            JobContent(
                parameters: row.text(0),
                body: row.flag(3)
                    ? try self.first("SELECT body FROM job_body WHERE job_id = $1", [id.value]) { $0.text(0) } : nil,
                options: row.text(1), output: row.optionalText(2))
        }
    }

    // Served by job_running.
    package func runningJobs() throws -> [JobRow] {
        try rows("SELECT \(Self.jobColumns) WHERE j.state = 1 ORDER BY j.id", [], job)
    }

    package func cancelRequests(worker: WorkerID) throws -> [JobRow] {
        try rows(
            "SELECT \(Self.jobColumns) WHERE j.state = 1 AND j.worker = $1 AND j.cancel_requested", [worker.value],
            job)
    }

    // Served by job_unique.
    package func openJob(authorizationID: Int64?, uniqueKey: String) throws -> JobID? {
        try first(
            """
            SELECT id FROM job
            WHERE coalesce(authorization_id, 0) = $1 AND unique_key = $2 AND unique_key IS NOT NULL AND state IN (0, 1, 5)
            """, [authorizationID ?? 0, uniqueKey]
        ) { JobID($0.int64(0)) }
    }

    // Served by job_unique_ended.
    package func endedJob(authorizationID: Int64?, uniqueKey: String, since: Timestamp) throws -> JobID? {
        try first(
            """
            SELECT id FROM job
            WHERE unique_key = $1 AND unique_key IS NOT NULL AND state > 1 AND finished_at >= $2
                AND coalesce(authorization_id, 0) = $3
            ORDER BY id DESC LIMIT 1
            """, [uniqueKey, since.microseconds, authorizationID ?? 0]
        ) { JobID($0.int64(0)) }
    }

    // Served by job_ended. Attempts and bodies go with their job.
    package func deleteJobs(state: JobState, endedBefore: Timestamp, limit: Int) throws -> Int {
        try change(
            """
            WITH gone AS (
                DELETE FROM job WHERE id = ANY(ARRAY(
                    SELECT id FROM job WHERE state = $1 AND state > 1 AND finished_at < $2
                    ORDER BY finished_at, id LIMIT $3))
                RETURNING id, has_body),
            bodies AS (DELETE FROM job_body WHERE job_id = ANY(ARRAY(SELECT id FROM gone WHERE has_body))),
            attempts AS (DELETE FROM attempt WHERE job_id = ANY(ARRAY(SELECT id FROM gone)))
            SELECT id FROM gone
            """, [state.rawValue, endedBefore.microseconds, limit])
    }
}
