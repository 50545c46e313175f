import Foundation
import GRDB
import JobModel
import JobStore
import JobStoreTesting
import Testing

@testable import SQLiteJobStore

@Suite("When the database is in trouble")
struct TroubleTests {
    /// A connection like another program's, which may keep a transaction open.
    private func stranger(_ folder: TemporaryFolder) throws -> DatabaseQueue {
        var configuration = Configuration()
        configuration.allowsUnsafeTransactions = true
        return try DatabaseQueue(path: folder.database, configuration: configuration)
    }

    @Test("somebody's open transaction is reported as busy, readers go on, and nothing is lost")
    func busy() async throws {
        let folder = try TemporaryFolder()
        let store = try SQLiteJobStore.open(folder, busyTimeout: .milliseconds(50))
        _ = try await store.enqueue([Make.job()])
        let job = try #require(try await store.claimOne())
        let stranger = try stranger(folder)
        try await stranger.writeWithoutTransaction { try $0.beginTransaction(.immediate) }
        for _ in 0..<2 {
            let enqueue = await #expect(throws: StoreError.self) { _ = try await store.enqueue([Make.job()]) }
            #expect(enqueue?.code == .busy)
            #expect(enqueue?.isTransient == true)
            let finish = await #expect(throws: StoreError.self) { _ = try await store.finish(Make.end(job)) }
            #expect(finish?.code == .busy)
        }
        #expect(try await store.counts() == [.running: 1])
        try await stranger.writeWithoutTransaction { try $0.rollback() }
        #expect(try await store.finish(Make.end(job)))
        _ = try await store.enqueue([Make.job()])
        #expect(try await store.counts() == [.succeeded: 1, .waiting: 1])
    }

    @Test(
        "what is noted during trouble is written with the next change, and does not keep the store from closing",
        .timeLimit(.minutes(5)))
    func notes() async throws {
        let folder = try TemporaryFolder()
        let store = try SQLiteJobStore.open(folder, busyTimeout: .milliseconds(20))
        _ = try await store.enqueue([Make.job(), Make.job()])
        let first = try #require(try await store.claimOne())
        let second = try #require(try await store.claimOne())
        let stranger = try stranger(folder)
        try await stranger.writeWithoutTransaction { try $0.beginTransaction(.immediate) }
        store.note(.sent(first.fence, at: first.createdAt))
        _ = await #expect(throws: StoreError.self) { _ = try await store.enqueue([Make.job()]) }
        try await stranger.writeWithoutTransaction { try $0.rollback() }
        _ = try await store.enqueue([Make.job()])
        #expect(try await store.job(first.id)?.row.holdsPermit == false)
        try await stranger.writeWithoutTransaction { try $0.beginTransaction(.immediate) }
        store.note(.sent(second.fence, at: second.createdAt))
        await store.close()
        try await stranger.writeWithoutTransaction { try $0.rollback() }
    }

    @Test("a full disk is reported as full, what was confirmed stays, and work goes on when there is room")
    func full() async throws {
        let folder = try TemporaryFolder()
        let pool = try StoreFile.open(folder.database, busyTimeout: .seconds(1))
        try await pool.writeWithoutTransaction { database in
            _ = try SchemaUpgrade().up(database, now: .distantPast)
            let pages = try Int.fetchOne(database, sql: "PRAGMA page_count") ?? 0
            try database.execute(sql: "PRAGMA max_page_count = \(pages + 20)")
        }
        let writer = GroupWriter(
            pool: pool, rules: QueueRules(), clock: { .distantPast }, turn: 0, checkpointer: nil, onCommit: nil)
        let job = Make.job(body: String(repeating: "x", count: 8000))
        func enqueue() async throws {
            _ = try await writer.write("enqueue", .enqueue, durable: true) { try $0.enqueue(job) }
        }
        func count() async throws -> Int {
            try await pool.read { try Int.fetchOne($0, sql: "SELECT count(*) FROM job") ?? -1 }
        }
        var confirmed = 0
        var failure: StoreError?
        while failure == nil, confirmed < 100 {
            do {
                try await enqueue()
                confirmed += 1
            } catch { failure = error as? StoreError }
        }
        #expect(failure?.code == .full)
        #expect(failure?.isTransient == true)
        #expect(confirmed > 0)
        #expect(try await count() == confirmed)
        try await pool.writeWithoutTransaction { try $0.execute(sql: "PRAGMA max_page_count = 1000000") }
        try await enqueue()
        #expect(try await count() == confirmed + 1)
        let integrity = try await pool.read { try String.fetchOne($0, sql: "PRAGMA integrity_check") }
        #expect(integrity == "ok")
        await writer.close()
    }

