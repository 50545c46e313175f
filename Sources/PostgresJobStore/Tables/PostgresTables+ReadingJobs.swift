import JobModel
import JobStore

// How a job is read: its own row, and what the tables of runs and ends say of it.
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
}
