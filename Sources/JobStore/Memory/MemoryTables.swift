import JobModel

/// The tables of a queue in memory: dictionaries, searched the simple way.
final class MemoryTables: QueueTables {
    private var applicationRows: [Int64: ApplicationRow] = [:]
    var authorizationRows: [Int64: AuthorizationRow] = [:]
    private var laneRows: [Int64: LaneRow] = [:]
    private var limiterRows: [Int64: ApplicationLimiterRow] = [:]
    var jobRows: [JobID: JobRow] = [:]
    var contents: [JobID: JobContent] = [:]
    private var waitingByLane: [Int64: Set<JobID>] = [:]
    private var runningIDs: Set<JobID> = []
    private var suspectIDs: Set<JobID> = []
    private var deadlineIDs: Set<JobID> = []
    var attemptRows: [JobID: [AttemptRow]] = [:]
    var eventRows: [EventRow] = []
    var stateCounts: [JobState: Int] = [:]
    var workerRows: [WorkerID: WorkerRow] = [:]
    var inbox: [Int64: InboxRow] = [:]
    var settledAt: [Int64: Timestamp] = [:]
    var commandRows: [Int64: CommandRow] = [:]
    var lastCommandID: Int64 = 0
    var tokenRows: [WorkerID: [String: TokenRow]] = [:]
    var coolDownRows: [CoolDownKey: CoolDownRow] = [:]
    var sealedTokenRows: [String: SealedToken] = [:]
    var tokenTurnRows: [String: TokenTurn] = [:]
    var settings: [String: String] = [:]
    var scheduleRows: [Int64: ScheduleRow] = [:]
    var scheduleIDs: [ScheduleKey: Int64] = [:]
    var openBySchedule: [Int64: Set<JobID>] = [:]
    var noticeRows: [Int64: NoticeRow] = [:]
    var lastNoticeID: Int64 = 0
    var outputRows: [Int64: OutputRow] = [:]
    var lastOutputID: Int64 = 0
    var tallyRows: [Int64: TallyCounts] = [:]
    private var lastID: Int64 = 0
    private var lastJobID: Int64 = 0
    private var lastTurn: Int64 = 0

    func newID() -> Int64 {
        lastID += 1
        return lastID
    }

    // MARK: Applications, authorizations, lanes

    func application(id: Int64) -> ApplicationRow? { applicationRows[id] }
    func application(name: String) -> ApplicationRow? { applicationRows.values.first { $0.name == name } }
    func applications() -> [ApplicationRow] { applicationRows.values.sorted { $0.id < $1.id } }

    func insert(_ row: ApplicationRow) -> Int64 {
        var row = row
        row.id = newID()
        applicationRows[row.id] = row
        return row.id
    }

    func update(_ row: ApplicationRow) { applicationRows[row.id] = row }

    func authorization(id: Int64) -> AuthorizationRow? { authorizationRows[id] }
    func authorization(key: AuthorizationKey) -> AuthorizationRow? { authorizationRows.values.first { $0.key == key } }
    func authorizations() -> [AuthorizationRow] { authorizationRows.values.sorted { $0.id < $1.id } }
    func troubledAuthorizations() -> [AuthorizationRow] { authorizations().filter { $0.state != .active } }

    func insert(_ row: AuthorizationRow) -> Int64 {
        var row = row
        row.id = newID()
        authorizationRows[row.id] = row
        return row.id
    }

    func update(_ row: AuthorizationRow, was: AuthorizationRow?) { authorizationRows[row.id] = row }

    func lane(id: Int64) -> LaneRow? { laneRows[id] }

    func lane(applicationID: Int64, authorizationID: Int64?, operation: String) -> LaneRow? {
        laneRows.values.first {
            $0.applicationID == applicationID && $0.authorizationID == authorizationID && $0.key.operation == operation
        }
    }

    func lanes(authorizationID: Int64) -> [LaneRow] {
        laneRows.values.filter { $0.authorizationID == authorizationID }.sorted { $0.id < $1.id }
    }

    func lanes() -> [LaneRow] { laneRows.values.sorted { $0.id < $1.id } }

    func insert(_ row: LaneRow) -> Int64 {
        var row = row
        row.id = newID()
        laneRows[row.id] = row
        return row.id
    }

    func update(_ row: LaneRow, was: LaneRow?) { laneRows[row.id] = row }

    func applicationLimiter(id: Int64) -> ApplicationLimiterRow? { limiterRows[id] }

    func applicationLimiter(applicationID: Int64, region: String, operation: String) -> ApplicationLimiterRow? {
        limiterRows.values.first {
            $0.applicationID == applicationID && $0.region == region && $0.operation == operation
        }
    }

    func applicationLimiters() -> [ApplicationLimiterRow] { limiterRows.values.sorted { $0.id < $1.id } }

    func insert(_ row: ApplicationLimiterRow) -> Int64 {
        var row = row
        row.id = newID()
        limiterRows[row.id] = row
        return row.id
    }

    func update(_ row: ApplicationLimiterRow) { limiterRows[row.id] = row }

    // MARK: Turns

    func dueLanes(
        applicationID: Int64, grantlessOnly: Bool, now: Timestamp, urgentOnly: Bool, limit: Int
    ) -> [DueLane] {
        let due = laneRows.values.filter { lane in
            guard let nextAt = lane.nextAt, nextAt <= now else { return false }
            return lane.applicationID == applicationID && (!urgentOnly || lane.hasUrgent)
                && (!grantlessOnly || lane.authorizationID == nil)
        }
        let ordered = due.sorted { ($0.nextAt ?? now, $0.turn, $0.id) < ($1.nextAt ?? now, $1.turn, $1.id) }
        return ordered.prefix(limit).map { DueLane(id: $0.id, nextAt: $0.nextAt ?? now, turn: $0.turn) }
    }

