import JobModel
import JobStore
import JobStoreTesting
import Testing

@testable import PostgresJobStore

@Suite("Beside the queue", .enabled(if: TestServer.isExpected))
struct BesideTests {
    @Test("tokens, their turns, notices, outputs and requests wait for nobody who works on jobs")
    func unhindered() async throws {
        let schema = try TestSchema()
        let clock = VirtualTimekeeper()
        let now = Timestamp(microseconds: clock.wallMicroseconds())
        let store = try schema.open(rules: QueueRules(hooks: HookPlan([.onRevoked: ["t"]])), clock: clock)
        try await store.change(AuthorizationChange(key: Make.key(), state: .revoked))
        // Somebody works on jobs for as long as this lasts.
        let other = try Connection(schema.address)
        try other.run(
            script: """
                SET idle_in_transaction_session_timeout = 0; BEGIN;
                SELECT pg_advisory_xact_lock_shared(\(PostgresTables.queueLock)), 1 FROM "authorization" FOR UPDATE
                """)
        let token = TokenRow(
            worker: WorkerID("w"), key: "k", application: "main", obtainedAt: now, expiresAt: now + .seconds(60))
        try await store.saveTokens([token], gone: ["other"], of: WorkerID("w"))
        #expect(try await store.takeTurn(key: "k", owner: "w", lasting: .seconds(9)))
        let sealed = SealedToken(
            key: "k", keyID: "i", mintedAt: now, expiresAt: now + .seconds(60), sealed: [1, 2, 3])
        try await store.keep([sealed])
        try await store.endTurn(key: "k", owner: "w")
        #expect(try await store.forgetSealed(keys: ["k", "l"]) == ["k"])
        let notice = try #require(try await store.claimNotices(for: ["t"], limit: 1, until: now + .seconds(9)).first)
        #expect(try await store.settle(noticeID: notice.id, heldUntil: notice.nextAt, .delivered))
        #expect(try await store.forget([]) == 0)
        let command = try await store.ask("verb")
        #expect(try await store.answer(commandID: command, .done("{}")))
        #expect(try await store.prune(Retention()) == 0)
        try await store.clearTokens(of: WorkerID("w"))
        try other.run(script: "ROLLBACK")
        await store.close()
    }

    @Test("one turn is taken by one worker, however many ask for it at once")
    func turns() async throws {
        let schema = try TestSchema()
        let clock = VirtualTimekeeper()
        let stores = try (0..<5).map { _ in try schema.open(clock: clock) }
        for round in 0..<20 {
            let taken = try await withThrowingTaskGroup(of: Bool.self) { group in
                for (index, store) in stores.enumerated() {
                    group.addTask {
                        try await store.takeTurn(key: "k\(round)", owner: "w\(index)", lasting: .seconds(60))
                    }
                }
                return try await group.reduce(into: 0) { $0 += $1 ? 1 : 0 }
            }
            #expect(taken == 1)
        }
        for store in stores { await store.close() }
    }

    @Test("notices are held, and come again, by the server's clock, however wrong their worker's own is")
    func noticesAndClocks() async throws {
        let schema = try TestSchema()
        // It stands months behind the server's.
        let clock = VirtualTimekeeper()
        let now = Timestamp(microseconds: clock.wallMicroseconds())
        let rules = QueueRules(hooks: HookPlan([.onRevoked: ["t"]]))
        let store = try PostgresJobStore(schema.address, options: .init(rules: rules)) { now }
        try await store.change(AuthorizationChange(key: Make.key(), state: .revoked))
        func wait() async throws -> Duration { try #require(try await store.nextNotice(for: ["t"])) - now }
        #expect(try await abs(wait()) < .seconds(10), "it is due by the clock of whoever asks")
        let first = try #require(try await store.claimNotices(for: ["t"], limit: 1, until: now + .seconds(45)).first)
        #expect(try await wait() > .seconds(30))
        #expect(try await store.claimNotices(for: ["t"], limit: 1, until: now + .seconds(45)).isEmpty)
        try await store.writer.measureClock()
        #expect(
            try await store.settle(
                noticeID: first.id, heldUntil: first.nextAt, .failed("no", retryAt: now + .seconds(600))))
        #expect(try await abs(wait() - .seconds(600)) < .seconds(20))
        let row = try #require(try await store.notices(limit: 1).first)
        #expect(abs(row.nextAt - now - .seconds(600)) < .seconds(20))
        #expect(try abs(#require(row.triedSince) - now) < .seconds(20))
        await store.close()
    }

    private func abs(_ duration: Duration) -> Duration { max(duration, .zero - duration) }
}