    @Test("one change that fails does not take the others of its group with it")
    func oneBadChange() async throws {
        let folder = try TemporaryFolder()
        let commits = Commits()
        let pool = try StoreFile.open(folder.database, busyTimeout: .seconds(1))
        try await pool.writeWithoutTransaction { _ = try SchemaUpgrade().up($0, now: .distantPast) }
        let writer = GroupWriter(
            pool: pool, rules: QueueRules(), clock: { .distantPast }, turn: 0, checkpointer: nil, onCommit: commits.take
        )
        // The first change holds the writer until all the others are queued behind it.
        let gate = DispatchSemaphore(value: 0)
        let entered = DispatchSemaphore(value: 0)
        writer.submit(
            WriteOperation(
                verb: "gate", phase: .other, isDurable: false,
                apply: { _ in
                    entered.signal()
                    gate.wait()
                    return {}
                }, fail: { _ in }))
        entered.wait()
        let results = await withTaskGroup(of: Bool.self) { group in
            for index in 0..<20 {
                group.addTask {
                    do {
                        try await writer.write("enqueue", .enqueue, durable: true) { transaction in
                            _ = try transaction.enqueue(Make.job())
                            if index == 7 { try transaction.tables.execute("INSERT INTO no_such_table VALUES (1)") }
                        }
                        return true
                    } catch {
                        return false
                    }
                }
            }
            while writer.queuedOperations < 20 { await Task.yield() }
            gate.signal()
            return await group.reduce(into: []) { $0.append($1) }
        }
        #expect(results.count { $0 } == 19)
        let counts = try await pool.read {
            try Int.fetchAll($0, sql: "SELECT jobs FROM counter UNION ALL SELECT count(*) FROM job")
        }
        #expect(counts == [19, 19])
        #expect(commits.all.dropFirst().allSatisfy { $0.isDurable && $0.verbs == ["enqueue"] })
        await writer.close()
    }

    @Test("the disk is waited for as the records say")
    func synchronousMode() async throws {
        let folder = try TemporaryFolder()
        let pool = try StoreFile.open(folder.database, busyTimeout: .seconds(1))
        try await pool.writeWithoutTransaction { _ = try SchemaUpgrade().up($0, now: .distantPast) }
        let writer = GroupWriter(
            pool: pool, rules: QueueRules(), clock: { .distantPast }, turn: 0, checkpointer: nil, onCommit: nil)
        for (durable, mode) in [(true, 2), (false, 1), (false, 1), (true, 2)] {
            try await writer.write("test", .other, durable: durable) { _ in }
            let present = try await pool.writeWithoutTransaction { try Int.fetchOne($0, sql: "PRAGMA synchronous") }
            #expect(present == mode)
        }
        await writer.close()
    }

    @Test("a clock that steps back is sat out, one that was far ahead is left behind")
    func clock() {
        let clock = VirtualTimekeeper()
        let transactions = TransactionClock { Timestamp(microseconds: clock.wallMicroseconds()) }
        let start = transactions.now()
        clock.stepWall(byMicroseconds: -600_000_000)
        #expect(transactions.now() == start)
        clock.advance(by: .seconds(300))
        #expect(transactions.now() == start)
        clock.advance(by: .seconds(301))
        #expect(transactions.now() == start + .seconds(1))
        clock.stepWall(byMicroseconds: -7_200_000_000)
        #expect(transactions.now() == start + .seconds(1) - .seconds(7200))
    }

    @Test("jobs go on in order while the wall clock is put back")
    func clockUnderAStore() async throws {
        let folder = try TemporaryFolder()
        let clock = VirtualTimekeeper()
        let store = try SQLiteJobStore.open(folder, clock: clock)
        _ = try await store.enqueue([Make.job()])
        clock.stepWall(byMicroseconds: -60_000_000)
        _ = try await store.enqueue([Make.job()])
        let jobs = try await store.claim(ClaimRequest(worker: Make.worker, limit: 9)).jobs
        #expect(jobs.map(\.id.value) == [1, 2])
        for job in jobs { #expect(try await store.finish(Make.end(job))) }
    }

    @Test("a worker notices what other programs and its own process put in, not its own claims")
    func changeMark() async throws {
        let folder = try TemporaryFolder()
        let store = try SQLiteJobStore.open(folder)
        let start = try await store.changeMark()
        _ = try await store.enqueue([Make.job()])
        let enqueued = try await store.changeMark()
        #expect(enqueued != start)
        let job = try #require(try await store.claimOne())
        _ = try await store.finish(Make.end(job))
        #expect(try await store.changeMark() == enqueued)
        let other = try DatabaseQueue(path: folder.database)
        try await other.write { try $0.execute(sql: "INSERT INTO inbox (operation) VALUES ('x')") }
        #expect(try await store.changeMark() != enqueued)
        #expect(try await store.newInboxRows(limit: 5).count == 1)
    }
}
