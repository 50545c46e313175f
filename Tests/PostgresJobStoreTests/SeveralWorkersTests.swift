import JobModel
import JobStore
import JobStoreTesting
import Synchronization
import Testing

@testable import PostgresJobStore

/// Jobs that several tasks have done.
private final class Ledger: Sendable {
    private let held = Mutex<[JobID]>([])

    var ids: [JobID] { held.withLock { $0 } }

    func add(_ ids: [JobID]) { held.withLock { $0 += ids } }
}

@Suite("Several workers on one queue", .enabled(if: TestServer.isExpected))
struct SeveralWorkersTests {
    @Test("share the jobs: each runs once, and the counts are right in the end")
    func sharing() async throws {
        let schema = try TestSchema()
        let clock = VirtualTimekeeper()
        let front = try schema.open(clock: clock)
        let jobs = (0..<600).map { Make.job("s\($0 % 30)", "op\($0 % 3)", applicationRate: $0 % 3 == 0 ? 10_000 : nil) }
        let ids = Set(try await front.enqueue(jobs).map(\.id))
        let ran = Ledger()
        try await withThrowingTaskGroup(of: Void.self) { group in
            for index in 0..<4 {
                group.addTask {
                    let store = try schema.open(clock: clock)
                    while ran.ids.count < ids.count {
                        let claimed = try await store.take("w\(index)", 16)
                        ran.add(claimed.map(\.id))
                        for job in claimed {
                            store.note(.sent(job.fence, at: job.createdAt))
                            #expect(try await store.finish(Make.end(job)))
                        }
                    }
                    await store.close()
                }
            }
            try await group.waitForAll()
        }
        #expect(ran.ids.count == ids.count)
        #expect(Set(ran.ids) == ids)
        #expect(try await front.counts() == [.succeeded: 600])
        #expect(try await front.lanes().allSatisfy { $0.lane.running == 0 && $0.lane.limiter.reserved == 0 })
        #expect(try await front.authorizations().allSatisfy { $0.running == 0 && $0.waitingLanes == 0 })
        await front.close()
    }

    @Test("keep a plan together, whoever asks first")
    func plans() async throws {
        let schema = try TestSchema()
        let clock = VirtualTimekeeper()
        let stores = try (0..<3).map { _ in
            try schema.open(rules: QueueRules(perAuthorization: 1000, margin: .zero), clock: clock)
        }
        let plan = LanePlan(rate: 1, burst: 5)
        _ = try await stores[0].enqueue(Array(repeating: Make.job(plan: plan), count: 30))
        for expected in [5, 1, 1] {
            let claimed = try await withThrowingTaskGroup(of: [ClaimedJob].self) { group in
                for (index, store) in stores.enumerated() { group.addTask { try await store.take("w\(index)") } }
                return try await group.reduce(into: []) { $0 += $1 }
            }
            // A claim passes over what another one is looking at, so the last word has one that is alone.
            let all = claimed + (try await stores[0].take("w0"))
            #expect(all.count == expected)
            for job in all { stores[1].note(.sent(job.fence, at: Timestamp(microseconds: clock.wallMicroseconds()))) }
            _ = try await stores[1].cancel([])
            clock.advance(by: .seconds(1))
        }
        for store in stores { await store.close() }
    }

    @Test("never run more jobs of a seller than the rules allow")
    func perSeller() async throws {
        let schema = try TestSchema()
        let clock = VirtualTimekeeper()
        let rules = QueueRules(perAuthorization: 2)
        let stores = try (0..<4).map { _ in try schema.open(rules: rules, clock: clock) }
        _ = try await stores[0].enqueue((0..<40).map { Make.job("s", "op\($0 % 8)") })
        let done = Ledger()
        try await withThrowingTaskGroup(of: Void.self) { group in
            for (index, store) in stores.enumerated() {
                group.addTask {
                    while done.ids.count < 40 {
                        for job in try await store.take("w\(index)") {
                            #expect(try await store.authorizations().allSatisfy { $0.running <= 2 })
                            #expect(try await store.finish(Make.end(job)))
                            done.add([job.id])
                        }
                    }
                }
            }
            try await group.waitForAll()
        }
        #expect(try await stores[0].counts() == [.succeeded: 40])
        for store in stores { await store.close() }
    }

