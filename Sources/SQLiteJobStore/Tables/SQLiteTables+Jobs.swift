package import JobModel
package import JobStore

// Jobs, as a whole: their own rows, and what the tables that name them say of where they stand.
extension SQLiteTables {
    static let jobColumns = "\(jobFields) FROM \(jobWithPlace)"

    /// A job as `j` with its present run as `r` and its end as `e`, where there are any.
    static let jobWithPlace = """
        job j LEFT JOIN job_running r ON r.lane_id = j.lane_id AND r.job_id = j.id
        LEFT JOIN job_ended e ON e.job_id = j.id
        """

    /// What a job's row is read from: the job as `j`, its present run as `r`, its end as `e`.
    static let jobFields = """
        j.id, j.kind, j.lane_id, j.authorization_id, j.operation, j.wait_reason, j.priority, j.run_at, j.attempt,
        j.max_attempts, j.run, j.crashes, j.is_suspect, j.is_in_doubt, j.created_at, j.started_at,
        r.run, r.worker, r.started_at, r.holds_permit, r.cancel_requested,
        e.state, e.finished_at, e.run, e.started_at, e.result_status, e.result_bytes, e.result_sha256, e.result_path,
        e.result_inline, e.result_pages, e.call_started_at, e.call_ended_at, e.call_status, e.call_request_id,
        e.call_rate_limit,
        j.call_started_at, j.call_ended_at, j.call_status, j.call_request_id, j.call_rate_limit,
        j.deadline, j.unique_key, j.checkpoint, j.progress, j.error_kind, j.error_message, j.error_status,
        j.error_request_id, j.schedule_id, j.scheduled_at, j.cursor, j.is_template, j.cursor_edition, j.is_behind
        """

    func job(_ row: Columns) -> JobRow {
        var job = JobRow(
            id: JobID(row.int64(0)), kind: row.text(1), laneID: row.int64(2), authorizationID: row.optionalInt64(3),
            operation: row.text(4), waitReason: WaitReason(rawValue: row.int(5)) ?? .new, priority: row.int(6),
            runAt: row.instant(7), attempt: row.int(8), maxAttempts: row.int(9), run: row.int(10), crashes: row.int(11),
            isSuspect: row.flag(12), isInDoubt: row.flag(13), createdAt: row.instant(14),
            startedAt: row.optionalInstant(15))
        if let run = row.optionalInt(16) {
            job.state = .running
            job.run = run
            job.worker = WorkerID(row.text(17))
            job.startedAt = row.instant(18)
            job.holdsPermit = row.flag(19)
            job.cancelRequested = row.flag(20)
        } else if let state = row.optionalInt(21) {
            job.state = JobState(rawValue: state) ?? .failed
            job.finishedAt = row.instant(22)
            job.run = row.int(23)
            job.startedAt = row.optionalInstant(24)
        }
        job.details = details(row, isFinal: job.state.isFinal)
        return job
    }

    private func details(_ row: Columns, isFinal: Bool) -> JobDetails {
        var details = JobDetails()
        if isFinal {
            details.result = row.optionalInt(26).map { bytes in
                JobResult(
                    status: row.optionalInt(25), bytes: bytes, sha256: row.optionalText(27), path: row.optionalText(28),
                    inline: row.optionalText(29), pages: row.optionalInt(30))
            }
        }
        details.lastCall = row.lastCall(isFinal ? 31 : 36)
        details.deadline = row.optionalInstant(41)
        details.uniqueKey = row.optionalText(42)
        details.checkpoint = row.optionalText(43)
        details.progress = row.optionalText(44)
        details.failure = row.failure(45)
        // The columns of a schedule are looked at only where there is one.
        guard let scheduleID = row.optionalInt64(49) else { return details }
        details.scheduleID = scheduleID
        details.scheduledAt = row.optionalInstant(50)
        details.cursor = row.optionalText(51)
        details.isTemplate = row.flag(52)
        details.cursorEdition = row.optionalInt(53)
        details.isBehind = row.flag(54)
        return details
    }

