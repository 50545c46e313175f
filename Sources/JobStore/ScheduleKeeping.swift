package import JobModel

/// Keeping the schedules' rows: one for each definition and seller, with the next fire and the cursor.
package protocol ScheduleKeeping: Sendable {
    /// Brings rows in line with the definitions, in chunks; when it throws, a part of it may be done.
    ///
    /// A new row gets the plan's next fire, and the pause of its definition. One that is there keeps its next fire, cursor
    /// and pause, and gets the plan's next fire only when its signature differs. Whoever plans looks for what is due
    /// thereafter: the change mark rests.
    ///
    /// - Parameters:
    ///   - plans: What the definitions want.
    ///   - definitions: The names of all definitions that there are; the plans must then be all there are, too. Rows of
    ///     other definitions, and rows without a plan, become inactive and keep what they hold. `nil` leaves all rows
    ///     that are not planned as they are.
    func planSchedules(_ plans: [SchedulePlan], complete definitions: Set<String>?) async throws
    /// Fires schedules whose time has come, at most `ScheduleFire.most`: each one moves on and puts its jobs in, or
    /// nothing happens to it. Survives a power cut once it returns.
    func fire(_ fires: [ScheduleFire]) async throws -> [ScheduleFireAnswer]
    /// Runs schedules because a person says so, all in one transaction: paused ones too, and those that nobody has
    /// planned yet. Their next fires stay. Survives a power cut.
    ///
    /// - Parameter isForced: Whether a job that has not ended yet is no obstacle.
    func fireByHand(_ fires: [HandFire], isForced: Bool, actor: String) async throws -> [HandFireAnswer]
    /// Writes what a job's templates have become, so that all its runs ask for the same. Survives a power cut. False when
    /// the job is lost.
    ///
    /// - Parameters:
    ///   - options: `nil` leaves them.
    ///   - body: `nil` for none.
    ///   - output: `nil` for none.
    ///   - cursor: What the job's success makes of the schedule's cursor; `nil` leaves that alone.
    ///   - isBehind: Whether the job's window leaves something for another one: the job's success, and nothing else, makes
    ///     its schedule due at once.
    func fillTemplate(
        _ fence: RunFence, parameters: String, options: String?, body: String?, output: String?, cursor: String?,
        isBehind: Bool
    ) async throws -> Bool
    /// Puts in jobs of the key's row that follow another job, and writes down how far the chain has come, both or nothing:
    /// the checkpoint says what the next run need not make again. The row is made when nobody has planned it. Survives a
    /// power cut. False when the chain's job is lost.
    func follow(
        _ fence: RunFence, _ key: ScheduleKey, application: String, jobs: [NewJob], _ checkpoint: Checkpoint
    ) async throws -> Bool
    /// Lets a chain's job wait while the definition that it is to run is paused: its lane is paused as well, until somebody
    /// resumes the definition. True when the run is to end, because the job rests or is lost; false when nothing is paused.
    func restChain(_ fence: RunFence, behind key: ScheduleKey) async throws -> Bool
    /// Sets how far a schedule has come; `nil` makes it begin anew. Jobs whose window was chosen before no longer move the
    /// cursor. Survives a power cut. False when there is no such row.
    func setCursor(_ key: ScheduleKey, to cursor: String?, actor: String) async throws -> Bool
    /// Pauses (`reason`) or resumes (`nil`) a definition: for all sellers, those that it selects later too, or for one
    /// seller, in all regions or one. Survives a power cut. Returns how many rows that changed.
    func pauseSchedules(
        _ definition: String, seller: String?, region: String?, reason: String?, actor: String
    ) async throws -> Int
}

/// Reading the schedules' rows.
package protocol ScheduleReading: Sendable {
    /// Rows that may fire and whose time has come, the longest overdue first.
    func dueSchedules(now: Timestamp, limit: Int) async throws -> [ScheduleRow]
    /// The earliest next fire of a row that may fire.
    func nextScheduleDue() async throws -> Timestamp?
    /// Rows by definition, seller and region.
    func schedules(matching filter: ScheduleFilter) async throws -> [ScheduleRow]
    /// Some of a definition's active rows, with what became of their last jobs.
    func schedules(matching search: ScheduleSearch) async throws -> [ScheduleStanding]
    /// One row.
    func schedule(_ key: ScheduleKey) async throws -> ScheduleRow?
    /// All definitions that have rows, by name.
    func scheduleSummaries() async throws -> [ScheduleSummary]
    /// One definition; `nil` when it has no rows.
    func scheduleSummary(_ definition: String) async throws -> ScheduleSummary?
}

extension ScheduleKeeping {
    /// Runs a schedule because a person says so.
    package func fireByHand(
        _ key: ScheduleKey, job: NewJob, isForced: Bool = false, actor: String
    ) async throws -> HandFireAnswer? {
        try await fireByHand([HandFire(key: key, job: job)], isForced: isForced, actor: actor).first
    }

    /// Writes what a job's templates have become; its options hold none.
    package func fillTemplate(
        _ fence: RunFence, parameters: String, body: String?, output: String?, cursor: String?, isBehind: Bool = false
    ) async throws -> Bool {
        try await fillTemplate(
            fence, parameters: parameters, options: nil, body: body, output: output, cursor: cursor,
            isBehind: isBehind)
    }
}
