package import JobModel
package import JobStore

// Jobs, as a whole: their own rows, and what the tables that name them say of where they stand.
extension PostgresTables {
    static let jobColumns = "\(jobFields) FROM \(jobWithPlace)"

    /// A job as `j` with its present run as `r` and its end as `e`, where there are any.
    static let jobWithPlace = """
        job j LEFT JOIN job_running r ON r.lane_id = j.lane_id AND r.job_id = j.id
        LEFT JOIN job_ended e ON e.job_id = j.id
        """

    private static let jobFields = """
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

    /// The columns of a new job, in the order of `insert`.
    static let newJobColumns = [
        ("id", "bigint"), ("kind", "text"), ("lane_id", "bigint"), ("authorization_id", "bigint"),
        ("operation", "text"), ("priority", "integer"), ("run_at", "bigint"), ("max_attempts", "bigint"),
        ("created_at", "bigint"), ("deadline", "bigint"), ("late_at", "bigint"), ("unique_key", "text"),
        ("params", "text"), ("options", "text"), ("output", "text"), ("has_body", "boolean"), ("schedule_id", "bigint"),
        ("open_schedule_id", "bigint"), ("scheduled_at", "bigint"), ("is_template", "boolean"),
    ].map { (name: $0.0, type: $0.1) }

    package func insert(_ row: JobRow, _ content: JobContent) throws -> JobID {
        try requireLock(authorizationID: row.authorizationID, laneID: row.laneID)
        if row.deadline != nil { outlook = nil }
        fetched.horizons?[row.laneID] = nil
        var row = row
        row.id = JobID(try nextJobID())
        try write { pending in
            pending.newJobs.add { Self.add(row, content, &$0) }
            if let body = content.body {
                pending.newBodies.add {
                    $0.add(row.id.value)
                    $0.add(body)
                }
            }
            pending.places.enter(row)
        }
        try flushIfLarge()
        return row.id
    }

    private static func add(_ row: JobRow, _ content: JobContent, _ cells: inout BatchedInserts.Cells) {
        cells.add(row.id.value)
        cells.add(row.kind)
        cells.add(row.laneID)
        cells.add(row.authorizationID)
        cells.add(row.operation)
        cells.add(row.priority)
        cells.add(row.runAt)
        cells.add(row.maxAttempts)
        cells.add(row.createdAt)
        cells.add(row.deadline)
        cells.add(row.lateAt)
        cells.add(row.uniqueKey)
        cells.add(content.parameters)
        cells.add(content.options)
        cells.add(content.output)
        cells.add(content.body != nil)
        cells.add(row.scheduleID)
        cells.add(row.openScheduleID)
        cells.add(row.scheduledAt)
        cells.add(row.isTemplate)
    }

    /// The columns that `update` compares, in its order: those of the details last.
    static let changingJobColumns = [
        ("lane_id", "bigint"), ("wait_reason", "integer"), ("run_at", "bigint"), ("attempt", "integer"),
        ("run", "integer"), ("crashes", "integer"), ("is_suspect", "boolean"), ("is_in_doubt", "boolean"),
        ("started_at", "bigint"), ("late_at", "bigint"), ("key_free_at", "bigint"), ("open_schedule_id", "bigint"),
        ("call_started_at", "bigint"), ("call_ended_at", "bigint"), ("call_status", "integer"),
        ("call_request_id", "text"), ("call_rate_limit", "double precision"), ("deadline", "bigint"),
        ("checkpoint", "text"), ("progress", "text"), ("error_kind", "text"), ("error_message", "text"),
        ("error_status", "integer"), ("error_request_id", "text"), ("cursor", "text"), ("is_template", "boolean"),
        ("cursor_edition", "integer"), ("is_behind", "boolean"),
    ].map { (name: $0.0, type: $0.1) }

    package func update(_ changes: [JobChange]) throws {
        for change in changes {
            guard let was = try change.was ?? job(id: change.row.id) else { continue }
            try update(change.row, was: was)
        }
    }

    private func update(_ row: JobRow, was: JobRow) throws {
        if !fetched.jobs.isEmpty { fetched.jobs[row.id] = nil }
        fetched.horizons?[row.laneID] = nil
        fetched.horizons?[was.laneID] = nil
        if row.isSuspect || was.isSuspect || row.deadline != nil { outlook = nil }
        owners.learn(row)
        try take(row.authorizationID)?.change(row)
        if !row.standsAlike(was) {
            let place = fetched.places.removeValue(forKey: row.id)
            try write({ $0.places.move(row, from: was, at: place) }, after: { $0.places.holds(row.id) })
        }
        let columns = changedColumns(row, was)
        if columns.mask != 0 {
            try write({ $0.jobs.add(row.id.value, columns) }, after: { $0.jobs.holds(row.id.value) })
        }
    }

    private func changedColumns(_ row: JobRow, _ was: JobRow) -> ChangedColumns {
        var changes = ChangedColumns()
        // The run is told by the tables of what runs and has ended; when the job waits again it comes into its own row.
        let (isLeft, isNew) = (row.state != .waiting, was.state != .waiting)
        changes.compare(row.laneID, was.laneID)
        changes.compare(row.waitReason, was.waitReason) { $0.rawValue }
        changes.compare(row.runAt, was.runAt) { $0.microseconds }
        changes.compare(row.attempt, was.attempt)
        changes.compare(row.run, was.run, isNew: isNew, isLeft: isLeft) { $0 }
        changes.compare(row.crashes, was.crashes)
        changes.compare(row.isOpenSuspect, was.isOpenSuspect)
        changes.compare(row.isInDoubt, was.isInDoubt)
        changes.compare(row.startedAt, was.startedAt, isNew: isNew, isLeft: isLeft) { $0?.microseconds }
        if row.hasDetails || was.hasDetails { compareDetails(row, was, &changes) }
        return changes
    }

    private func compareDetails(_ row: JobRow, _ was: JobRow, _ changes: inout ChangedColumns) {
        changes.compare(row.lateAt, was.lateAt) { $0?.microseconds }
        changes.compare(row.keyFreeAt, was.keyFreeAt) { $0?.microseconds }
        changes.compare(row.openScheduleID, .some(was.openScheduleID))
        if row.state.isFinal {
            changes.skip(5)
        } else {
            // The end's row told the call until now.
            let old = was.state.isFinal ? nil : was.lastCall
            changes.compare(row.lastCall?.startedAt, .some(old?.startedAt)) { $0?.microseconds }
            changes.compare(row.lastCall?.endedAt, .some(old?.endedAt)) { $0?.microseconds }
            changes.compare(row.lastCall?.status, .some(old?.status))
            changes.compare(row.lastCall?.requestID, .some(old?.requestID))
            changes.compare(row.lastCall?.rateLimit, .some(old?.rateLimit))
        }
        guard !row.sharesDetails(with: was) else { return }
        let (row, was) = (row.details, was.details)
        changes.compare(row.deadline, .some(was.deadline)) { $0?.microseconds }
        changes.compare(row.checkpoint, .some(was.checkpoint))
        changes.compare(row.progress, .some(was.progress))
        changes.compare(row.failure?.kind, .some(was.failure?.kind))
        changes.compare(row.failure?.message, .some(was.failure?.message))
        changes.compare(row.failure?.status, .some(was.failure?.status))
        changes.compare(row.failure?.requestID, .some(was.failure?.requestID))
        changes.compare(row.cursor, .some(was.cursor))
        changes.compare(row.isTemplate, was.isTemplate)
        changes.compare(row.cursorEdition, .some(was.cursorEdition))
        changes.compare(row.isBehind, was.isBehind)
    }

    package func job(id: JobID) throws -> JobRow? {
        if let owner = owners.authorizationID(of: id), let known = kept.seller(owner)?.jobs[id] {
            return known
        }
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

    // Served by job_ended_at. Attempts and bodies go with their job.
    package func deleteJobs(state: JobState, endedBefore: Timestamp, limit: Int) throws -> Int {
        try change(
            """
            WITH past AS (
                DELETE FROM job_ended WHERE job_id = ANY(ARRAY(
                    SELECT job_id FROM job_ended WHERE state = $1 AND finished_at < $2
                    ORDER BY finished_at, job_id LIMIT $3))
                RETURNING job_id),
            gone AS (DELETE FROM job WHERE id = ANY(ARRAY(SELECT job_id FROM past)) RETURNING id, has_body),
            bodies AS (DELETE FROM job_body WHERE job_id = ANY(ARRAY(SELECT id FROM gone WHERE has_body))),
            attempts AS (DELETE FROM attempt WHERE job_id = ANY(ARRAY(SELECT id FROM gone)))
            SELECT id FROM gone
            """, [state.rawValue, endedBefore.microseconds, limit])
    }
}
