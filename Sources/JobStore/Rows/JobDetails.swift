package import JobModel

/// The part of a job's row that most jobs do not have, or have only once they ended.
package struct JobDetails: Sendable, Hashable {
    package var deadline: Timestamp?
    package var uniqueKey: String?
    package var checkpoint: String?
    /// How far the job has come, as a JSON object for people and programs.
    package var progress: String?
    package var failure: JobFailure?
    package var result: JobResult?
    /// The last call that the job made. Of a job that succeeded at once it is the only trace: that run has no attempt.
    package var lastCall: LastCall?
    /// The number of the schedule's row that put it in.
    package var scheduleID: Int64?
    /// The instant for which it was put in; `nil` unless a schedule did it.
    package var scheduledAt: Timestamp?
    /// What its success makes of the schedule's cursor, if that is further; `nil` while its templates are not filled,
    /// and when it leaves the cursor alone.
    package var cursor: String?
    /// Whether its content holds templates that its first run fills.
    package var isTemplate = false
    /// The edition of the schedule's cursor by which its window was chosen; `nil` before its first run.
    package var cursorEdition: Int?
    /// Whether its window leaves something for another job, for which its success makes the schedule due.
    package var isBehind = false

    package init() {}

    /// Whether nothing is said.
    var isEmpty: Bool {
        result == nil && lastCall == nil && failure == nil && deadline == nil && uniqueKey == nil && checkpoint == nil
            && progress == nil && scheduleID == nil && scheduledAt == nil && cursor == nil && !isTemplate
            && cursorEdition == nil && !isBehind
    }
}

/// They are read and changed as if they were the row's own.
extension JobRow {
    package var deadline: Timestamp? {
        get { boxed.isEmpty ? nil : boxed[0].deadline }
        set { if newValue != deadline { change { $0.deadline = newValue } } }
    }

    package var uniqueKey: String? {
        get { boxed.isEmpty ? nil : boxed[0].uniqueKey }
        set { if newValue != uniqueKey { change { $0.uniqueKey = newValue } } }
    }

    package var checkpoint: String? {
        get { boxed.isEmpty ? nil : boxed[0].checkpoint }
        set { if newValue != checkpoint { change { $0.checkpoint = newValue } } }
    }

    package var progress: String? {
        get { boxed.isEmpty ? nil : boxed[0].progress }
        set { if newValue != progress { change { $0.progress = newValue } } }
    }

    package var failure: JobFailure? {
        get { boxed.isEmpty ? nil : boxed[0].failure }
        set { if newValue != failure { change { $0.failure = newValue } } }
    }

    package var result: JobResult? {
        get { boxed.isEmpty ? nil : boxed[0].result }
        set { if newValue != result { change { $0.result = newValue } } }
    }

    package var lastCall: LastCall? {
        get { boxed.isEmpty ? nil : boxed[0].lastCall }
        set { if newValue != lastCall { change { $0.lastCall = newValue } } }
    }

    package var scheduleID: Int64? {
        get { boxed.isEmpty ? nil : boxed[0].scheduleID }
        set { if newValue != scheduleID { change { $0.scheduleID = newValue } } }
    }

    package var scheduledAt: Timestamp? {
        get { boxed.isEmpty ? nil : boxed[0].scheduledAt }
        set { if newValue != scheduledAt { change { $0.scheduledAt = newValue } } }
    }

    package var cursor: String? {
        get { boxed.isEmpty ? nil : boxed[0].cursor }
        set { if newValue != cursor { change { $0.cursor = newValue } } }
    }

    package var isTemplate: Bool {
        get { boxed.isEmpty ? false : boxed[0].isTemplate }
        set { if newValue != isTemplate { change { $0.isTemplate = newValue } } }
    }

    package var cursorEdition: Int? {
        get { boxed.isEmpty ? nil : boxed[0].cursorEdition }
        set { if newValue != cursorEdition { change { $0.cursorEdition = newValue } } }
    }

    package var isBehind: Bool {
        get { boxed.isEmpty ? false : boxed[0].isBehind }
        set { if newValue != isBehind { change { $0.isBehind = newValue } } }
    }
}
