/// Decides what one seller's row of a definition does now: the schedule, what to do about missed fires, and the delay.
///
/// A fire has two times: the one that the schedule names (`scheduledAt`), the same for all sellers, and the one at which
/// it is due, later by this seller's delay. Rows keep the second one, because they are taken in its order.
package struct FirePlan: Sendable, Hashable {
    /// What a row remembers.
    package struct Memory: Sendable, Hashable {
        /// When the next fire is due, as it was decided before.
        package var nextDue: Timestamp?
        /// The `scheduledAt` of the last fire that became a job.
        package var lastScheduledAt: Timestamp?

        package init(nextDue: Timestamp?, lastScheduledAt: Timestamp? = nil) {
            self.nextDue = nextDue
            self.lastScheduledAt = lastScheduledAt
        }
    }

    /// What is to be done.
    package struct Decision: Sendable, Hashable {
        /// The times of the jobs to enqueue, in rising order; none when nothing is due.
        package var scheduledAt: [Timestamp]
        /// When the row is due next; `nil` for never.
        package var nextDue: Timestamp?
        /// The first fire since the row was last decided that gets no job of its own; `nil` when each got one.
        package var passedOverSince: Timestamp?

        package init(scheduledAt: [Timestamp] = [], nextDue: Timestamp?, passedOverSince: Timestamp? = nil) {
            self.scheduledAt = scheduledAt
            self.nextDue = nextDue
            self.passedOverSince = passedOverSince
        }
    }

    /// A fire that is at most so late was not missed.
    package static let grace: Duration = .seconds(60)
    /// A clock that was set back by at most this much is waited for, so that nothing fires twice. After a bigger step the
    /// earlier time was wrong, and the row begins anew.
    package static let patience: Duration = .seconds(86_400)

    package let schedule: Schedule
    package let missed: MissedFires
    /// By how much later this seller fires than the schedule says.
    package let delay: Duration

    package init(_ schedule: Schedule, missed: MissedFires = .one, delay: Duration = .zero) {
        self.schedule = schedule
        self.missed = missed
        self.delay = delay
    }

    /// When the first fire after `now` is due: what a new row begins with, and one whose schedule was changed.
    package func firstDue(after now: Timestamp) -> Timestamp? {
        schedule.next(after: now - delay).map { $0 + delay }
    }

    /// Whether a row came up at an instant that is no new fire: somebody made it due, so that a seller catches up.
    package func comesBetweenFires(_ memory: Memory) -> Bool {
        guard let planned = memory.nextDue else { return false }
        return !isFire(dueAt: planned) || planned - delay == memory.lastScheduledAt
    }

    private func isFire(dueAt instant: Timestamp) -> Bool { schedule.next(from: instant - delay) == instant - delay }

    /// Decides about a row.
    ///
    /// It heals rows whose next fire is not one of the schedule's, because the schedule or a zone's law changed without
    /// notice: what was due in the meantime, at most a day back, counts as missed.
    ///
    /// - Parameter looksBack: Whether it does that. Not where rows come up between their fires: what was due before has
    ///   been decided then, and a fire that was left out because a job was open stays left out.
    package func decide(_ memory: Memory, at now: Timestamp, looksBack: Bool = true) -> Decision {
        let next = firstDue(after: now)
        guard let planned = memory.nextDue else { return Decision(nextDue: next) }
        let isFire = isFire(dueAt: planned)
        guard planned <= now else {
            // Only a clock that was set back makes a true fire lie beyond the next one.
            let isAwaited = isFire && next.map { planned - $0 <= Self.patience } ?? true
            return Decision(nextDue: isAwaited ? planned : next)
        }
        var first = planned - delay
        if looksBack, !isFire, let last = memory.lastScheduledAt {
            first = min(first, max(last + .microseconds(1), first - Self.patience))
        }
        var due = schedule.last(missed.limit, from: first, through: now - delay)
        if missed == .skip { due.removeAll { now - ($0 + delay) > Self.grace } }
        due.removeAll { $0 == memory.lastScheduledAt }
        var decision = Decision(scheduledAt: due, nextDue: next)
        if let earliest = schedule.next(from: first), earliest <= now - delay, earliest != memory.lastScheduledAt,
            earliest < due.first ?? .init(microseconds: .max)
        {
            decision.passedOverSince = earliest
        }
        return decision
    }
}
