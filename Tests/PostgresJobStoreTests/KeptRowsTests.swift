import JobModel
import JobStore
import JobStoreTesting
import Testing

@testable import PostgresJobStore

@Suite("What a worker keeps of sellers in mind", .enabled(if: TestServer.isExpected))
struct KeptRowsTests {
    @Test("a cancellation that another process asks for stops a run that this one knows from waiting again")
    func cancelled() async throws {
        let schema = try TestSchema()
        let clock = VirtualTimekeeper()
        let (mine, other) = (try schema.open(clock: clock), try schema.open(clock: clock))
        let ids = try await mine.enqueue([Make.job(), Make.job()]).map(\.id)
        let claimed = try await mine.take("w")
        #expect(claimed.count == 2)
        // The second run shows what would have become of the first.
        _ = try await other.cancel([ids[0]])
        let failed = Outcome.retry(JobFailure(kind: "k", message: "m"))
        for job in claimed { #expect(try await mine.finish(Make.end(job, failed))) }
        #expect(try await mine.job(ids[0])?.row.state == .cancelled)
        #expect(try await mine.job(ids[1])?.row.state == .waiting)
        await mine.close()
        await other.close()
    }

    @Test("permits that workers take in turn are those of one plan")
    func plan() async throws {
        let schema = try TestSchema()
        let clock = VirtualTimekeeper()
        let stores = try (0..<3).map { _ in
            try schema.open(rules: QueueRules(perAuthorization: 1000, margin: .zero), clock: clock)
        }
        _ = try await stores[0].enqueue(Array(repeating: Make.job(plan: LanePlan(rate: 1, burst: 7)), count: 30))
        var taken: [Int] = []
        for turn in 0..<5 {
            let jobs = try await stores[turn % 3].take("w\(turn % 3)", 2)
            taken.append(jobs.count)
            for job in jobs {
                stores[turn % 3].note(.sent(job.fence, at: Timestamp(microseconds: clock.wallMicroseconds())))
                #expect(try await stores[turn % 3].finish(Make.end(job)))
            }
        }
        #expect(taken == [2, 2, 2, 1, 0])
        for store in stores { await store.close() }
    }

    @Test("whoever had the whole queue has changed what others knew")
    func wholeQueue() async throws {
        let schema = try TestSchema()
        let clock = VirtualTimekeeper()
        let (mine, other) = (
            try schema.open(rules: QueueRules(perAuthorization: 1000, margin: .zero), clock: clock),
            try schema.open(clock: clock)
        )
        _ = try await mine.enqueue(Array(repeating: Make.job(), count: 10))
        #expect(try await mine.take("w", 1).count == 1)
        try await other.pause(Make.key(), reason: "holiday", actor: "test")
        #expect(try await mine.take("w").isEmpty)
        try await other.pause(Make.key(), reason: nil, actor: "test")
        try await other.replan { _ in LanePlan(rate: 1, burst: 3) }
        let before = try await mine.lanes().first?.lane.running
        #expect(try await mine.take("w").count <= 3)
        #expect(before == 1)
        await mine.close()
        await other.close()
    }

    @Test("a run that another worker has taken over is lost to this one")
    func takenOver() async throws {
        let schema = try TestSchema()
        let clock = VirtualTimekeeper()
        let (mine, other) = (try schema.open(clock: clock), try schema.open(clock: clock))
        _ = try await mine.enqueue([Make.job()])
        let first = try #require(try await mine.take("w").first)
        _ = try await other.recover(as: WorkerID("other"))
        clock.advance(by: .seconds(3600))
        let second = try #require(try await other.take("other").first)
        #expect(second.fence != first.fence)
        #expect(try await !mine.finish(Make.end(first)))
        #expect(try await other.finish(Make.end(second)))
        #expect(try await mine.lanes().allSatisfy { $0.lane.running == 0 && $0.lane.limiter.reserved == 0 })
        await mine.close()
        await other.close()
    }

    @Test("the row of a seller names another writer only when another one has changed something")
    func writer() async throws {
        let schema = try TestSchema()
        let (mine, other) = (try schema.open(), try schema.open())
        func writer() throws -> Int64 { try schema.run("SELECT writer FROM \"authorization\"")[0].int64(0) }
        _ = try await mine.enqueue([Make.job(), Make.job(), Make.job()])
        let first = try await mine.take("w", 1)
        let own = try writer()
        #expect(own != 0)
        for job in first { #expect(try await mine.finish(Make.end(job))) }
        #expect(try writer() == own)
        // Jobs that come to a lane that is due already change nothing that others keep.
        _ = try await other.enqueue([Make.job()])
        #expect(try writer() == own)
        let second = try await other.take("v", 1)
        #expect(try writer() != own)
        for job in second { #expect(try await other.finish(Make.end(job))) }
        #expect(try await mine.take("w").count == 2)
        #expect(try writer() == own)
        await mine.close()
        await other.close()
    }
}
