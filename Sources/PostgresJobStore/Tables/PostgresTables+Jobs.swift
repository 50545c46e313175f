package import JobModel
package import JobStore

// Jobs, as a whole: their own rows, and what the tables that name them say of where they stand.
extension PostgresTables {
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
