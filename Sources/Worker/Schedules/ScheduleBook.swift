package import JobModel
package import JobStore

/// What is to run when: the definitions there are, and for whom.
package protocol ScheduleBook: Sendable {
    /// Looks whether definitions or sellers have changed. Another number than before means that rows are planned anew.
    func edition() async -> Int
    /// A row for each definition and seller, and the names of all definitions.
    func plans(now: Timestamp) async -> (plans: [SchedulePlan], definitions: Set<String>)
    /// What a row does whose time has come; `nil` when nothing is known of its definition or seller any more.
    func fire(_ row: ScheduleRow, now: Timestamp) async -> ScheduledFire?
}

/// What a row does when its time has come.
package struct ScheduledFire: Sendable {
    /// What to write.
    package var fire: ScheduleFire
    /// Why a job that was due could not be made; `nil` when all could.
    package var rejection: JobRejection?
    /// The first fire that got no job of its own because nobody was there; `nil` when each got one.
    package var passedOverSince: Timestamp?

    package init(fire: ScheduleFire, rejection: JobRejection? = nil, passedOverSince: Timestamp? = nil) {
        self.fire = fire
        self.rejection = rejection
        self.passedOverSince = passedOverSince
    }
}
