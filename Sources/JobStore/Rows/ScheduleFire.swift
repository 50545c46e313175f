package import JobModel

/// A schedule's time has come: the jobs of it, and when it comes next.
package struct ScheduleFire: Sendable, Hashable {
    /// What happens when a job of the same row has not ended yet.
    package enum Overlap: String, Sendable, Hashable {
        /// The fire is left out.
        case skip
        /// Its jobs wait behind the others.
        case queue
    }

    /// The most fires in one call: claims go in between.
    package static let most = 500

    package var key: ScheduleKey
    /// The next fire as it was read. When the row says something else by now, somebody else has fired it.
    package var expected: Timestamp
    /// When it fires next, later than all its jobs' `scheduledAt`; `nil` for never again by itself.
    package var next: Timestamp?
    /// The jobs to put in; none when what was missed is left out. Those of one fire do not overlap each other.
    package var jobs: [NewJob]
    package var overlap: Overlap
    /// The instant for which it fires, the last one of several; `nil` leaves what the row says.
    package var lastFireAt: Timestamp?

    package init(
        key: ScheduleKey, expected: Timestamp, next: Timestamp?, jobs: [NewJob], overlap: Overlap,
        lastFireAt: Timestamp?
    ) {
        self.key = key
        self.expected = expected
        self.next = next
        self.jobs = jobs
        self.overlap = overlap
        self.lastFireAt = lastFireAt
    }
}

/// What became of a fire.
package enum ScheduleFireAnswer: Sendable, Hashable {
    /// The schedule has gone on, and these are its jobs, in order.
    case fired([Enqueued])
    /// The schedule has gone on and nothing was put in: this job of it is still open.
    case overlapped(JobID)
    /// Nothing was changed: it has been fired, planned anew, paused or removed since it was read.
    case lost
}

/// A wish of a person to run a schedule now.
package struct HandFire: Sendable, Hashable {
    package var key: ScheduleKey
    package var job: NewJob
    /// What follows the job's success, for a row that nobody plans; `nil` leaves what the row says.
    package var chain: String?

    package init(key: ScheduleKey, job: NewJob, chain: String? = nil) {
        self.key = key
        self.job = job
        self.chain = chain
    }
}

/// What became of such a wish.
package enum HandFireAnswer: Sendable, Hashable {
    /// The job is in.
    case fired(Enqueued)
    /// This job of the schedule is still open, and the wish was not to run it all the same.
    case overlapped(JobID)
}
