package import JobModel

/// Schedules: what their jobs ask for, and how far they have come.
///
/// A job's window begins at the cursor that it finds at its first run, and ends where its success takes the cursor. So a
/// window that failed is part of the next one, as long as nobody sets the cursor back in between: jobs whose window was
/// chosen before that no longer move it.
///
/// A window that was cut leaves something for another job. That one does not wait for the next fire, which may be a day
/// away, but only a success calls for it: jobs that fail or cannot run would be followed by others without end.
extension QueueTransaction {
    /// Writes what a job's templates have become. False when the job is lost.
    package mutating func fillTemplate(
        _ fence: RunFence, parameters: String, options: String?, body: String?, output: String?, cursor: String?,
        isBehind: Bool
    ) throws -> Bool {
        guard var job = try held(fence), let before = try tables.content(of: fence.job) else { return false }
        let content = JobContent(
            parameters: parameters, body: body, options: options ?? before.options, output: output)
        if content != before { try tables.update(content, of: job.id) }
        job.isTemplate = false
        job.cursor = cursor
        job.isBehind = isBehind
        try save(job, before: .running)
        return true
    }

    /// Takes note of the success of a job, if a schedule put it in. Returns the schedule's row.
    mutating func advanceSchedule(by job: JobRow) throws -> ScheduleRow? {
        guard let id = job.scheduleID, var row = try tables.schedule(id: id) else { return nil }
        row.succeed(job, now: now)
        if job.isBehind, row.isActive, let next = row.nextFireAt { row.nextFireAt = min(next, now) }
        try tables.update(row)
        return row
    }

    /// Sets how far a schedule has come. False when there is no such row.
    package mutating func setCursor(_ key: ScheduleKey, to cursor: String?, actor: String) throws -> Bool {
        guard var row = try tables.schedule(key: key) else { return false }
        let before = row.cursor
        row.cursor = cursor
        row.cursorEdition += 1
        try tables.update(row)
        try tell("cursorSet", [row], "from \(before ?? "nothing") to \(cursor ?? "nothing")", actor: actor)
        return true
    }
}
