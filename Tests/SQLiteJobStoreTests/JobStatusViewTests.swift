import GRDB
import JobModel
import JobStore
import JobStoreTesting
import SQLiteJobStore
import Testing

@Suite("The view job_status, which other programs read")
struct JobStatusViewTests {
    private func rows(_ folder: TemporaryFolder) throws -> [Row] {
        try DatabaseQueue(path: folder.database).read { database in
            try Row.fetchAll(database, sql: "SELECT * FROM job_status ORDER BY id")
        }
    }

    @Test("has the promised columns and shows a finished job in them")
    func columns() async throws {
        let folder = try TemporaryFolder()
        let clock = VirtualTimekeeper()
        let store = try SQLiteJobStore.open(folder, clock: clock)
        var job = Make.job("orders.getOrders")
        job.uniqueKey = "k"
        job.deadline = Timestamp(microseconds: clock.wallMicroseconds()) + .seconds(60)
        _ = try await store.enqueue([job])
        clock.advance(by: .milliseconds(1500))
        let claimed = try #require(try await store.claimOne())
        _ = try await store.checkpoint(claimed.fence, Checkpoint(text: "{}", isDurable: false))
        clock.advance(by: .seconds(1))
        let result = JobResult(status: 200, bytes: 12, sha256: "ab", path: "a/b.json", inline: "{}", pages: 3)
        _ = try await store.finish(Make.end(claimed, .succeeded(result)))
        let row = try #require(try rows(folder).first)
        #expect(
            Array(row.columnNames) == [
                "id", "kind", "seller", "region", "application", "operation", "state", "label", "priority", "run_at",
                "attempt", "max_attempts", "runs", "crashes", "created_at", "started_at", "finished_at", "unique_key",
                "deadline", "error_kind", "error_message", "error_status", "error_request_id", "result_status",
                "result_bytes", "result_sha256", "result_path", "result_inline", "result_pages", "checkpoint",
                "progress",
            ])
        let expected: [String: (any DatabaseValueConvertible)?] = [
            "id": 1, "kind": "request", "seller": "acme", "region": "EU", "application": "main",
            "operation": "orders.getOrders", "state": "succeeded", "label": nil, "priority": 5,
            "run_at": "2026-01-01T00:00:00.000Z", "attempt": 0, "max_attempts": 8, "runs": 1, "crashes": 0,
            "created_at": "2026-01-01T00:00:00.000Z", "started_at": "2026-01-01T00:00:01.500Z",
            "finished_at": "2026-01-01T00:00:02.500Z", "unique_key": "k", "deadline": "2026-01-01T00:01:00.000Z",
            "error_kind": nil, "result_status": 200, "result_bytes": 12, "result_sha256": "ab",
            "result_path": "a/b.json", "result_inline": "{}", "result_pages": 3, "checkpoint": "{}", "progress": nil,
        ]
        for (name, value) in expected {
            #expect(row[name] as DatabaseValue? == value?.databaseValue ?? .null, "\(name)")
        }
    }

    @Test("names what waiting jobs wait for as the store does")
    func labels() async throws {
        let folder = try TemporaryFolder()
        // Far in the past, so that the view's own clock finds times that have come, and far in the future.
        let clock = VirtualTimekeeper(wallMicroseconds: 1_000_000_000_000_000)
        let store = try SQLiteJobStore.open(folder, clock: clock)
        let future = Timestamp(microseconds: 4_000_000_000_000_000)
        func job(_ seller: String, application: String = "main", runAt: Timestamp? = nil) -> NewJob {
            let key = AuthorizationKey(application: application, seller: seller, region: "EU")
            return NewJob(
                kind: "request", lane: LaneKey(authorization: key, operation: "op"), plan: .unknown, authorization: key,
                operation: "op", runAt: runAt)
        }
        _ = try await store.enqueue([job("snoozed")])
        let claimed = try #require(try await store.claimOne())
        _ = try await store.finish(Make.end(claimed, .snooze(until: future)))
        _ = try await store.enqueue([
            job("ready"), job("scheduled", runAt: future), job("parked"), job("paused"),
            job("blocked", application: "stopped"), job("suspect"),
        ])
        func key(_ seller: String) -> AuthorizationKey {
            AuthorizationKey(application: "main", seller: seller, region: "EU")
        }
        try await store.change(AuthorizationChange(key: key("parked"), state: .revoked))
        try await store.change(AuthorizationChange(key: key("suspect"), state: .suspect, blockedUntil: future))
        try await store.pause(key("paused"), reason: "r", actor: "a")
        try await store.change(ApplicationChange(application: "stopped", state: .stopped))
        let labels = try rows(folder).map { "\($0["seller"] as String): \($0["label"] as String)" }
        #expect(
            labels == [
                "snoozed: snoozed", "ready: ready", "scheduled: scheduled", "parked: parked", "paused: paused",
                "blocked: blocked", "suspect: parked",
            ])
        let own = try await store.jobs(matching: JobFilter()).reversed().map {
            "\($0.authorization?.key.seller ?? ""): \($0.label?.rawValue ?? "")"
        }
        #expect(own == labels)
    }
}