    func nextDue(applicationID: Int64, grantlessOnly: Bool) -> Timestamp? {
        laneRows.values
            .filter { $0.applicationID == applicationID && (!grantlessOnly || $0.authorizationID == nil) }
            .compactMap(\.nextAt).min()
    }

    func waitingLanes(authorizationID: Int64, limit: Int) -> [LaneRow] {
        let waiting = laneRows.values.filter { $0.authorizationID == authorizationID && $0.waitingTurn != nil }
        return Array(waiting.sorted { ($0.waitingTurn ?? 0) < ($1.waitingTurn ?? 0) }.prefix(limit))
    }

    func nextTurn() -> Int64 {
        lastTurn += 1
        return lastTurn
    }

    // MARK: Jobs

    func insert(_ row: JobRow, _ content: JobContent) -> JobID {
        lastJobID += 1
        var row = row
        row.id = JobID(lastJobID)
        contents[row.id] = content
        update(row)
        return row.id
    }

    func update(_ changes: [JobChange]) {
        for change in changes { update(change.row) }
    }

    private func update(_ row: JobRow) {
        if let old = jobRows[row.id] { waitingByLane[old.laneID]?.remove(row.id) }
        jobRows[row.id] = row
        let waits = row.state == .waiting
        if waits, !row.isSuspect { waitingByLane[row.laneID, default: []].insert(row.id) }
        mark(&runningIDs, row.id, row.state == .running)
        mark(&suspectIDs, row.id, waits && row.isSuspect)
        mark(&deadlineIDs, row.id, waits && row.deadline != nil)
        if let id = row.scheduleID { mark(&openBySchedule[id, default: []], row.id, row.state.holdsUniqueKey) }
    }

    private func mark(_ set: inout Set<JobID>, _ id: JobID, _ belongs: Bool) {
        if belongs { set.insert(id) } else { set.remove(id) }
    }

    func job(id: JobID) -> JobRow? { jobRows[id] }
    func content(of id: JobID) -> JobContent? { contents[id] }

    func head(laneID: Int64, now: Timestamp, limit: Int) -> LaneHead {
        let due = (waitingByLane[laneID] ?? []).compactMap { jobRows[$0] }.filter { $0.runAt <= now }
        let ordered = due.sorted { ($0.priority, $0.runAt, $0.id) < ($1.priority, $1.runAt, $1.id) }
        return LaneHead(
            due: ordered.prefix(limit).compactMap { job in
                contents[job.id].map { WaitingJob(row: job, content: $0) }
            }, others: nil)
    }

    func horizon(laneID: Int64) -> LaneHorizon {
        let waiting = (waitingByLane[laneID] ?? []).compactMap { jobRows[$0] }
        return LaneHorizon(jobAt: waiting.map(\.runAt).min(), hasUrgent: waiting.contains { $0.priority == 0 })
    }

    func hasDrainableJobs(startedAt: Timestamp) -> Bool {
        jobRows.values.contains { job in
            guard job.state == .waiting, job.waitReason != .new || job.runAt <= max(startedAt, job.createdAt),
                let lane = laneRows[job.laneID], lane.pauseReason == nil,
                let application = applicationRows[lane.applicationID], application.runsGrantless
            else { return false }
            return lane.authorizationID.flatMap { authorizationRows[$0] }.map { !$0.isParked } ?? true
        }
    }

    func waitingCount(laneID: Int64, cap: Int) -> Int {
        min(cap, jobRows.values.count { $0.laneID == laneID && $0.state == .waiting })
    }

    func waitingSuspects(limit: Int) -> [JobRow] {
        let rows = suspectIDs.compactMap { jobRows[$0] }.sorted { ($0.runAt, $0.id) < ($1.runAt, $1.id) }
        return Array(rows.prefix(limit))
    }

    func runningSuspects() -> Int { runningJobs().count(where: \.isSuspect) }

    func expiredJobs(now: Timestamp, limit: Int) -> [JobRow] {
        let rows = deadlineIDs.compactMap { jobRows[$0] }.filter { $0.deadline.map { $0 <= now } ?? false }
        return Array(rows.sorted { $0.id < $1.id }.prefix(limit))
    }

    func nextDeadline() -> Timestamp? { deadlineIDs.compactMap { jobRows[$0]?.deadline }.min() }

    func runningJobs() -> [JobRow] { runningIDs.compactMap { jobRows[$0] }.sorted { $0.id < $1.id } }

    func cancelRequests(worker: WorkerID) -> [JobRow] {
        runningJobs().filter { $0.worker == worker && $0.cancelRequested }
    }

    func openJob(authorizationID: Int64?, uniqueKey: String) -> JobID? {
        jobRows.values.filter {
            $0.uniqueKey == uniqueKey && $0.authorizationID == authorizationID && $0.state.holdsUniqueKey
        }.map(\.id).min()
    }

    func endedJob(authorizationID: Int64?, uniqueKey: String, since: Timestamp) -> JobID? {
        jobRows.values.filter {
            $0.uniqueKey == uniqueKey && $0.authorizationID == authorizationID
                && $0.finishedAt.map { $0 >= since } ?? false
        }.map(\.id).max()
    }

    func deleteJobs(state: JobState, endedBefore: Timestamp, limit: Int) -> Int {
        let gone = jobRows.values.filter { $0.state == state && ($0.finishedAt.map { $0 < endedBefore } ?? false) }
            .sorted { ($0.finishedAt ?? endedBefore, $0.id) < ($1.finishedAt ?? endedBefore, $1.id) }.prefix(limit)
        for row in gone {
            jobRows[row.id] = nil
            contents[row.id] = nil
            attemptRows[row.id] = nil
        }
        return gone.count
    }
}
