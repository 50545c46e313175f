import JobModel
import JobStore

/// Who owns a lane and its jobs, and so is locked before they are read.
struct LaneOwners {
    var laneID: Int64
    var applicationID: Int64
    var authorizationID: Int64?
    var limiterID: Int64?
    var operation: String

    init(laneID: Int64, applicationID: Int64, authorizationID: Int64?, limiterID: Int64?, operation: String) {
        self.laneID = laneID
        self.applicationID = applicationID
        self.authorizationID = authorizationID
        self.limiterID = limiterID
        self.operation = operation
    }

    init(_ lane: LaneRow) {
        self.init(
            laneID: lane.id, applicationID: lane.applicationID, authorizationID: lane.authorizationID,
            limiterID: lane.applicationLimiterID, operation: lane.key.operation)
    }
}

/// What this process remembers of who owns its runs, so that their ends need not look it up.
///
/// It may be out of date, which costs nothing but time: what is read under the locks is looked at again, and when it
/// belongs to somebody else the transaction is done again with the whole queue locked.
final class KnownOwners {
    private static let mostRuns = 20_000
    private static let mostLanes = 100_000

    private var lanes: [Int64: LaneOwners] = [:]
    private var runs: [JobID: (laneID: Int64, authorizationID: Int64?, scheduleID: Int64?)] = [:]

    func learn(_ lane: LaneRow) {
        if lanes.count > Self.mostLanes { lanes = [:] }
        lanes[lane.id] = LaneOwners(lane)
    }

    /// The authorization that the lane belongs to, where that is known.
    func authorizationID(ofLane id: Int64) -> Int64? { lanes[id]?.authorizationID }

    /// Takes note of a run that begins, or of a job that does not run.
    func learn(_ job: JobRow) {
        guard job.state == .running else {
            runs[job.id] = nil
            return
        }
        if runs.count > Self.mostRuns { runs = [:] }
        runs[job.id] = (job.laneID, job.authorizationID, job.scheduleID)
    }

    /// The authorization that owns the run, where that is known.
    func authorizationID(of job: JobID) -> Int64? { runs[job]?.authorizationID }

    /// Who owns the runs, each lane once, and the numbers of their schedules' rows; `nil` when that is not known of all.
    func owners(of jobs: [JobID]) -> (places: [LaneOwners], schedules: [Int64])? {
        var found: (places: [LaneOwners], schedules: [Int64]) = ([], [])
        var seen: Set<Int64> = []
        for job in jobs {
            guard let run = runs[job] else { return nil }
            if let schedule = run.scheduleID { found.schedules.append(schedule) }
            guard seen.insert(run.laneID).inserted else { continue }
            guard let lane = lanes[run.laneID], lane.authorizationID == run.authorizationID else { return nil }
            found.places.append(lane)
        }
        return found
    }
}
