import Dashboard
import JobModel
import JobStore

/// Jobs and what becomes of them.
extension TestInstallation {
    /// An operation that holds nothing of anybody.
    static var plain: String { "catalogItems.getCatalogItem@2022-04-01" }
    /// An operation whose answers tell where people live.
    static var restricted: String { "orders.getOrderAddress@v0" }

    /// Puts jobs in.
    @discardableResult
    func put(
        _ count: Int = 1, of seller: String = "acme", operation: String = plain, kind: String = "request",
        body: String? = nil, uniqueKey: String? = nil
    ) async throws -> [JobID] {
        let key = AuthorizationKey(application: "main", seller: seller, region: "EU")
        let job = NewJob(
            kind: kind, lane: LaneKey(authorization: key, operation: operation),
            plan: LanePlan(rate: 10_000, burst: 10_000), authorization: key, operation: operation,
            parameters: #"{"asin":"<B01>"}"#, body: body, uniqueKey: uniqueKey)
        return try await store.enqueue(Array(repeating: job, count: count)).compactMap {
            if case .new(let id) = $0 { id } else { nil }
        }
    }

    /// A worker takes one job and ends its run.
    ///
    /// - Parameter inDoubt: Whether nobody knows what became of its call.
    @discardableResult
    func run(_ outcome: Outcome, inDoubt: Bool = false, lastCall: LastCall? = nil) async throws -> JobID? {
        let worker = WorkerID("worker-1")
        guard let job = try await store.claim(ClaimRequest(worker: worker, limit: 1)).jobs.first else { return nil }
        if inDoubt { _ = try await store.beginDoubt(job.fence) }
        _ = try await store.finish(
            RunEnd(
                outcome, of: job, now: now, policy: RetryPolicy(), unit: 0.5, isDurable: true, keepsDoubt: inDoubt,
                lastCall: lastCall))
        return job.id
    }

    /// A worker takes one job and goes on with it.
    @discardableResult
    func start() async throws -> JobID? {
        try await store.claim(ClaimRequest(worker: WorkerID("worker-1"), limit: 1)).jobs.first?.id
    }

    func state(_ id: JobID) async throws -> JobState? { try await store.job(id)?.row.state }
}

extension JobFailure {
    /// What goes wrong in tests.
    static var planted: JobFailure {
        JobFailure(kind: "oops", message: "<i>It went wrong</i>", status: 500, requestID: "r-<1>")
    }
}
