import Dashboard
import JobModel
import JobStore
import Overview

extension NewJob {
    /// A job of a schedule.
    static func test(of key: ScheduleKey) -> NewJob {
        let owner = AuthorizationKey(application: "main", seller: key.seller, region: key.region)
        return NewJob(
            kind: "request", lane: LaneKey(authorization: owner, operation: "call"),
            plan: LanePlan(rate: 1000, burst: 1000), authorization: owner, operation: "call")
    }
}

extension DefinitionView {
    /// A definition that fires every quarter of an hour.
    static func test(_ name: String, schedule: String? = "*/15 * * * *", sellers: Int = 1) -> DefinitionView {
        DefinitionView(
            name: name, file: "jobs/\(name).yaml", kind: "request", operation: "orders.searchOrders",
            scheduleText: schedule, sellers: sellers)
    }
}

extension TestInstallation {
    /// An installation with these definitions.
    static func with(_ definitions: DefinitionView...) -> TestInstallation {
        var installation = TestInstallation()
        installation.shelf = definitions
        return installation
    }

    /// Plans a definition for a seller, as a worker does.
    @discardableResult
    func plan(_ definition: String, _ seller: String, after delay: Duration = .seconds(900)) async throws -> ScheduleKey
    {
        let key = ScheduleKey(definition: definition, seller: seller, region: "EU")
        try await memory.planSchedules(
            [SchedulePlan(key: key, application: "main", signature: "s", nextFireAt: now + delay)], complete: nil)
        return key
    }

    /// Plans a definition for a seller, and lets its first job end.
    func runOnce(_ definition: String, _ seller: String, _ outcome: Outcome = .succeeded(JobResult())) async throws {
        let key = try await plan(definition, seller)
        _ = try await memory.fireByHand([HandFire(key: key, job: .test(of: key))], isForced: false, actor: "test")
        guard let job = try await memory.claim(ClaimRequest(worker: WorkerID("w"), limit: 1)).jobs.first else { return }
        _ = try await memory.finish(
            RunEnd(outcome, of: job, now: now, policy: RetryPolicy(), unit: 0.5, isDurable: false))
    }
}
