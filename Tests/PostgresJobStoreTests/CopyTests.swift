import Foundation
import JobModel
import JobStore
import JobStoreTesting
import SQLiteJobStore
import Testing

@testable import PostgresJobStore

@Suite("Copying a queue between SQLite and PostgreSQL", .enabled(if: TestServer.isExpected))
struct CopyTests {
    private let folder: URL
    private let clock = VirtualTimekeeper()

    init() throws {
        folder = FileManager.default.temporaryDirectory.appending(path: "spworker-copy-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    }

    private func path(_ name: String) -> String { folder.appending(path: name).path }
    private var time: @Sendable () -> Timestamp {
        { [clock] in Timestamp(microseconds: clock.wallMicroseconds()) }
    }

    /// A file with a little of everything.
    private func fill(_ name: String) async throws -> [UInt8] {
        let store = try SQLiteJobStore(path: path(name), options: .init(workerNote: "pid 1 on test"), clock: time)
        _ = try await store.enqueue(
            (0..<2100).map { index in
                var job = Make.job(
                    "s\(index % 9)", "op\(index % 3)", plan: LanePlan(rate: 0.1 * Double(1 + index % 7), burst: 5),
                    applicationRate: index % 3 == 0 ? 2.5 : nil)
                job.parameters = #"{"a":"é\#u{0}\"\\"}"#
                job.body = index % 10 == 0 ? "body \(index) \u{0}" : nil
                job.priority = index % 10
                job.uniqueKey = index % 5 == 0 ? "k\(index)" : nil
                return job
            })
        for job in try await store.take("w", 30) {
            store.note(.sent(job.fence, at: job.createdAt))
            _ = try await store.finish(
                Make.end(job, job.id.value % 2 == 0 ? .interrupted : .fail(.init(kind: "k", message: "m"))))
        }
        let key = ScheduleKey(definition: "d", seller: "s1", region: "EU")
        try await store.planSchedules(
            [SchedulePlan(key: key, application: "main", signature: "x", nextFireAt: time())], complete: nil)
        _ = try await store.setCursor(key, to: "2026-01-01T00:00:00Z", actor: "a")
        try await store.keep([
            SealedToken(key: "k", keyID: "i", mintedAt: time(), expiresAt: time() + .seconds(60), sealed: [0, 1, 255])
        ])
        try await store.change(AuthorizationChange(key: Make.key("s1"), state: .revoked, fingerprint: "f"))
        let salt = try await store.salt()
        await store.close()
        return salt
    }

    private func copy(from source: some CopyTarget, to target: some CopyTarget) throws -> [CopiedCount] {
        defer {
            source.close()
            target.close()
        }
        return try QueueCopy.run(from: source, to: target)
    }

    @Test("brings everything there and back, and both go on with numbers that were never used")
    func thereAndBack() async throws {
        let schema = try TestSchema()
        let salt = try await fill("a.db")
        let there = try copy(
            from: SQLiteCopy(path: path("a.db"), migrates: false, clock: time),
            to: PostgresCopy(schema.address, migrates: true, usesServerClock: false, clock: time))
        #expect(there.first { $0.table == "job" }?.rows == 2100)
        let back = try copy(
            from: PostgresCopy(schema.address, migrates: false, clock: time),
            to: SQLiteCopy(path: path("b.db"), migrates: true, clock: time))
        #expect(back == there)
        let server = try schema.open(clock: clock)
        let file = try SQLiteJobStore(path: path("b.db"), clock: time)
        let all = JobFilter(limit: 5000)
        #expect(try await server.salt() == salt)
        #expect(try await file.salt() == salt)
        #expect(try await server.counts() == file.counts())
        let hour = (from: time() - .seconds(3600), to: time() + .seconds(60))
        let tallies = try await server.tallies(from: hour.from, to: hour.to, step: .seconds(3600))
        #expect(try await tallies == file.tallies(from: hour.from, to: hour.to, step: .seconds(3600)))
        #expect(tallies.reduce(0) { $0 + $1[.enqueued] } == 2100)
        #expect(try await server.jobs(matching: all).map(\.row) == file.jobs(matching: all).map(\.row))
        #expect(try await server.job(JobID(11)) == file.job(JobID(11)))
        #expect(try await server.lanes().map(\.lane) == file.lanes().map(\.lane))
        #expect(try await server.authorizations() == file.authorizations())
        #expect(
            try await server.schedules(matching: ScheduleFilter()) == file.schedules(matching: ScheduleFilter()))
        #expect(try await server.sealedToken(key: "k") == file.sealedToken(key: "k"))
        for store in [server as any JobStore, file] {
            #expect(try await store.enqueue([Make.job("s2")]).map(\.id) == [JobID(2101)])
        }
        await server.close()
        await file.close()
        try FileManager.default.removeItem(at: folder)
    }

    @Test("is refused while a worker has either, and into a queue that is not empty; nothing is changed")
    func refusals() async throws {
        let schema = try TestSchema()
        _ = try await fill("a.db")
        let store = try schema.open(clock: clock)
        try await store.heartbeat(Make.worker("w", clock))
        let busy = try #require(throws: StoreError.self) {
            _ = try PostgresCopy(schema.address, migrates: true, usesServerClock: false, clock: time)
        }
        #expect(busy.code == .locked && busy.message.contains("workers drain"))
        try await store.retire(WorkerID("w"))
        _ = try await store.enqueue([Make.job()])
        #expect(throws: StoreError.self) {
            _ = try copy(
                from: SQLiteCopy(path: path("a.db"), migrates: false, clock: time),
                to: PostgresCopy(schema.address, migrates: true, usesServerClock: false, clock: time))
        }
        #expect(try await store.counts() == [.waiting: 1])
        await store.close()
        try FileManager.default.removeItem(at: folder)
    }
}
