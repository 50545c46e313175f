package import JobModel
package import JobStore

// Jobs: the hot table. Every query on it is served by one of its partial indices.
extension SQLiteTables {
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

    func job(_ row: Columns) -> JobRow {
        var job = JobRow(
            id: JobID(row.int64(0)), kind: row.text(1), laneID: row.int64(2), authorizationID: row.optionalInt64(3),
            operation: row.text(4), state: JobState(rawValue: row.int(5)) ?? .failed,
            waitReason: WaitReason(rawValue: row.int(6)) ?? .new, priority: row.int(7), runAt: row.instant(8),
            attempt: row.int(9), maxAttempts: row.int(10), run: row.int(11), crashes: row.int(12),
            isSuspect: row.flag(13), isInDoubt: row.flag(14), holdsPermit: row.flag(15), cancelRequested: row.flag(16),
            worker: row.optionalText(17).map { WorkerID($0) }, createdAt: row.instant(18),
            startedAt: row.optionalInstant(19), finishedAt: row.optionalInstant(20))
        job.details = details(row)
        return job
    }

    private func details(_ row: Columns) -> JobDetails {
        var details = JobDetails()
        details.deadline = row.optionalInstant(21)
        details.uniqueKey = row.optionalText(22)
        details.checkpoint = row.optionalText(23)
        details.failure = row.failure(24)
        details.result = row.optionalInt(29).map { bytes in
            JobResult(
                status: row.optionalInt(28), bytes: bytes, sha256: row.optionalText(30), path: row.optionalText(31),
                inline: row.optionalText(32), pages: row.optionalInt(33))
        }
        details.progress = row.optionalText(34)
        details.lastCall = row.lastCall(35)
        // The columns of a schedule are looked at only where there is one.
        guard let scheduleID = row.optionalInt64(40) else { return details }
        details.scheduleID = scheduleID
        details.scheduledAt = row.optionalInstant(41)
        details.cursor = row.optionalText(42)
        details.isTemplate = row.flag(43)
        details.cursorEdition = row.optionalInt(44)
        details.isBehind = row.flag(45)
        return details
    }

    static let jobInsertion = """
        INSERT INTO job (kind, lane_id, authorization_id, operation, priority, run_at, max_attempts, created_at,
            params, options, output, has_body, deadline, unique_key, held_key, schedule_id, scheduled_at, is_template)
        VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?14, ?15, ?16, ?17)
        """

    package func insert(_ row: JobRow, _ content: JobContent) throws -> JobID {
        let id = try insert(hot.insertJob) { binding in
            binding.add(row.kind)
            binding.add(row.laneID)
            binding.add(ColumnValue(row.authorizationID))
            binding.add(row.operation)
            binding.add(row.priority)
            binding.add(row.runAt.microseconds)
            binding.add(row.maxAttempts)
            binding.add(row.createdAt.microseconds)
            binding.add(content.parameters)
            binding.add(content.options)
            binding.add(ColumnValue(content.output))
            binding.add(content.body == nil ? 0 : 1)
            binding.add(ColumnValue(row.deadline))
            binding.add(ColumnValue(row.uniqueKey))
            binding.add(ColumnValue(row.scheduleID))
            binding.add(ColumnValue(row.scheduledAt))
            binding.add(row.isTemplate ? .integer(1) : .null)
        }
        if let body = content.body {
            try execute("INSERT INTO job_body (job_id, body) VALUES (?, ?)", [id, body])
        }
        return JobID(id)
    }

    /// The columns that `update` compares, in its order: those of the details last.
    static let changingJobColumns = [
        "lane_id", "state", "wait_reason", "run_at", "attempt", "run", "crashes", "is_suspect", "is_in_doubt",
        "holds_permit", "cancel_requested", "worker", "started_at", "finished_at", "held_key", "deadline", "checkpoint",
        "progress", "error_kind", "error_message", "error_status", "error_request_id", "result_status", "result_bytes",
        "result_sha256", "result_path", "result_inline", "result_pages", "call_started_at", "call_ended_at",
        "call_status", "call_request_id", "call_rate_limit", "cursor", "is_template", "cursor_edition", "is_behind",
    ]

    package func update(_ row: JobRow, was: JobRow?) throws {
        var changes = ChangedColumns(areAll: was == nil)
        let was = was ?? row
        changes.compare(row.laneID, was.laneID)
        changes.compare(row.state.rawValue, was.state.rawValue)
        changes.compare(row.waitReason.rawValue, was.waitReason.rawValue)
        changes.compare(row.runAt, was.runAt)
        changes.compare(row.attempt, was.attempt)
        changes.compare(row.run, was.run)
        changes.compare(row.crashes, was.crashes)
        changes.compare(row.isSuspect, was.isSuspect)
        changes.compare(row.isInDoubt, was.isInDoubt)
        changes.compare(row.holdsPermit, was.holdsPermit)
        changes.compare(row.cancelRequested, was.cancelRequested)
        changes.compare(row.worker?.value, was.worker?.value)
        changes.compare(row.startedAt, was.startedAt)
        changes.compare(row.finishedAt, was.finishedAt)
        changes.compare(heldKey(row), heldKey(was))
        if changes.areAll || !row.sharesDetails(with: was) { compare(row.details, was.details, &changes) }
        try update(hot.updateJob, id: row.id.value, changes)
    }

