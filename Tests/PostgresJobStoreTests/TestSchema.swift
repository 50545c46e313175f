import Foundation
import JobModel
import JobStore
import JobStoreTesting
import Testing

@testable import PostgresJobStore

/// The server that the tests run against.
enum TestServer {
    /// Its address, which the Makefile exports.
    static let address = ProcessInfo.processInfo.environment["SPWORKER_POSTGRES"].flatMap { $0.isEmpty ? nil : $0 }
    /// Without a server the tests are left out, but not in continuous integration, where they fail.
    static let isExpected = address != nil || ProcessInfo.processInfo.environment["CI"] != nil
}

/// A schema of its own for one test; it goes with its owner.
final class TestSchema: Sendable {
    let name: String
    let address: ServerAddress

    init() throws {
        let server = try #require(TestServer.address, "SPWORKER_POSTGRES names no server: run 'make test'.")
        name = "test_\(UUID().uuidString.lowercased().filter { $0 != "-" })"
        address = try ServerAddress(
            server + (server.contains("?") ? "&" : "?") + "options=-csearch_path%3D\(name)")
        try Connection(ServerAddress(server)).run(script: "CREATE SCHEMA \(name)")
    }

    /// Runs a statement as another program would.
    @discardableResult
    func run(_ sql: String, _ values: [String?] = []) throws -> Rows { try Connection(address).run(sql, values) }

    /// A store that tells the time by the clock.
    func open(
        rules: QueueRules = QueueRules(perAuthorization: 1000), isWorker: Bool = false, migrates: Bool = true,
        clock: VirtualTimekeeper = VirtualTimekeeper()
    ) throws -> PostgresJobStore {
        try PostgresJobStore(
            address,
            options: .init(rules: rules, migrates: migrates, isWorker: isWorker, usesServerClock: false)
        ) { Timestamp(microseconds: clock.wallMicroseconds()) }
    }

    deinit {
        _ = try? Connection(address).run(
            script: "SET client_min_messages = warning; DROP SCHEMA IF EXISTS \(name) CASCADE")
    }
}

extension StoreSource {
    /// A store in the schema.
    static func postgres(in schema: TestSchema) -> StoreSource {
        StoreSource(
            make: { rules, clock in try schema.open(rules: rules, clock: clock) },
            post: { _, row in
                // As another program does it: plain SQL on a connection of its own, naming only what it has.
                try schema.run(
                    "INSERT INTO inbox (seller, operation, params, unique_key) VALUES ($1, $2, $3, $4)",
                    [row.seller, row.operation, row.parameters, row.uniqueKey])
            })
    }
}

/// Short words for jobs and workers.
enum Make {
    static let plenty = LanePlan(rate: 10_000, burst: 10_000)

    static func key(_ seller: String = "acme") -> AuthorizationKey {
        AuthorizationKey(application: "main", seller: seller, region: "EU")
    }

    static func job(
        _ seller: String = "acme", _ operation: String = "op", plan: LanePlan = plenty, applicationRate: Double? = nil
    ) -> NewJob {
        NewJob(
            kind: "request", lane: LaneKey(authorization: key(seller), operation: operation), plan: plan,
            applicationRate: applicationRate, authorization: key(seller), operation: operation)
    }

    static func end(_ job: ClaimedJob, _ outcome: Outcome = .succeeded(JobResult(status: 200))) -> RunEnd {
        RunEnd(outcome, of: job, now: job.createdAt, policy: RetryPolicy(), unit: 0.5, isDurable: false)
    }

    static func worker(_ name: String, _ clock: VirtualTimekeeper, lease: Duration = .seconds(45)) -> WorkerRow {
        let now = Timestamp(microseconds: clock.wallMicroseconds())
        return WorkerRow(
            id: WorkerID(name), host: "h", pid: 1, version: "1", startedAt: now, leaseUntil: now + lease)
    }
}

extension JobStore {
    func take(_ worker: String, _ limit: Int = 100) async throws -> [ClaimedJob] {
        try await claim(ClaimRequest(worker: WorkerID(worker), limit: limit)).jobs
    }
}

/// Waits until it is so, for ten seconds at most: what other threads and the server do takes real time.
func eventually(_ condition: () async throws -> Bool) async throws -> Bool {
    for _ in 0..<1000 {
        if try await condition() { return true }
        try await Task.sleep(for: .milliseconds(10))
    }
    return false
}
