import JobModel
import JobStore

/// Rows that were fetched before anybody asked for them.
///
/// Each is handed out once: the transaction then remembers it by itself. What is changed is forgotten here.
struct FetchedRows {
    var applications: [String: ApplicationRow] = [:]
    var authorizations: [Int64: AuthorizationRow] = [:]
    var authorizationIDs: [AuthorizationKey: Int64] = [:]
    var lanes: [Int64: LaneRow] = [:]
    var lanesByPlace: [LanePlace: Int64] = [:]
    var limiters: [Int64: ApplicationLimiterRow] = [:]
    var jobs: [JobID: JobRow] = [:]
    var schedules: [Int64: ScheduleRow] = [:]
    /// Rows of schedules that were looked for by their keys: `nil` for those that are not there.
    var schedulesByKey: [ScheduleKey: ScheduleRow?] = [:]
    /// The first waiting jobs of due lanes.
    var heads: [Int64: [WaitingJob]] = [:]
    /// Where in job_waiting the rows of jobs lie. Nobody moves them while their lane is locked.
    var places: [JobID: String] = [:]
    /// Applications whose due lanes were looked for in this transaction.
    var dueLookups: Set<Int64> = []
    /// When lanes can yield a job; `nil` unless those of all lanes were fetched.
    var horizons: [Int64: LaneHorizon]?

    /// The first jobs of a lane, if at least `count` were looked for.
    mutating func takeHead(laneID: Int64, atMost count: Int, size: Int) -> [WaitingJob]? {
        guard count <= size, let head = heads.removeValue(forKey: laneID) else { return nil }
        return Array(head.prefix(count))
    }
}

/// What a lane is found by.
struct LanePlace: Hashable {
    let applicationID: Int64
    let authorizationID: Int64?
    let operation: String
}
