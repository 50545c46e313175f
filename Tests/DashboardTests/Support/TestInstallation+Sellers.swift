import Dashboard
import JobModel
import JobStore
import Overview

extension AuthorizationKey {
    /// The seller in Europe, with the application that tests use.
    static func test(_ seller: String, region: String = "EU", application: String = "main") -> AuthorizationKey {
        AuthorizationKey(application: application, seller: seller, region: region)
    }
}

extension ConfiguredSeller {
    /// A seller that is configured.
    ///
    /// - Parameter authorizedAt: When it authorized the application.
    static func test(_ seller: String, tags: [String] = [], authorizedAt: Timestamp? = nil) -> ConfiguredSeller {
        ConfiguredSeller(
            key: .test(seller), sellerID: "A1", tags: tags, refreshToken: "env:TOKEN_\(seller)",
            renewal: authorizedAt.map { YearlyRenewal(authorizedAt: $0) }, origin: "spworker.yaml")
    }
}

extension TestInstallation {
    /// Puts jobs of a seller in.
    func put(_ count: Int, of key: AuthorizationKey, operation: String = "orders.v0.getOrders") async throws {
        let job = NewJob(
            kind: "request", lane: LaneKey(authorization: key, operation: operation),
            plan: LanePlan(rate: 1, burst: 1), authorization: key, operation: operation)
        _ = try await memory.enqueue(Array(repeating: job, count: count))
    }

    /// Has a worker announce itself.
    func announce(_ worker: String) async throws {
        try await store.heartbeat(
            WorkerRow(
                id: WorkerID(worker), host: "prod-1", pid: 7, version: "1", startedAt: now,
                leaseUntil: now + .seconds(600)))
    }
}

extension Seen {
    /// Where the link with these words, or with this behind its address, leads.
    func link(before mark: String) -> String? {
        guard let end = body.firstRange(of: "\"\(mark)") else { return nil }
        let head = body[..<end.lowerBound]
        guard let start = head.lastIndex(of: "\"") else { return nil }
        return head[head.index(after: start)...].split(separator: "&amp;").joined(separator: "&")
    }
}
