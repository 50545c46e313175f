import JobModel
import JobStore
import JobStoreTesting
import Synchronization
import Testing

@testable import PostgresJobStore

@Suite("Which sellers a worker serves first")
struct SellerShareTests {
    @Test("A worker has its place among those that live; alone, or when it is none of them, it has everything")
    func places() {
        let living = ["a", "b", "c"].map { WorkerID($0) }
        let second = SellerShare(of: living[1], among: living)
        #expect(second.workers == 3 && second.place == 1)
        #expect(SellerShare(of: living[0], among: [living[0]]) == .all)
        #expect(SellerShare(of: WorkerID("d"), among: living) == .all)
        #expect(SellerShare(of: living[0], among: []) == .all)
    }

    @Test(
        "Two workers keep to their own sellers while there are enough, help each other out, and leave nobody to wait",
        .enabled(if: TestServer.isExpected))
    func sharing() async throws {
        let schema = try TestSchema()
        let clock = VirtualTimekeeper()
        let rules = QueueRules(perAuthorization: 1)
        let stores = try (0..<2).map { _ in try schema.open(rules: rules, clock: clock) }
        for _ in 0..<2 {
            for (index, store) in stores.enumerated() {
                try await store.heartbeat(Make.worker("w\(index)", clock, lease: .seconds(3600)))
            }
        }
        let sellers = (1...20).map { "s\($0)" }
        _ = try await stores[0].enqueue(sellers.map { Make.job($0) })
        func take(_ worker: Int, _ limit: Int) async throws -> Set<String> {
            let jobs = try await stores[worker].take("w\(worker)", limit)
            for job in jobs { #expect(try await stores[worker].finish(Make.end(job))) }
            return Set(jobs.compactMap(\.lane.authorization?.seller))
        }

        let first = try await take(0, 5)
        let second = try await take(1, 5)
        #expect(first.count == 5 && second.count == 5)
        _ = try await stores[0].enqueue(first.union(second).map { Make.job($0) })
        let third = try await take(0, 8)
        #expect(third.count == 8 && third.isDisjoint(with: second), "each seller is one worker's")
        #expect(try await take(0, 20).count == 12, "what is missing comes from the other's")

        _ = try await stores[0].enqueue(second.map { Make.job($0) })
        clock.advance(by: SellerShare.courtesy)
        _ = try await stores[0].enqueue(first.map { Make.job($0) })
        #expect(try await take(0, 5) == second, "who has waited is anybody's")
        for store in stores { await store.close() }
    }

    @Test("A worker that can take no jobs leaves its sellers to the others", .enabled(if: TestServer.isExpected))
    func obstacle() async throws {
        let schema = try TestSchema()
        let clock = VirtualTimekeeper()
        let store = try schema.open(clock: clock)
        for name in ["w0", "w1", "w0"] { try await store.heartbeat(Make.worker(name, clock)) }
        var hindered = Make.worker("w1", clock)
        hindered.obstacle = "The disk is full."
        try await store.heartbeat(hindered)
        try await store.heartbeat(Make.worker("w0", clock))
        #expect(store.writer.share.withLock(\.self) == .all)
        await store.close()
    }

    @Test("When the other worker goes, its sellers are the one's that stays", .enabled(if: TestServer.isExpected))
    func leaving() async throws {
        let schema = try TestSchema()
        let clock = VirtualTimekeeper()
        let store = try schema.open(clock: clock)
        for name in ["w0", "w1", "w0"] { try await store.heartbeat(Make.worker(name, clock)) }
        #expect(store.writer.share.withLock(\.self).workers == 2)
        var draining = Make.worker("w1", clock)
        draining.isDraining = true
        try await store.heartbeat(draining)
        try await store.heartbeat(Make.worker("w0", clock))
        #expect(store.writer.share.withLock(\.self) == .all)
        try await store.heartbeat(Make.worker("w1", clock, lease: .seconds(10)))
        try await store.heartbeat(Make.worker("w0", clock))
        #expect(store.writer.share.withLock(\.self).workers == 2)
        clock.advance(by: .seconds(11))
        try await store.heartbeat(Make.worker("w0", clock))
        #expect(store.writer.share.withLock(\.self) == .all)
        await store.close()
    }
}
