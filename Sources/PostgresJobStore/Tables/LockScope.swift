import JobModel
import JobStore

/// What a transaction may change.
///
/// Every transaction that writes takes the queue's advisory lock first. Most share it and then lock what they are about,
/// always in this order: names of tokens, authorizations, lanes without one, limits of applications, schedules, each by
/// number. A lock on an authorization stands for all its lanes and their jobs. Claims take what nobody else has (SKIP
/// LOCKED) and wait for nothing. What cannot be said beforehand, or makes rows of these kinds, has the advisory lock for
/// itself.
///
/// Tables beside the queue need none of this: their rows are a worker's own, are only added, or are changed by one
/// statement that says what they must still be. Two transactions may then wait for each other's rows; the server finds
/// that out, and one of them is done again.
enum LockScope {
    /// Nothing.
    case reading
    /// Everything: nobody else writes.
    case wholeQueue
    /// The rows that are locked, and tables beside the queue.
    case rows(LockedRows)
}

/// The rows that a transaction has locked.
struct LockedRows {
    var authorizations: Set<Int64> = []
    /// Lanes without an authorization.
    var lanes: Set<Int64> = []
    var limiters: Set<Int64> = []
    /// Limits that were looked at without a lock, and so must not be changed.
    var seenLimiters: Set<Int64> = []
    var schedules: Set<Int64> = []

    /// Whether the lane, and with it its jobs, is locked.
    func holds(authorizationID: Int64?, laneID: Int64) -> Bool {
        authorizationID.map { authorizations.contains($0) } ?? lanes.contains(laneID)
    }
}

/// What an operation is about, as far as that can be said beforehand.
struct Reach: Sendable {
    /// It may be about anything.
    var isWholeQueue = false
    /// Jobs that it changes, with their lanes.
    var jobs: [JobID] = []
    /// Lanes that it changes.
    var lanes: [LaneKey] = []
    /// Rows of schedules that it changes, or makes.
    var schedules: [ScheduleKey] = []
    /// Names of tokens whose sealed rows or turns it reads and then changes: there may be no row yet to lock.
    var tokens: [String] = []
    /// How many jobs it puts in.
    var newJobs = 0

    /// Anything.
    static let wholeQueue = Reach(isWholeQueue: true)
    /// Tables beside the queue, and what is locked on the way.
    static let beside = Reach()

    static func job(_ id: JobID) -> Reach { Reach(jobs: [id]) }

    /// The lanes that new jobs go to.
    static func entering(_ jobs: [NewJob]) -> Reach {
        // A unique key is the authorization's: the lane's lock must stand for it.
        if jobs.contains(where: { $0.authorization != $0.lane.authorization }) { return .wholeQueue }
        return Reach(lanes: Array(Set(jobs.map(\.lane))), newJobs: jobs.count)
    }

    /// Adds what another operation is about.
    mutating func add(_ other: Reach) {
        isWholeQueue = isWholeQueue || other.isWholeQueue
        jobs += other.jobs
        lanes += other.lanes
        schedules += other.schedules
        tokens += other.tokens
        newJobs += other.newJobs
    }

    static func + (left: Reach, right: Reach) -> Reach {
        var both = left
        both.add(right)
        return both
    }
}

/// A transaction turned out to be about more than it has locked. It is rolled back and done again with the whole queue
/// locked.
struct NeedsWholeQueue: Error {}

extension PostgresTables {
    /// Makes sure that the owner of a lane, or of a job in it, is locked before it is read.
    func requireLock(authorizationID: Int64?, laneID: Int64) throws {
        guard case .rows(let locked) = scope else { return }
        if !locked.holds(authorizationID: authorizationID, laneID: laneID) { throw NeedsWholeQueue() }
    }

    /// Makes sure that a limit was locked before it was read.
    func requireLock(limiterID: Int64) throws {
        guard case .rows(let locked) = scope else { return }
        if !locked.limiters.contains(limiterID) { throw NeedsWholeQueue() }
    }

    /// Remembers that a limit was looked at, if it is not locked.
    func noteLook(atLimiter id: Int64) {
        guard case .rows(var locked) = scope, !locked.limiters.contains(id) else { return }
        locked.seenLimiters.insert(id)
        scope = .rows(locked)
    }

    /// Makes sure that nobody else writes.
    func requireWholeQueue() throws {
        if case .rows = scope { throw NeedsWholeQueue() }
    }
}
