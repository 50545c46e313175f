/// How a report, feed or query goes, from the moment that it was asked for: nothing has to happen for time to pass.
struct WorkCourse: Sendable {
    /// Amazon's words for how far something is.
    enum Status: String {
        case queued = "IN_QUEUE"
        case inProgress = "IN_PROGRESS"
        case done = "DONE"
        case cancelled = "CANCELLED"
        case fatal = "FATAL"

        var isFinal: Bool { self != .queued && self != .inProgress }
    }

    let created: Instant
    let starts: Instant
    let ends: Instant
    /// How it ends if nobody cancels it.
    let end: Status
    /// When somebody cancelled it.
    private(set) var cancelled: Instant?

    init(created: Instant, starts: Instant, ends: Instant, end: Status) {
        self.created = created
        self.starts = starts
        self.ends = ends
        self.end = end
    }

    func status(at now: Instant) -> Status {
        if cancelled != nil { return .cancelled }
        if now < starts { return .queued }
        return now < ends ? .inProgress : end
    }

    mutating func cancel(at now: Instant) { cancelled = cancelled ?? now }

    /// When work on it began, if it has.
    func processingStart(at now: Instant) -> Instant? {
        starts <= (cancelled ?? now) ? starts : nil
    }

    /// When it ended, if it has.
    func processingEnd(at now: Instant) -> Instant? {
        cancelled ?? (ends <= now ? ends : nil)
    }
}
