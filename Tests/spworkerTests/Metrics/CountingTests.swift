import Dashboard
import Foundation
import JobModel
import JobStore
import JobStoreTesting
import PostgresJobStore
import Secrets
import Synchronization
import Testing

@testable import SQLiteJobStore
@testable import SellerJobs
@testable import SellingPartner
@testable import Worker

@Suite("What the parts of the program count")
struct CountingTests {
    private final class Refusals: Sendable {
        private let texts = Mutex<[String]>([])

        var all: [String] { texts.withLock { $0 } }

        @Sendable func take(_ text: String) { texts.withLock { $0.append(text) } }
    }

    private let refusals: Refusals
    private let metrics: PrometheusMetrics

    init() {
        let refusals = Refusals()
        self.refusals = refusals
        metrics = PrometheusMetrics(onRefusal: refusals.take)
    }

    private func value(_ name: MetricName, _ labels: [String] = []) -> Double? {
        switch metrics.samples.first(where: { $0.name == name && $0.labels == labels })?.value {
        case .number(let number)?: number
        case .distribution(let counts, _)?: Double(counts.reduce(0, +))
        case nil: nil
        }
    }

    @Test("Every handle is one of the catalogue's, and every metric that is counted has one")
    func handles() {
        _ = WorkerMetrics(kinds: ["request", "report"], factory: metrics)
        CallMetrics(factory: metrics).count(family: "orders", status: 200, duration: .seconds(1))
        for token in [TokenMetrics.Token.access, .restricted] { _ = TokenMetrics(token, factory: metrics) }
        _ = RevocationMetrics(factory: metrics)
        _ = HookMetrics(factory: metrics)
        _ = SQLiteStoreMetrics(factory: metrics, monotonic: { .zero })
        _ = PostgresStoreMetrics(factory: metrics, monotonic: { .zero })
        #expect(refusals.all == [])
        let read: Set<MetricName> = [
            .jobs, .oldestReadyJob, .parkedJobs, .pausedJobs, .waitingInboxRows, .waitingNotices, .authorizations,
            .applications, .workers, .heartbeatAge, .leaseLeft, .databaseUp, .databaseSize, .build,
        ]
        #expect(Set(metrics.samples.map(\.name)) == Set(MetricName.allCases).subtracting(read))
    }

    @Test("Calls are counted by status class; how long an answer took only when one came")
    func calls() {
        let calls = CallMetrics(factory: metrics)
        let statuses: [Int?] = [200, 204, 307, 400, 403, 429, 500, 503, nil]
        for status in statuses { calls.count(family: "orders", status: status, duration: .milliseconds(80)) }
        calls.count(family: "feeds", status: 202, duration: .seconds(2))
        let counts = ["2xx", "3xx", "4xx", "429", "5xx", "error"].map { value(.calls, ["orders", $0]) }
        #expect(counts == [2, 1, 2, 1, 2, 1])
        #expect(value(.callDuration, ["orders"]) == 8 && value(.callDuration, ["feeds"]) == 1)
    }

    @Test("Tokens are counted by how they came, and a look into the cache as a hit or a miss")
    func tokens() async throws {
        let clock = VirtualTimekeeper()
        let cache = TokenCache(
            timekeeper: clock, random: SeededRandom(seed: 1), metrics: TokenMetrics(factory: metrics))
        let key = TokenKey(
            clientID: "client", endpoint: "https://login", grant: .clientCredentials(scopes: ["s"]),
            refreshTokenFingerprint: "", region: nil, isSandbox: false)
        let failures: [any Error] = [
            LWAFailure(.invalidGrant), LWAFailure(.transient(.timeout)), CocoaError(.fileNoSuchFile),
        ]
        for failure in failures {
            await #expect(throws: (any Error).self) { try await cache.token(for: key) { _ in throw failure } }
        }
        for _ in 0..<3 {
            _ = try await cache.token(for: key) { _ in
                AccessToken(value: Secret("Atza|1"), lifetime: .seconds(3600))
            }
        }
        #expect(value(.tokenCacheHits, ["access"]) == 2 && value(.tokenCacheMisses, ["access"]) == 4)
        let results = ["granted", "kept", "refused", "unavailable", "failed"]
        #expect(results.map { value(.tokenExchanges, ["access", $0]) } == [1, 0, 1, 1, 1])
        #expect(value(.tokenExchangeDuration, ["access"]) == 1)
        await cache.shutdown()
    }

    @Test("A seller is counted when its jobs are parked and when that is over, however often it is decided")
    func revocations() {
        let revocations = RevocationMetrics(factory: metrics)
        let key = AuthorizationKey(application: "main", seller: "acme", region: "EU")
        for state in [AuthorizationState.active, .suspect, .revoked, .revoked, .active, .active, .misconfigured] {
            revocations.wrote(key, state)
        }
        #expect(value(.revocations, ["revoked"]) == 1 && value(.revocations, ["misconfigured"]) == 1)
        #expect(value(.restorations) == 1)
        // The worker starts anew, and finds in the store who is out.
        let later = RevocationMetrics(factory: metrics)
        later.adopt(
            [AuthorizationRow(id: 1, key: key, applicationID: 1, state: .revoked, since: .distantPast)],
            of: "main")
        later.wrote(key, .revoked)
        later.wrote(key, .active)
        #expect(value(.revocations, ["revoked"]) == 1 && value(.restorations) == 2)
        later.adopt([], of: "main")
        later.wrote(key, .active)
        #expect(value(.restorations) == 2, "what others did is theirs to count")
    }

    @Test("Commits are counted with their operations, their time and the length of the log")
    func commits() async throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "spworker-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let clock = VirtualTimekeeper()
        let store = try SQLiteJobStore(
            path: folder.appending(path: "queue.db").path,
            options: SQLiteJobStore.Options(
                workerNote: "test", metrics: SQLiteStoreMetrics(factory: metrics, monotonic: { clock.monotonic() }))
        ) { Timestamp(microseconds: clock.wallMicroseconds()) }
        try await store.prove()
        try await store.heartbeat(
            WorkerRow(
                id: WorkerID("w"), host: "h", pid: 1, version: "1", startedAt: .distantPast, leaseUntil: .distantPast))
        await store.close()
        #expect(value(.storeCommitDuration, ["full"]) == 1 && value(.storeCommitDuration, ["normal"]) == 1)
        #expect(value(.storeCommitOperations) == 2 && value(.storeCommitFailures) == 0)
        #expect(value(.storeLogSize).map { $0 > 0 } == true)
    }
}
