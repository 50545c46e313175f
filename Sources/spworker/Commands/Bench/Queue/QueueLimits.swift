import JobModel

/// Which limits the lanes of a load have.
enum QueueLimits: Sendable {
    /// So fast that no job ever waits for them: limits are reckoned with and never reached.
    case lifted
    /// A plan that lanes wait for, in virtual time by which the store lives.
    case waited(LanePlan, VirtualClock)

    /// Those that Amazon publishes for the backlog's operation.
    static func published(_ clock: VirtualClock) throws -> Self { .waited(try Backlog.plan(), clock) }

    /// The lanes' plan.
    var plan: LanePlan {
        switch self {
        case .lifted: LanePlan(rate: 1_000_000, burst: 1_000_000)
        case .waited(let plan, _): plan
        }
    }

    /// The virtual time; `nil` where time is real.
    var clock: VirtualClock? {
        guard case .waited(_, let clock) = self else { return nil }
        return clock
    }

    /// Lets virtual time go on until a lane has a permit again, and by a whole permit's time at least: a worker that can
    /// do no more finds permits in every lane.
    ///
    /// - Parameter due: When a claim next yields something.
    /// - Returns: False where time alone helps nothing.
    func wait(until due: Timestamp?) -> Bool {
        guard case .waited(let plan, let clock) = self, let due else { return false }
        clock.move(to: max(due - VirtualClock.start, clock.time + plan.interval))
        return true
    }
}