    static let jobInsertion = """
        INSERT INTO job (kind, lane_id, authorization_id, operation, priority, run_at, max_attempts, created_at,
            params, options, output, has_body, deadline, late_at, unique_key, schedule_id, open_schedule_id,
            scheduled_at, is_template)
        VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?13, ?14, ?15, ?15, ?16, ?17)
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
        var row = row
        row.id = JobID(id)
        try enterWaiting(row)
        return row.id
    }

    /// The columns that `update` compares, in its order: those of the details last.
    static let changingJobColumns = [
        "lane_id", "wait_reason", "run_at", "attempt", "run", "crashes", "is_suspect", "is_in_doubt", "started_at",
        "late_at", "key_free_at", "open_schedule_id", "call_started_at", "call_ended_at", "call_status",
        "call_request_id", "call_rate_limit", "deadline", "checkpoint", "progress", "error_kind", "error_message",
        "error_status", "error_request_id", "cursor", "is_template", "cursor_edition", "is_behind",
    ]

    package func update(_ changes: [JobChange]) throws {
        // By their places: rows are large.
        var (running, ended): ([Int], [Int]) = ([], [])
        for (place, change) in changes.enumerated() {
            guard let was = try change.was ?? job(id: change.row.id) else { continue }
            if !change.row.standsAlike(was) {
                try leave(was)
                switch change.row.state {
                case .waiting: try enterWaiting(change.row)
                case .running: running.append(place)
                case .succeeded, .failed, .cancelled, .quarantined: ended.append(place)
                }
            }
            try updateColumns(change.row, was: was)
        }
        try enter(running, of: changes, hot.insertRunning, addRunning)
        try enter(ended, of: changes, hot.insertEnded, addEnded)
    }

    private func updateColumns(_ row: JobRow, was: JobRow) throws {
        var changes = ChangedColumns(areAll: false)
        // The run is told by the tables of what runs and has ended; when the job waits again it comes into its own row.
        let (isLeft, isNew) = (row.state != .waiting, was.state != .waiting)
        changes.compare(row.laneID, was.laneID)
        changes.compare(row.waitReason.rawValue, was.waitReason.rawValue)
        changes.compare(row.runAt, was.runAt)
        changes.compare(row.attempt, was.attempt)
        changes.compare(row.run, was.run, isNew: isNew, isLeft: isLeft)
        changes.compare(row.crashes, was.crashes)
        changes.compare(row.isOpenSuspect, was.isOpenSuspect)
        changes.compare(row.isInDoubt, was.isInDoubt)
        changes.compare(row.startedAt, was.startedAt, isNew: isNew, isLeft: isLeft)
        if row.hasDetails || was.hasDetails { compareDetails(row, was, &changes) }
        try update(hot.updateJob, id: row.id.value, changes)
    }

    private func compareDetails(_ row: JobRow, _ was: JobRow, _ changes: inout ChangedColumns) {
        changes.compare(row.lateAt, was.lateAt)
        changes.compare(row.keyFreeAt, was.keyFreeAt)
        changes.compare(row.openScheduleID, was.openScheduleID)
        if row.state.isFinal {
            changes.skip(5)
        } else {
            // The end's row told the call until now.
            let old = was.state.isFinal ? nil : was.lastCall
            changes.compare(row.lastCall?.startedAt, old?.startedAt)
            changes.compare(row.lastCall?.endedAt, old?.endedAt)
            changes.compare(row.lastCall?.status, old?.status)
            changes.compare(row.lastCall?.requestID, old?.requestID)
            changes.compare(row.lastCall?.rateLimit, old?.rateLimit)
        }
        guard !row.sharesDetails(with: was) else { return }
        let (row, was) = (row.details, was.details)
        changes.compare(row.deadline, was.deadline)
        changes.compare(row.checkpoint, was.checkpoint)
        changes.compare(row.progress, was.progress)
        changes.compare(row.failure?.kind, was.failure?.kind)
        changes.compare(row.failure?.message, was.failure?.message)
        changes.compare(row.failure?.status, was.failure?.status)
        changes.compare(row.failure?.requestID, was.failure?.requestID)
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

    // Served by job_ended_at. Attempts and bodies go with their job.
    package func deleteJobs(state: JobState, endedBefore: Timestamp, limit: Int) throws -> Int {
        let ended = """
            SELECT job_id FROM job_ended WHERE state = ? AND finished_at < ? ORDER BY finished_at, job_id LIMIT ?
            """
        let values: [(any Bindable)?] = [state.rawValue, endedBefore.microseconds, limit]
        let count = try change("DELETE FROM job WHERE id IN (\(ended))", values)
        try execute("DELETE FROM job_ended WHERE job_id IN (\(ended))", values)
        return count
    }
}
