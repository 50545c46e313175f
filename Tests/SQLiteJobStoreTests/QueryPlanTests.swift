import GRDB
import JobModel
import JobStore
import Synchronization
import Testing

@testable import SQLiteJobStore

@Suite("The statements of the hot paths")
struct QueryPlanTests {
    struct Query: Sendable, CustomTestStringConvertible {
        let name: String
        /// What the plan must name, as SQLite writes it.
        let way: String
        let run: @Sendable (SQLiteTables) throws -> Void

        init(_ name: String, index: String, _ run: @escaping @Sendable (SQLiteTables) throws -> Void) {
            self.init(name, way: "INDEX \(index)", run)
        }

        init(_ name: String, way: String, _ run: @escaping @Sendable (SQLiteTables) throws -> Void) {
            self.name = name
            self.way = way
            self.run = run
        }

        /// A query that is served by the key of a table without row numbers.
        init(_ name: String, keyOf table: String, _ run: @escaping @Sendable (SQLiteTables) throws -> Void) {
            self.init(name, way: "\(table) USING PRIMARY KEY", run)
        }

        var testDescription: String { name }
    }

    private static let now = Timestamp(microseconds: 1_767_225_600_000_000)

    static let queries: [Query] = [
        Query("due lanes", index: "lane_due") {
            _ = try $0.dueLanes(applicationID: 1, grantlessOnly: false, now: now, urgentOnly: false, limit: 9)
        },
        Query("due lanes without a seller", index: "lane_key") {
            _ = try $0.dueLanes(applicationID: 1, grantlessOnly: true, now: now, urgentOnly: false, limit: 9)
        },
        Query("urgent lanes", index: "lane_urgent") {
            _ = try $0.dueLanes(applicationID: 1, grantlessOnly: false, now: now, urgentOnly: true, limit: 9)
        },
        Query("the next due lane", index: "lane_due") {
            _ = try $0.nextDue(applicationID: 1, grantlessOnly: false)
        },
        Query("the next due lane without a seller", index: "lane_key") {
            _ = try $0.nextDue(applicationID: 1, grantlessOnly: true)
        },
        Query("sellers in trouble", index: "authorization_troubled") { _ = try $0.troubledAuthorizations() },
        Query("a seller's events", index: "event_seller") {
            _ = try $0.latestEvents(of: Make.key, limit: 9)
        },
        Query("waiting lanes", index: "lane_waiting") { _ = try $0.waitingLanes(authorizationID: 1, limit: 2) },
        Query("a seller's lanes", index: "lane_key") { _ = try $0.lanes(authorizationID: 1) },
        Query("a lane by key", index: "lane_key") {
            _ = try $0.lane(applicationID: 1, authorizationID: 1, operation: "op")
        },
        Query("due jobs", way: "SEARCH w USING PRIMARY KEY (lane_id=?)") {
            _ = try $0.head(laneID: 1, now: now, limit: 4)
        },
        Query("a lane's horizon", way: "SEARCH job_waiting USING PRIMARY KEY (lane_id=?") {
            _ = try $0.horizon(laneID: 1)
        },
        Query("waiting suspects", index: "job_suspect") { _ = try $0.waitingSuspects(limit: 9) },
        Query("running suspects", index: "job_suspect") { _ = try $0.runningSuspects() },
        Query("expired jobs", index: "job_late") { _ = try $0.expiredJobs(now: now, limit: 9) },
        Query("the next deadline", index: "job_late") { _ = try $0.nextDeadline() },
        // No more rows than workers have run slots.
        Query("running jobs", way: "SCAN r") { _ = try $0.runningJobs() },
        Query("requests to stop", way: "SCAN r") { _ = try $0.cancelRequests(worker: WorkerID("w")) },
        Query("an open job with a key", index: "job_unique") { _ = try $0.openJob(authorizationID: 1, uniqueKey: "k") },
        Query("an ended job with a key", index: "job_unique_ended") {
            _ = try $0.endedJob(authorizationID: 1, uniqueKey: "k", since: now)
        },
        Query("old jobs", index: "job_ended_at") { _ = try $0.deleteJobs(state: .failed, endedBefore: now, limit: 9) },
        Query("a job's history", index: "attempt_job") { _ = try $0.attempts(of: JobID(1)) },
        Query("new inbox rows", index: "inbox_new") { _ = try $0.newInboxRows(limit: 9) },
        Query("the count of new inbox rows", index: "inbox_new") { _ = try $0.inboxCount(status: "new") },
        Query("settled inbox rows", index: "inbox_settled") { _ = try $0.deleteSettledInbox(before: now, limit: 9) },
        Query("the count of settled inbox rows", index: "inbox_settled") { _ = try $0.settledInboxCount(before: now) },
        Query("rejected inbox rows", index: "inbox_settled") { _ = try $0.reopenRejectedInbox(until: now, limit: 9) },
        Query("new requests", index: "command_new") { _ = try $0.newCommands(for: WorkerID("w"), limit: 9) },
        Query("answered requests", index: "command_answered") {
            _ = try $0.deleteAnsweredCommands(before: now, limit: 9)
        },
        Query("a cool-down", index: "cool_down_key") { _ = try $0.coolDown(authorizationID: 1, scope: "s") },
        Query("passed cool-downs", index: "cool_down_until") { _ = try $0.deleteCoolDowns(before: now, limit: 9) },
        Query("a job's outputs", index: "output_job") { _ = try $0.outputs(of: JobID(1)) },
        Query("old outputs", index: "output_written") {
            _ = try $0.outputs(writtenBefore: now, after: .start, limit: 9)
        },
        Query("other jobs' outputs at a place", index: "output_key") {
            try $0.deleteOutputs(at: "/a", host: nil, except: JobID(1))
        },
        Query("sealed tokens that live", index: "sealed_token_expiry") {
            _ = try $0.sealedTokenKeys(expiringAfter: now)
        },
        Query("expired sealed tokens", index: "sealed_token_expiry") {
            _ = try $0.deleteSealedTokens(expiredBefore: now, limit: 9)
        },
        Query("turns that are over", index: "token_turn_end") {
            _ = try $0.deleteTokenTurns(endedBefore: now, limit: 9)
        },
        Query("a due notice", index: "notice_due") { _ = try $0.dueNotice(target: "t", now: now) },
        Query("the next notice", index: "notice_due") { _ = try $0.nextNotice(for: ["t"]) },
        Query("a target's old notices", index: "notice_due") { _ = try $0.deleteNotices(target: "t", before: now) },
        Query("due schedules", index: "schedule_due") { _ = try $0.dueSchedules(now: now, limit: 9) },
        Query("the next due schedule", index: "schedule_due") { _ = try $0.nextScheduleDue() },
        Query("a schedule by key", index: "schedule_key") { _ = try $0.schedule(key: Make.schedule) },
        Query("a definition's schedules", index: "schedule_key") {
            _ = try $0.schedules(matching: ScheduleFilter(definition: "d"))
        },
        Query("a page of active schedules", index: "schedule_key") {
            _ = try $0.schedules(matching: ScheduleFilter(isActive: true, after: Make.schedule))
        },
        Query("a seller's schedules", index: "schedule_key") {
            _ = try $0.schedules(matching: ScheduleFilter(seller: "s"))
        },
        Query("definitions in numbers", index: "schedule_key") { _ = try $0.scheduleSummaries(of: nil) },
        Query("a definition in numbers", index: "schedule_key") { _ = try $0.scheduleSummaries(of: "d") },
        Query("a page of a definition's sellers", index: "schedule_key") {
            _ = try $0.schedules(matching: ScheduleSearch(definition: "d", result: .failed, after: Make.schedule))
        },
        Query("a definition's sellers that are behind", index: "schedule_key") {
            _ = try $0.schedules(matching: ScheduleSearch(definition: "d", succeededBefore: now, order: .lastSuccess))
        },
        Query("a schedule's open jobs", index: "job_schedule") { _ = try $0.openJobs(scheduleID: 1) },
        Query("old events", index: "event_at") { _ = try $0.deleteEvents(before: now, limit: 9) },
        Query("few jobs that have ended", index: "job_ended_at") {
            _ = try $0.jobIDs(ofFewMatching: JobFilter(states: [.failed, .quarantined]))
        },
        Query("few jobs that run", way: "SCAN job_running") {
            _ = try $0.jobIDs(ofFewMatching: JobFilter(states: [.running]))
        },
        Query("the oldest ready job", index: "lane_due") {
            _ = try $0.oldestReady(applicationID: 1, grantlessOnly: false, now: now)
        },
        Query("the oldest ready job without a seller", index: "lane_key") {
            _ = try $0.oldestReady(applicationID: 1, grantlessOnly: true, now: now)
        },
        Query("what was counted", keyOf: "tally") {
            _ = try $0.tallies(in: TallySpan(from: now, to: now + .seconds(60), step: .seconds(60)))
        },
        Query("what was counted long ago", keyOf: "tally") {
            _ = try $0.deleteTallies(before: 1, after: 2, limit: 9)
        },
    ]

