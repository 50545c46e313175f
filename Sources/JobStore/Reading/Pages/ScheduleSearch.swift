package import JobModel

/// What became of a schedule's last job, as lists count it.
package enum ScheduleResult: Int, Sendable, Hashable, CaseIterable {
    /// It succeeded; or it has been deleted since, and one has succeeded.
    case good = 0
    /// It failed or is quarantined.
    case failed = 1
    /// It waits or runs.
    case open = 2
    /// Somebody called it off.
    case cancelled = 3
    /// There is none, and none has ever succeeded.
    case never = 4
    /// Somebody has paused the schedule, whatever became of its last job.
    case paused = 5

    /// What has become of the row's last job.
    ///
    /// - Parameter last: The job's state; `nil` when there is none, or none any more.
    package init(_ row: ScheduleRow, last: JobState?) {
        self =
            if row.pauseReason != nil {
                .paused
            } else {
                switch last {
                case .succeeded?: .good
                case .failed?, .quarantined?: .failed
                case .waiting?, .running?: .open
                case .cancelled?: .cancelled
                case nil: row.lastSuccessAt == nil ? .never : .good
                }
            }
    }
}

/// Where a definition stands for one seller, with what became of its last job.
package struct ScheduleStanding: Sendable, Hashable {
    package var row: ScheduleRow
    /// The state of the last job; `nil` when there is none, or none any more.
    package var last: JobState?

    package init(row: ScheduleRow, last: JobState?) {
        self.row = row
        self.last = last
    }

    package var result: ScheduleResult { ScheduleResult(row, last: last) }
}

/// Which of a definition's active rows to list.
package struct ScheduleSearch: Sendable, Hashable {
    /// What comes first.
    package enum Order: Sendable, Hashable {
        /// By seller and region.
        case name
        /// The next fire. Rows that do not fire are left out.
        case nextFire
        /// The last success that is longest ago. Rows without any are left out.
        case lastSuccess
    }

    package var definition: String
    package var seller: String?
    package var result: ScheduleResult?
    /// Only rows that are not paused and whose last success is one of before this instant.
    package var succeededBefore: Timestamp?
    package var order: Order
    /// Only rows behind this one in the order of names: where the next page begins.
    package var after: ScheduleKey?
    package var limit: Int

    package init(
        definition: String, seller: String? = nil, result: ScheduleResult? = nil, succeededBefore: Timestamp? = nil,
        order: Order = .name, after: ScheduleKey? = nil, limit: Int = 50
    ) {
        self.definition = definition
        self.seller = seller
        self.result = result
        self.succeededBefore = succeededBefore
        self.order = order
        self.after = after
        self.limit = limit
    }
}
