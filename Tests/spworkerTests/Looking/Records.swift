import JobModel

@testable import JobStore

/// Jobs and the rows around them, made up for tests.
enum Records {
    /// 2026-03-01T12:00:00.000Z.
    static let now = Timestamp(microseconds: 1_772_366_400_000_000)
    static let key = AuthorizationKey(application: "main", seller: "acme", region: "EU")

    static func application(_ change: (inout ApplicationRow) -> Void = { _ in }) -> ApplicationRow {
        var row = ApplicationRow(id: 1, name: "main", since: now - .seconds(600))
        change(&row)
        return row
    }

    static func authorization(_ change: (inout AuthorizationRow) -> Void = { _ in }) -> AuthorizationRow {
        var row = AuthorizationRow(id: 2, key: key, applicationID: 1, since: now - .seconds(600))
        change(&row)
        return row
    }

    static func lane(_ change: (inout LaneRow) -> Void = { _ in }) -> LaneRow {
        let plan = LanePlan(rate: 0.5, burst: 1)
        var row = LaneRow(
            id: 3, key: LaneKey(authorization: key, operation: "orders.getOrder@v0"), applicationID: 1,
            authorizationID: 2,
            configured: plan, limiter: Limiter(plan: plan))
        change(&row)
        return row
    }

    static func job(
        lane: LaneRow = lane(), limiter: ApplicationLimiterRow? = nil,
        authorization: AuthorizationRow? = authorization(),
        application: ApplicationRow = application(), _ change: (inout JobRow) -> Void = { _ in }
    ) -> JobRecord {
        var row = JobRow(
            id: JobID(42), kind: "request", laneID: 3, authorizationID: 2, operation: "orders.getOrder@v0", priority: 5,
            runAt: now - .seconds(60), maxAttempts: 8, createdAt: now - .seconds(60))
        change(&row)
        return JobRecord(
            row: row, content: nil, lane: lane, limiter: limiter, authorization: authorization,
            application: application,
            readAt: now)
    }

    static func worker(_ change: (inout WorkerRow) -> Void = { _ in }) -> WorkerRow {
        var row = WorkerRow(
            id: WorkerID("w1"), host: "box", pid: 7, version: "0.1.0", startedAt: now - .seconds(3600),
            leaseUntil: now + .seconds(30))
        change(&row)
        return row
    }
}