    @Test("use the index that was made for them and walk through no table", arguments: queries)
    func plans(query: Query) async throws {
        let folder = try TemporaryFolder()
        let store = try SQLiteJobStore.open(folder)
        _ = try await store.enqueue([Make.job()])
        await store.close()
        let queue = try DatabaseQueue(path: folder.database)
        let plans = try await queue.writeWithoutTransaction { database in
            let statements = Mutex<[String]>([])
            database.trace(options: .statement) { event in
                if case .statement(let statement) = event { statements.withLock { $0.append(statement.sql) } }
            }
            let tables = SQLiteTables(lastTurn: 0)
            tables.database = database
            try query.run(tables)
            database.trace()
            return try statements.withLock { $0 }.filter { !$0.hasPrefix("--") }.map { sql in
                try Row.fetchAll(
                    database, sql: "EXPLAIN QUERY PLAN \(sql)", arguments: StatementArguments(nulls(in: sql))
                )
                .map { $0["detail"] as String }
            }
        }
        #expect(!plans.isEmpty)
        #expect(plans.contains { $0.contains { $0.contains(query.way) } }, "\(plans)")
        for step in plans.joined() where step.hasPrefix("SCAN") {
            // A partial index that holds only what is asked for may be read through; a table may not.
            #expect(step.contains(query.way), "\(step)")
        }
        for step in plans.joined() { #expect(!step.contains("AUTOMATIC"), "\(step)") }
    }
}

/// As many NULLs as the statement has parameters: plans do not depend on values.
private func nulls(in sql: String) -> [(any DatabaseValueConvertible)?] {
    let numbered = (1...9).last { sql.contains("?\($0)") }
    return Array(repeating: nil, count: numbered ?? sql.count { $0 == "?" })
}
