package import JobModel

/// The tables of schedules, as they are seen inside one transaction.
package protocol ScheduleTables: AnyObject {
    /// Inserts the row under a new id, which it returns.
    func insert(_ row: ScheduleRow) throws -> Int64
    /// Writes all of the row but its key.
    func update(_ row: ScheduleRow) throws
    func schedule(id: Int64) throws -> ScheduleRow?
    func schedule(key: ScheduleKey) throws -> ScheduleRow?
    /// Active rows that are not paused and whose `nextFireAt` has come, by `nextFireAt`, then id.
    func dueSchedules(now: Timestamp, limit: Int) throws -> [ScheduleRow]
    /// The least `nextFireAt` of active rows that are not paused.
    func nextScheduleDue() throws -> Timestamp?
    /// By definition, seller and region.
    func schedules(matching filter: ScheduleFilter) throws -> [ScheduleRow]
    /// A definition's active rows, with the states of their last jobs.
    func schedules(matching search: ScheduleSearch) throws -> [ScheduleStanding]
    /// By definition, or one definition alone.
    func scheduleSummaries(of definition: String?) throws -> [ScheduleSummary]
    /// Jobs of the row that have not ended or are quarantined, oldest first.
    func openJobs(scheduleID: Int64) throws -> [JobID]
}
