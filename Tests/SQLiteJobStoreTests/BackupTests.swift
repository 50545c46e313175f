import Foundation
import GRDB
import JobModel
import JobStore
import JobStoreTesting
import Testing

@testable import SQLiteJobStore

@Suite("A backup")
struct BackupTests {
    private func refusal(_ backup: DatabaseBackup, _ path: String, replacing: Bool = false) -> String {
        let refusal = #expect(throws: BackupRefusal.self) { try backup.copy(to: path, replacing: replacing) }
        return refusal?.description ?? ""
    }

    /// The size of a file and when it was changed, without opening it: that would drop SQLite's locks.
    private func stamp(_ path: String) throws -> [Double] {
        let attributes = try FileManager.default.attributesOfItem(atPath: path)
        let changed = try #require(attributes[.modificationDate] as? Date)
        return [Double(try #require(attributes[.size] as? Int)), changed.timeIntervalSince1970]
    }

    @Test("is a plain database with the same jobs, for this user alone, and a worker runs on it")
    func copies() async throws {
        let folder = try TemporaryFolder()
        let clock = VirtualTimekeeper()
        let store = try SQLiteJobStore.open(folder, clock: clock)
        _ = try await store.enqueue((0..<50).map { Make.job(body: "body \($0)") })
        let running = try #require(try await store.claimOne())
        let other = try #require(try await store.claimOne())
        _ = try await store.finish(Make.end(other))
        let path = folder.path + "/copy.db"
        let copy = try DatabaseBackup(of: folder.database).copy(to: path)
        #expect(copy.counts == [.waiting: 48, .running: 1, .succeeded: 1])
        #expect(try await store.counts() == copy.counts)
        let attributes = try FileManager.default.attributesOfItem(atPath: path)
        #expect((attributes[.posixPermissions] as? NSNumber)?.uint16Value == 0o600)
        #expect(attributes[.size] as? Int == Int(copy.bytes))
        #expect(try folder.list().filter { $0.hasPrefix("copy.db") } == ["copy.db"])
        let header = try Data(contentsOf: URL(filePath: path)).prefix(20)
        #expect(header.suffix(2) == Data([1, 1]), "the header speaks of a log")

        let restored = try SQLiteJobStore(path: path, options: .init(workerNote: "pid 2 on test")) {
            Timestamp(microseconds: clock.wallMicroseconds())
        }
        #expect(try await restored.counts() == copy.counts)
        #expect(try await restored.salt() == store.salt())
        #expect(try await restored.recover(as: WorkerID("w2")).requeued == 1)
        #expect(try await restored.job(running.id)?.row.state == .waiting)
        #expect(try await restored.job(JobID(50))?.content?.body == "body 49")
        await restored.close()
        #expect(try await store.finish(Make.end(running)), "the original goes on by itself")
        await store.close()
    }

    @Test("holds one state while others write")
    func consistent() async throws {
        let folder = try TemporaryFolder()
        let store = try SQLiteJobStore.open(folder)
        let body = String(repeating: "x", count: 1000)
        _ = try await store.enqueue((0..<300).map { _ in Make.job(body: body) })
        let copies = try await withThrowingTaskGroup(of: Void.self) { group in
            for _ in 0..<4 {
                group.addTask {
                    while !Task.isCancelled { _ = try await store.enqueue((0..<7).map { _ in Make.job(body: body) }) }
                }
            }
            let backup = try DatabaseBackup(of: folder.database)
            let copies = try (0..<5).map { try backup.copy(to: folder.path + "/copy\($0).db") }
            group.cancelAll()
            return copies
        }
        await store.close()
        for copy in copies {
            let queue = try DatabaseQueue(path: copy.path)
            let (jobs, bodies, kept, integrity) = try await queue.read { database in
                (
                    try Int.fetchOne(database, sql: "SELECT count(*) FROM job"),
                    try Int.fetchOne(database, sql: "SELECT count(*) FROM job_body"),
                    try Int.fetchOne(database, sql: "SELECT sum(jobs) FROM counter"),
                    try String.fetchOne(database, sql: "PRAGMA integrity_check")
                )
            }
            #expect(jobs == copy.counts[.waiting] && bodies == jobs && kept == jobs)
            // Whole groups, never a part of one.
            #expect(((jobs ?? 0) - 300) % 7 == 0)
            #expect(integrity == "ok")
        }
    }

    @Test("leaves the log to the worker, whether one runs or not")
    func noCheckpoint() async throws {
        let folder = try TemporaryFolder()
        let store = try SQLiteJobStore.open(folder)
        _ = try await store.enqueue((0..<20).map { _ in Make.job() })
        let before = try (stamp(folder.database), stamp(folder.database + "-wal"))
        let copy = try DatabaseBackup(of: folder.database).copy(to: folder.path + "/copy.db")
        #expect(copy.counts == [.waiting: 20])
        #expect(try (stamp(folder.database), stamp(folder.database + "-wal")) == before)

        // As a worker leaves things that was killed: with a log and without a connection. Copying the files drops the
        // store's locks, which nobody needs any more.
        let killed = try TemporaryFolder()
        for suffix in ["", "-wal"] {
            try FileManager.default.copyItem(atPath: folder.database + suffix, toPath: killed.database + suffix)
        }
        await store.close()
        let left = try stamp(killed.database)
        let rescued = try DatabaseBackup(of: killed.database).copy(to: killed.path + "/copy.db")
        #expect(rescued.counts == [.waiting: 20])
        #expect(try stamp(killed.database) == left)
    }

    @Test("can be made of a schema that is older than the program")
    func olderSchema() throws {
        let folder = try TemporaryFolder()
        let queue = try DatabaseQueue(path: folder.database)
        try queue.write { database in
            try database.execute(
                sql: """
                    CREATE TABLE migration (version INTEGER PRIMARY KEY);
                    CREATE TABLE counter (state INTEGER PRIMARY KEY, jobs INTEGER);
                    INSERT INTO counter VALUES (2, 7);
                    """)
        }
        try queue.close()
        #expect(try DatabaseBackup(of: folder.database).copy(to: folder.path + "/copy.db").counts == [.succeeded: 7])
    }

    @Test("replaces nothing unless it may, and never the database itself")
    func refusals() async throws {
        let folder = try TemporaryFolder()
        let store = try SQLiteJobStore.open(folder)
        _ = try await store.enqueue([Make.job()])
        let backup = try DatabaseBackup(of: folder.database)
        let path = folder.path + "/copy.db"
        try Data("mine".utf8).write(to: URL(filePath: path))
        #expect(refusal(backup, path).contains("--force"))
        #expect(try Data(contentsOf: URL(filePath: path)) == Data("mine".utf8))
        #expect(try backup.copy(to: path, replacing: true).counts == [.waiting: 1])

        for suffix in ["", "-wal", "-shm", "-journal", ".lock"] {
            let words = refusal(backup, folder.database + suffix, replacing: true)
            #expect(words.contains("the database itself"), "\(words)")
        }
        try FileManager.default.createSymbolicLink(
            atPath: folder.path + "/link.db", withDestinationPath: folder.database)
        #expect(refusal(backup, folder.path + "/link.db", replacing: true).contains("the database itself"))
        try FileManager.default.createSymbolicLink(
            atPath: folder.path + "/nowhere.db", withDestinationPath: "missing.db")
        #expect(refusal(backup, folder.path + "/nowhere.db").contains("there already"))
        #expect(refusal(backup, folder.path, replacing: true).contains("is a folder"))
        #expect(refusal(backup, folder.path + "/no/copy.db").contains("/no does not exist"))
        try Data().write(to: URL(filePath: folder.path + "/used.db-wal"))
        #expect(refusal(backup, folder.path + "/used.db").contains("used.db-wal"))
        #expect(try folder.list().allSatisfy { !$0.contains("partial") })
        #expect(try await store.counts() == [.waiting: 1])
        await store.close()
    }

    @Test("of what is no database of ours, or of nothing, is refused")
    func foreign() throws {
        let folder = try TemporaryFolder()
        let missing = #expect(throws: StoreError.self) { try DatabaseBackup(of: folder.database) }
        #expect(missing?.code == .cannotOpen)
        let queue = try DatabaseQueue(path: folder.database)
        try queue.write { try $0.execute(sql: "CREATE TABLE customer (id INTEGER)") }
        try queue.close()
        let error = #expect(throws: StoreError.self) {
            try DatabaseBackup(of: folder.database).copy(to: folder.path + "/copy.db")
        }
        #expect(error?.code == .schema)
        #expect(try folder.list().allSatisfy { $0.hasPrefix("spworker.db") })
    }

    @Test("of a damaged database fails and leaves nothing behind")
    func damaged() async throws {
        let folder = try TemporaryFolder()
        let store = try SQLiteJobStore.open(folder)
        _ = try await store.enqueue((0..<200).map { _ in Make.job(body: String(repeating: "x", count: 500)) })
        await store.close()
        let handle = try FileHandle(forUpdating: URL(filePath: folder.database))
        // The last page: content, not the schema.
        let size = try handle.seekToEnd()
        try handle.seek(toOffset: size - 4096)
        try handle.write(contentsOf: Data(repeating: 0xFF, count: 4096))
        try handle.close()
        let error = #expect(throws: StoreError.self) {
            try DatabaseBackup(of: folder.database).copy(to: folder.path + "/copy.db")
        }
        #expect(error?.code == .corrupt, "\(String(describing: error))")
        #expect(try folder.list().allSatisfy { $0.hasPrefix("spworker.db") })
    }

    @Test("into a folder that cannot be written says so", .enabled(if: geteuid() != 0, "root may write everywhere"))
    func readOnlyFolder() async throws {
        let folder = try TemporaryFolder()
        await (try SQLiteJobStore.open(folder)).close()
        let locked = folder.path + "/locked"
        try FileManager.default.createDirectory(
            atPath: locked, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o500])
        let error = #expect(throws: StoreError.self) {
            try DatabaseBackup(of: folder.database).copy(to: locked + "/copy.db")
        }
        #expect(error?.code == .readOnly && error?.message.contains(locked) == true)
    }
}
