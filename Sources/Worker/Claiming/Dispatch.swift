package import JobModel
package import JobStore

/// Decides when to claim, what to start and when to stop. Pure: the engine performs what it says.
package struct Dispatch: Sendable {
    /// What the engine must do.
    package enum Action: Sendable, Hashable {
        /// Ask the store for at most so many jobs, and report with `claimed` or `claimFailed`.
        case claim(limit: Int)
        /// Run these, and report each with `runEnded`.
        case start([ClaimedJob])
        /// Wait a while before the next claim, and report with `rested`.
        case rest
        /// Ask the store whether anything is left that a drain waits for, and report with `looked`.
        case lookForWork
        /// Stop every run; each still reports its end.
        case interruptRuns
        /// Begin the time in which runs may still end by themselves, and report with `graceEnded`.
        case beginGrace
        /// Nothing runs any more: leave.
        case leave
    }

    private enum Mode: Sendable {
        case working, draining, leaving
    }

    private let capacity: Int
    private let stopsWhenDrained: Bool
    private var mode = Mode.working
    /// Runs in progress.
    package private(set) var running = 0
    private var isClaiming = false
    private var isLooking = false
    /// A claim failed a moment ago: whatever happens, the next one waits.
    private var isResting = false
    /// Something may be claimable that was not there at the last claim.
    private var isStale = true
    /// When time alone will make something claimable.
    package private(set) var nextDue: Timestamp?

    /// Creates the state of a worker that has not claimed yet.
    package init(capacity: Int, stopsWhenDrained: Bool) {
        self.capacity = capacity
        self.stopsWhenDrained = stopsWhenDrained
    }

    /// Something changed, or time has come: claim again.
    package mutating func wake() -> [Action] {
        isStale = true
        return next()
    }

    /// A claim came back.
    package mutating func claimed(_ claim: Claim) -> [Action] {
        isClaiming = false
        nextDue = claim.nextDue
        running += claim.jobs.count
        // A full batch may have left something behind.
        if running >= capacity { isStale = true }
        var actions: [Action] = claim.jobs.isEmpty ? [] : [.start(claim.jobs)]
        if mode == .leaving, !claim.jobs.isEmpty { actions.append(.interruptRuns) }
        actions += next()
        if claim.jobs.isEmpty, running == 0, stopsWhenDrained, mode == .working, !isClaiming, !isLooking {
            isLooking = true
            actions.append(.lookForWork)
        }
        return actions
    }

    /// A claim failed, or could not be made: the store is in trouble, or something else is in the way.
    package mutating func claimFailed() -> [Action] {
        isClaiming = false
        guard mode == .working else { return next() }
        isResting = true
        // The next claim will tell; until then time alone changes nothing.
        nextDue = nil
        return [.rest]
    }

    /// It is time to try a claim again.
    package mutating func rested() -> [Action] {
        isResting = false
        isStale = true
        return next()
    }

    /// A run's end was written down.
    package mutating func runEnded() -> [Action] {
        running -= 1
        isStale = true
        return next()
    }

    /// The store was asked whether work is left.
    package mutating func looked(foundWork: Bool) -> [Action] {
        isLooking = false
        // Whoever cannot claim cannot tell that all is done either.
        if !foundWork, running == 0, !isClaiming, !isResting, mode == .working { mode = .draining }
        return next()
    }

    /// Somebody asked the worker to stop when its runs have ended.
    package mutating func drain() -> [Action] {
        guard mode == .working else { return [] }
        mode = .draining
        return running > 0 || isClaiming ? [.beginGrace] + next() : next()
    }

    /// The time for runs to end by themselves is over, or somebody asked twice.
    package mutating func graceEnded() -> [Action] {
        guard mode != .leaving else { return [] }
        mode = .leaving
        return running > 0 ? [.interruptRuns] : next()
    }

    private mutating func next() -> [Action] {
        guard mode == .working else {
            return running == 0 && !isClaiming ? [.leave] : []
        }
        let free = capacity - running
        guard isStale, !isClaiming, !isResting, free > 0 else { return [] }
        isStale = false
        isClaiming = true
        return [.claim(limit: free)]
    }
}