    @Test("let one job in for a unique key, however many put it in at once")
    func uniqueKeys() async throws {
        let schema = try TestSchema()
        let clock = VirtualTimekeeper()
        let stores = try (0..<4).map { _ in try schema.open(clock: clock) }
        for round in 0..<10 {
            let answers = try await withThrowingTaskGroup(of: [Enqueued].self) { group in
                for store in stores {
                    group.addTask {
                        var job = Make.job("s\(round)")
                        job.uniqueKey = "k"
                        return try await store.enqueue([job])
                    }
                }
                return try await group.reduce(into: []) { $0 += $1 }
            }
            #expect(Set(answers.map(\.id)).count == 1)
            #expect(
                answers.count {
                    if case .new = $0 { true } else { false }
                } == 1)
        }
        for store in stores { await store.close() }
    }

    @Test("fire a schedule once, and take turns in getting a token")
    func compareAndSet() async throws {
        let schema = try TestSchema()
        let clock = VirtualTimekeeper()
        let stores = try (0..<4).map { _ in try schema.open(clock: clock) }
        let now = Timestamp(microseconds: clock.wallMicroseconds())
        let key = ScheduleKey(definition: "d", seller: "acme", region: "EU")
        try await stores[0].planSchedules(
            [SchedulePlan(key: key, application: "main", signature: "x", nextFireAt: now)], complete: nil)
        // The first one makes the lane.
        for round in 0..<3 {
            let due = now + .seconds(60) * round
            let fire = ScheduleFire(
                key: key, expected: due, next: due + .seconds(60), jobs: [Make.job()], overlap: .queue,
                lastFireAt: due)
            let answers = try await withThrowingTaskGroup(of: (ScheduleFireAnswer, Bool).self) { group in
                for (index, store) in stores.enumerated() {
                    group.addTask {
                        (
                            try await store.fire([fire])[0],
                            try await store.takeTurn(key: "k\(round)", owner: "o\(index)", lasting: .seconds(30))
                        )
                    }
                }
                return try await group.reduce(into: []) { $0.append($1) }
            }
            #expect(answers.count { $0.0 == .lost } == 3)
            #expect(answers.count { $0.1 } == 1)
            #expect(try await stores[0].counts() == [.waiting: round + 1])
        }
        for store in stores { await store.close() }
    }

    @Test("leave a turn to its owner, though its clock is a little ahead of theirs")
    func turnOfAnother() async throws {
        let schema = try TestSchema()
        let ahead = VirtualTimekeeper()
        ahead.advance(by: .milliseconds(20))
        let owner = try schema.open(clock: ahead)
        let other = try schema.open()
        #expect(try await owner.takeTurn(key: "k", owner: "owner", lasting: .seconds(30)))
        #expect(try await !other.takeTurn(key: "k", owner: "other", lasting: .seconds(30)))
        for store in [owner, other] { await store.close() }
    }

    @Test("let suspects run one at a time, whoever takes them")
    func suspects() async throws {
        let schema = try TestSchema()
        let clock = VirtualTimekeeper()
        let stores = try (0..<3).map { _ in try schema.open(clock: clock) }
        _ = try await stores[0].enqueue((0..<4).map { Make.job("s\($0)") })
        _ = try await stores[0].take("dead")
        _ = try await stores[0].recover(as: WorkerID("w0"))
        for _ in 0..<4 {
            let claimed = try await withThrowingTaskGroup(of: [ClaimedJob].self) { group in
                for (index, store) in stores.enumerated() { group.addTask { try await store.take("w\(index)") } }
                return try await group.reduce(into: []) { $0 += $1 }
            }
            let all = claimed.isEmpty ? try await stores[0].take("w0") : claimed
            #expect(all.count == 1)
            for job in all { #expect(try await stores[1].finish(Make.end(job))) }
        }
        #expect(try await stores[0].counts() == [.succeeded: 4])
        for store in stores { await store.close() }
    }

    @Test("answer an inbox row once")
    func inbox() async throws {
        let schema = try TestSchema()
        let stores = try (0..<3).map { _ in try schema.open() }
        _ = try await stores[0].enqueue([Make.job()])
        for _ in 0..<20 { try schema.run("INSERT INTO inbox (operation) VALUES ('op')") }
        let rows = try await stores[0].newInboxRows(limit: 100)
        try await withThrowingTaskGroup(of: Void.self) { group in
            for store in stores {
                group.addTask { try await store.settle(rows.map { ($0.id, .accepted(Make.job())) }) }
            }
            try await group.waitForAll()
        }
        #expect(try await stores[0].counts() == [.waiting: 21])
        #expect(try await stores[0].inboxCount(status: "accepted") == 20)
        for store in stores { await store.close() }
    }
}
