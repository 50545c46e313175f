package import JobModel

/// What stores that keep a job's place apart from the job tell by it.
///
/// Each job is named by a table that says where it stands: what waits, what runs, what has ended. A suspect that waits
/// is named by none.
extension JobRow {
    /// Whether the table that names the job says the same of both.
    package func standsAlike(_ other: JobRow) -> Bool {
        guard state == other.state, laneID == other.laneID else { return false }
        switch state {
        case .waiting:
            return isSuspect == other.isSuspect && runAt == other.runAt && priority == other.priority
        case .running:
            return holdsPermit == other.holdsPermit && cancelRequested == other.cancelRequested
                && run == other.run && worker == other.worker && startedAt == other.startedAt
        case .succeeded, .failed, .cancelled, .quarantined:
            return finishedAt == other.finishedAt && run == other.run && startedAt == other.startedAt
                && result == other.result && lastCall == other.lastCall
        }
    }

    /// Whether it must run alone; one that has ended need not.
    package var isOpenSuspect: Bool { isSuspect && !state.isFinal }

    /// The deadline while the job waits.
    package var lateAt: Timestamp? { state == .waiting ? deadline : nil }

    /// Since when its unique key keeps nobody out; `nil` while it does, and when there is none.
    package var keyFreeAt: Timestamp? { uniqueKey == nil || state.holdsUniqueKey ? nil : finishedAt }

    /// The number of its schedule's row while the job has not come to its end.
    package var openScheduleID: Int64? { state.holdsUniqueKey ? scheduleID : nil }
}
