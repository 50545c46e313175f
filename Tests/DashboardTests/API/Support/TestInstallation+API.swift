import Dashboard
import JobModel
import JobStore
import OperationCatalogue
import Overview
import Testing

extension TestInstallation {
    /// One with the sellers `acme` and `bolt`, who are configured, and with definitions.
    static var withSellers: TestInstallation {
        var installation = TestInstallation(holder: "")
        installation.configured = ["acme", "bolt"].map {
            ConfiguredSeller(
                key: key($0), sellerID: "A2EXAMPLE", tags: ["premium"], refreshToken: "env:TOKEN", origin: "")
        }
        installation.registered = [
            ConfiguredApplication(name: "main", clientID: "env:ID", clientSecret: "env:SECRET", origin: "")
        ]
        installation.defined = [
            DefinitionView(
                name: "orders", file: "jobs/orders.yaml", kind: "request", operation: "orders.searchOrders",
                scheduleText: "@hourly", zone: "UTC", sellers: 2,
                followUp: FollowUp(run: "items", forEach: "AmazonOrderId", limit: 100)),
            DefinitionView(name: "broken", file: "jobs/broken.yaml", problem: "line 3: no job"),
        ]
        installation.admission = { request in
            guard ["acme", "bolt"].contains(request.seller) else {
                throw JobRejection("There is no seller '\(request.seller ?? "")'.")
            }
            guard !request.operation.isEmpty else { throw JobRejection("A request needs an operation.") }
            let key = key(request.seller ?? "")
            return Admission(
                job: NewJob(
                    kind: request.kind, lane: LaneKey(authorization: key, operation: request.operation),
                    plan: LanePlan(rate: 1, burst: 1), authorization: key, operation: request.operation,
                    parameters: request.parameters, body: request.body, options: request.options,
                    output: request.output, runAt: request.runAt, priority: request.priority,
                    uniqueKey: request.uniqueKey, maxAttempts: request.maxAttempts, deadline: request.deadline),
                warnings: request.priority == 0 ? ["That is urgent."] : [])
        }
        installation.firing = { _, seller in
            guard seller != "nobody" else { throw JobRejection("There is no seller 'nobody'.") }
            return [FiredJob(seller: "acme", region: "EU", job: JobID(7), isNew: true)]
        }
        return installation
    }

    static func key(_ seller: String) -> AuthorizationKey {
        AuthorizationKey(application: "main", seller: seller, region: "EU")
    }

    /// Puts jobs in.
    @discardableResult
    func enqueue(
        _ count: Int = 1, of seller: String = "acme", _ operation: String = "sellers.getMarketplaceParticipations",
        kind: String = "request", body: String? = nil
    ) async throws -> [JobID] {
        let key = Self.key(seller)
        let job = NewJob(
            kind: kind, lane: LaneKey(authorization: key, operation: operation), plan: LanePlan(rate: 1, burst: 1000),
            authorization: key, operation: operation, body: body)
        return try await memory.enqueue(Array(repeating: job, count: count)).map(\.id)
    }

    /// Claims a job as a worker does.
    func claim() async throws -> ClaimedJob {
        try #require(try await memory.claim(ClaimRequest(worker: WorkerID("w"), limit: 1)).jobs.first)
    }

    /// Runs the next job, and lets it end.
    func run(_ outcome: Outcome) async throws {
        let job = try await claim()
        let end = RunEnd(
            outcome, of: job, now: now, policy: RetryPolicy(), unit: 0.5, isDurable: false,
            lastCall: LastCall(startedAt: now, status: 200, requestID: "r-1"))
        _ = try await memory.finish(end)
    }

    /// The kinds of all events with who caused them, oldest first.
    func deeds() async -> [String] {
        let events = await memory.latestEvents(limit: 100)
        return events.reversed().map { "\($0.kind) \($0.actor)" }
    }
}
