package import JobModel

/// A lane whose turn has come.
package struct DueLane: Sendable, Hashable {
    package var id: Int64
    package var nextAt: Timestamp
    package var turn: Int64

    package init(id: Int64, nextAt: Timestamp, turn: Int64) {
        self.id = id
        self.nextAt = nextAt
        self.turn = turn
    }
}

/// A waiting job and what it asks for.
package struct WaitingJob: Sendable {
    package var row: JobRow
    package var content: JobContent

    package init(row: JobRow, content: JobContent) {
        self.row = row
        self.content = content
    }
}

/// The jobs that a lane can yield now.
package struct LaneHead: Sendable {
    /// In the order in which they are to run.
    package var due: [WaitingJob]
    /// What is known of the lane's other waiting jobs; `nil` when that must be asked for. `jobAt` may be any instant that has
    /// come when there is a due one among them.
    package var others: LaneHorizon?

    package init(due: [WaitingJob], others: LaneHorizon?) {
        self.due = due
        self.others = others
    }
}

/// When a lane's waiting jobs that are no suspects can run.
package struct LaneHorizon: Sendable, Hashable {
    /// The least `runAt` over all priorities, `nil` when no job waits.
    package var jobAt: Timestamp?
    /// Whether a job of priority 0 waits.
    package var hasUrgent: Bool

    package init(jobAt: Timestamp?, hasUrgent: Bool) {
        self.jobAt = jobAt
        self.hasUrgent = hasUrgent
    }
}
