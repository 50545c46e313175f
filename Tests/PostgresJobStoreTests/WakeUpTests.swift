import JobModel
import JobStore
import JobStoreTesting
import Testing

@testable import PostgresJobStore

@Suite("How workers hear of changes", .enabled(if: TestServer.isExpected))
struct WakeUpTests {
    /// A worker that looks by itself once an hour only.
    private func listener(_ schema: TestSchema, _ clock: VirtualTimekeeper) throws -> PostgresJobStore {
        try PostgresJobStore(
            schema.address, options: .init(isWorker: true, usesServerClock: false, pollEvery: .seconds(3600))
        ) { Timestamp(microseconds: clock.wallMicroseconds()) }
    }

    @Test("another worker's enqueue and a plain INSERT into the inbox wake a worker that listens")
    func listening() async throws {
        let schema = try TestSchema()
        let clock = VirtualTimekeeper()
        let worker = try listener(schema, clock)
        let other = try listener(schema, clock)
        #expect(try await eventually { worker.listener?.heard != nil && other.listener?.heard != nil })
        let first = try await worker.changeMark()
        #expect(try await worker.changeMark() == first)
        _ = try await other.enqueue([Make.job()])
        #expect(try await eventually { try await worker.changeMark() != first })
        let second = try await worker.changeMark()
        try schema.run("INSERT INTO inbox (operation) VALUES ('op')")
        #expect(try await eventually { try await worker.changeMark() != second })
        await worker.close()
        await other.close()
    }

    @Test("who only looks sees every change, and none where nothing has changed")
    func polling() async throws {
        let schema = try TestSchema()
        let store = try schema.open()
        let other = try schema.open()
        var mark = try await store.changeMark()
        func isChanged() async throws -> Bool {
            let before = mark
            mark = try await store.changeMark()
            return mark != before
        }
        #expect(try await !isChanged())
        _ = try await other.enqueue([Make.job()])
        #expect(try await isChanged())
        #expect(try await !isChanged())
        try schema.run("INSERT INTO inbox (operation) VALUES ('op')")
        #expect(try await isChanged())
        _ = try await store.enqueue([Make.job()])
        #expect(try await isChanged())
        let job = try #require(try await store.take("w", 1).first)
        #expect(try await !isChanged())
        _ = try await other.cancel([job.id])
        #expect(try await isChanged())
        await store.close()
        await other.close()
    }
}