    /// The unique key while it keeps others out.
    private func heldKey(_ row: JobRow) -> String? { row.state.holdsUniqueKey ? row.uniqueKey : nil }

    private func compare(_ row: JobDetails, _ was: JobDetails, _ changes: inout ChangedColumns) {
        changes.compare(row.deadline, was.deadline)
        changes.compare(row.checkpoint, was.checkpoint)
        changes.compare(row.progress, was.progress)
        changes.compare(row.failure?.kind, was.failure?.kind)
        changes.compare(row.failure?.message, was.failure?.message)
        changes.compare(row.failure?.status, was.failure?.status)
        changes.compare(row.failure?.requestID, was.failure?.requestID)
        changes.compare(row.result?.status, was.result?.status)
        changes.compare(row.result?.bytes, was.result?.bytes)
        changes.compare(row.result?.sha256, was.result?.sha256)
        changes.compare(row.result?.path, was.result?.path)
        changes.compare(row.result?.inline, was.result?.inline)
        changes.compare(row.result?.pages, was.result?.pages)
        changes.compare(row.lastCall?.startedAt, was.lastCall?.startedAt)
        changes.compare(row.lastCall?.endedAt, was.lastCall?.endedAt)
        changes.compare(row.lastCall?.status, was.lastCall?.status)
        changes.compare(row.lastCall?.requestID, was.lastCall?.requestID)
        changes.compare(row.lastCall?.rateLimit, was.lastCall?.rateLimit)
        changes.compare(row.cursor, was.cursor)
        changes.compare(seldom: row.isTemplate, was.isTemplate)
        changes.compare(row.cursorEdition, was.cursorEdition)
        changes.compare(seldom: row.isBehind, was.isBehind)
    }

    package func job(id: JobID) throws -> JobRow? {
        try first("SELECT \(Self.jobColumns) WHERE j.id = ?", [id.value], job)
    }

    package func content(of id: JobID) throws -> JobContent? {
        try first("SELECT params, options, output, has_body FROM job WHERE id = ?", [id.value]) { row in
            JobContent(
                parameters: row.text(0),
                body: row.flag(3)
                    ? try self.first("SELECT body FROM job_body WHERE job_id = ?", [id.value]) { $0.text(0) } : nil,
                options: row.text(1), output: row.optionalText(2))
        }
    }

    // Served by job_suspect.
    package func waitingSuspects(limit: Int) throws -> [JobRow] {
        try rows(
            "SELECT \(Self.jobColumns) WHERE j.state = 0 AND j.is_suspect = 1 ORDER BY j.run_at, j.id LIMIT ?", [limit],
            job)
    }

    // Served by job_suspect.
    package func runningSuspects() throws -> Int {
        try first("SELECT count(*) FROM job WHERE state = 1 AND is_suspect = 1") { $0.int(0) } ?? 0
    }

    // Served by job_deadline.
    package func expiredJobs(now: Timestamp, limit: Int) throws -> [JobRow] {
        try rows(
            """
            SELECT \(Self.jobColumns)
            WHERE j.state = 0 AND j.deadline IS NOT NULL AND j.deadline <= ? ORDER BY j.deadline LIMIT ?
            """, [now.microseconds, limit], job)
    }

    // Served by job_deadline.
    package func nextDeadline() throws -> Timestamp? {
        try first("SELECT min(deadline) FROM job WHERE state = 0 AND deadline IS NOT NULL") { $0.optionalInstant(0) }
            ?? nil
    }

    // Served by job_running, which is named because the order alone would make SQLite walk through the whole table.
    package func runningJobs() throws -> [JobRow] {
        try rows("SELECT \(Self.jobColumns) INDEXED BY job_running WHERE j.state = 1 ORDER BY j.id", [], job)
    }

    // Served by job_running.
    package func cancelRequests(worker: WorkerID) throws -> [JobRow] {
        try rows(
            """
            SELECT \(Self.jobColumns) INDEXED BY job_running
            WHERE j.state = 1 AND j.worker = ? AND j.cancel_requested = 1
            """, [worker.value], job)
    }

    // Served by job_unique.
    package func openJob(authorizationID: Int64?, uniqueKey: String) throws -> JobID? {
        try first(
            """
            SELECT id FROM job
            WHERE ifnull(authorization_id, 0) = ? AND held_key = ? AND held_key IS NOT NULL
            """, [authorizationID ?? 0, uniqueKey]
        ) { JobID($0.int64(0)) }
    }

    // Served by job_unique_ended.
    package func endedJob(authorizationID: Int64?, uniqueKey: String, since: Timestamp) throws -> JobID? {
        try first(
            """
            SELECT id FROM job
            WHERE unique_key = ? AND unique_key IS NOT NULL AND finished_at >= ?
                AND ifnull(authorization_id, 0) = ?
            ORDER BY id DESC LIMIT 1
            """, [uniqueKey, since.microseconds, authorizationID ?? 0]
        ) { JobID($0.int64(0)) }
    }

    // Served by job_ended. Attempts and bodies go with their job.
    package func deleteJobs(state: JobState, endedBefore: Timestamp, limit: Int) throws -> Int {
        try change(
            """
            DELETE FROM job WHERE id IN (
                SELECT id FROM job WHERE state = ? AND state > 1 AND finished_at < ? ORDER BY finished_at, id LIMIT ?)
            """, [state.rawValue, endedBefore.microseconds, limit])
    }
}
