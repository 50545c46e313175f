import JobModel
import JobStore
import JobStoreTesting
import Testing

@testable import PostgresJobStore

@Suite("Workers with leases", .enabled(if: TestServer.isExpected))
struct LeaseTests {
    @Test("take over from one that is not heard of, whose late end is then refused, and leave the living alone")
    func leases() async throws {
        let schema = try TestSchema()
        let clock = VirtualTimekeeper()
        let stores = try (0..<3).map { _ in try schema.open(isWorker: true, clock: clock) }
        for (index, store) in stores.enumerated() {
            try await store.heartbeat(Make.worker("w\(index)", clock, lease: .seconds(index == 0 ? 10 : 100)))
        }
        _ = try await stores[0].enqueue([Make.job("a"), Make.job("b")])
        let silent = try #require(try await stores[0].take("w0", 1).first)
        let living = try #require(try await stores[1].take("w1", 1).first)
        #expect(try await stores[2].recover(as: WorkerID("w2")) == Recovery())
        clock.advance(by: .seconds(11))
        try await stores[2].heartbeat(Make.worker("w2", clock))
        #expect(try await stores[2].workers().map(\.id.value).sorted() == ["w1", "w2"])
        #expect(try await !stores[0].finish(Make.end(silent)))
        #expect(try await stores[1].finish(Make.end(living)))
        #expect(try await stores[1].take("w1").map(\.id) == [silent.id])
        // One that was only paused comes back: it claims nothing before the others know of it again.
        let other = try await stores[0].enqueue([Make.job("c")])
        #expect(other.count == 1)
        await #expect(throws: StoreError.self) { try await stores[0].take("w0") }
        try await stores[0].heartbeat(Make.worker("w0", clock))
        #expect(try await stores[2].workers().count == 3)
        #expect(try await stores[0].take("w0").count == 1)
        #expect(try await stores[2].recover(as: WorkerID("w2")) == Recovery())
        for store in stores { await store.close() }
    }

    @Test("give back what stands in their name and of which they do not know: the answer to a claim was lost")
    func lostClaim() async throws {
        let schema = try TestSchema()
        let clock = VirtualTimekeeper()
        let stores = try (0..<2).map { _ in try schema.open(isWorker: true, clock: clock) }
        for (index, store) in stores.enumerated() { try await store.heartbeat(Make.worker("w\(index)", clock)) }
        _ = try await stores[0].enqueue([Make.job("a"), Make.job("b")])
        let known = try #require(try await stores[0].take("w0", 1).first)
        // What another process claims in its name is for this one a claim without an answer.
        let lost = try #require(try await stores[1].take("w0", 1).first)
        try await stores[0].heartbeat(Make.worker("w0", clock))
        #expect(try await !stores[1].finish(Make.end(lost)))
        #expect(try await stores[0].finish(Make.end(known)))
        #expect(try await stores[1].take("w1").map(\.id) == [lost.id])
        try await stores[1].heartbeat(Make.worker("w1", clock))
        #expect(try await stores[1].counts() == [.running: 1, .succeeded: 1], "it knows what it has claimed")
        for store in stores { await store.close() }
    }

    @Test("reckon by the server's clock when a job goes on and who lives, however wrong their own is")
    func wrongClock() async throws {
        let schema = try TestSchema()
        // It stands months behind the server's.
        let clock = VirtualTimekeeper()
        let now = Timestamp(microseconds: clock.wallMicroseconds())
        let store = try PostgresJobStore(schema.address, options: .init(isWorker: true)) { now }
        try await store.heartbeat(Make.worker("w", clock))
        #expect(store.clock.offset > .seconds(86_400))
        let worker = try #require(try await store.workers().first)
        #expect(worker.leaseUntil > now && worker.leaseUntil <= now + .seconds(50))
        _ = try await store.enqueue([Make.job()])
        let job = try #require(try await store.take("w").first)
        let later = JobFailure(kind: "later", message: "Not now.")
        let end = RunEnd(
            .snooze(until: now + .seconds(600), later), of: job, now: now, policy: RetryPolicy(), unit: 0.5,
            isDurable: false)
        #expect(try await store.finish(end))
        let wait = try #require(try await store.job(job.id)).row.runAt - store.clock.present()
        #expect(wait > .seconds(590) && wait < .seconds(610), "\(wait)")
        #expect(try await store.take("w").isEmpty)
        await store.close()
    }

    @Test("tell of their own tokens alone, which go with them")
    func tokens() async throws {
        let schema = try TestSchema()
        let clock = VirtualTimekeeper()
        let stores = try (0..<2).map { _ in try schema.open(isWorker: true, clock: clock) }
        for (index, store) in stores.enumerated() { try await store.heartbeat(Make.worker("w\(index)", clock)) }
        let now = Timestamp(microseconds: clock.wallMicroseconds())
        for (index, store) in stores.enumerated() {
            let worker = WorkerID("w\(index)")
            let token = TokenRow(
                worker: worker, key: "k", application: "main", seller: "acme", region: "EU", obtainedAt: now,
                expiresAt: now + .seconds(3600))
            try await store.saveTokens([token], gone: [], of: worker)
        }
        _ = try await stores[1].recover(as: WorkerID("w2"))
        #expect(try await stores[1].tokens().map(\.worker.value) == ["w0", "w1"], "both live")
        try await stores[0].clearTokens(of: WorkerID("w0"))
        #expect(try await stores[1].tokens().map(\.worker.value) == ["w1"])
        try await stores[1].retire(WorkerID("w1"))
        _ = try await stores[0].recover(as: WorkerID("w0"))
        #expect(try await stores[1].tokens().isEmpty)
        for store in stores { await store.close() }
    }
}
