import Foundation
import GRDB
import JobModel
import JobStore
import JobStoreTesting
import SQLiteJobStore
import SQLiteMigrations
import Testing

@Suite("Opening a database")
struct OpeningTests {
    /// The error with which opening fails.
    private func refusal(_ open: () throws -> SQLiteJobStore) throws -> StoreError {
        try #require(throws: StoreError.self) { _ = try open() }
    }

    private func edit(_ folder: TemporaryFolder, _ sql: String) throws {
        let queue = try DatabaseQueue(path: folder.database)
        try queue.write { try $0.execute(sql: sql) }
        try queue.close()
    }

    @Test("makes the file, and finds everything again after a restart")
    func reopening() async throws {
        let folder = try TemporaryFolder()
        let store = try SQLiteJobStore.open(folder)
        let salt = try await store.salt()
        #expect(salt.count == 32)
        _ = try await store.enqueue([Make.job(body: "b\u{0}ödy"), Make.job("other")])
        let claimed = try #require(try await store.claimOne())
        _ = try await store.finish(Make.end(claimed, .retry(JobFailure(kind: "k", message: "m", status: 500))))
        try await store.change(AuthorizationChange(key: Make.key, state: .revoked, fingerprint: "f"))
        let jobs = try await store.jobs(matching: JobFilter()).map(\.row)
        let lanes = try await store.lanes().map(\.lane)
        let events = try await store.latestEvents(limit: 9)
        await store.close()

        let again = try SQLiteJobStore.open(folder)
        #expect(try await again.jobs(matching: JobFilter()).map(\.row) == jobs)
        #expect(try await again.lanes().map(\.lane) == lanes)
        #expect(try await again.latestEvents(limit: 9) == events)
        #expect(try await again.salt() == salt)
        #expect(try await again.counts() == [.waiting: 2])
        let other = try TemporaryFolder()
        #expect(try await SQLiteJobStore.open(other).salt() != salt)
    }

    @Test("lets one worker in at a time; the second is told who is there and where many can work")
    func secondWorker() async throws {
        let folder = try TemporaryFolder()
        let first = try SQLiteJobStore.open(folder, workerNote: "pid 4711 on host-a")
        let error = try refusal { try SQLiteJobStore.open(folder, workerNote: "pid 2") }
        #expect(error.code == .locked)
        #expect(error.message.contains("PostgreSQL") && error.message.contains("pid 4711 on host-a"))
        #expect(WorkerLock.holder(databasePath: first.path) == "pid 4711 on host-a")
        // The same file by another name.
        let link = folder.path + "/link.db"
        try FileManager.default.createSymbolicLink(atPath: link, withDestinationPath: folder.database)
        let linked = try refusal {
            try SQLiteJobStore(path: link, options: .init(workerNote: "pid 3")) { .distantPast }
        }
        #expect(linked.code == .locked)
        await first.close()
        #expect(WorkerLock.holder(databasePath: first.path) == nil)
        let next = try SQLiteJobStore.open(folder, workerNote: "pid 5")
        #expect(WorkerLock.holder(databasePath: next.path) == "pid 5")
    }

    @Test("frees the lock when the store is given up without closing it")
    func lockOfAForgottenStore() throws {
        let folder = try TemporaryFolder()
        for _ in 0..<3 { _ = try SQLiteJobStore.open(folder) }
    }

    @Test("other programs work beside the worker but take no jobs back")
    func besideTheWorker() async throws {
        let folder = try TemporaryFolder()
        let worker = try SQLiteJobStore.open(folder)
        let command = try SQLiteJobStore.open(folder, workerNote: nil)
        _ = try await command.enqueue([Make.job()])
        #expect(try await worker.claimOne() != nil)
        #expect(try await command.counts() == [.running: 1])
        await #expect(throws: StoreError.self) { _ = try await command.recover(as: Make.worker) }
    }

    @Test("refuses schemas that are newer, altered or somebody else's")
    func schemas() async throws {
        func broken(_ sql: String) async throws -> StoreError {
            let folder = try TemporaryFolder()
            await (try SQLiteJobStore.open(folder)).close()
            try edit(folder, sql)
            return try refusal { try SQLiteJobStore.open(folder) }
        }
        let newer = try await broken("INSERT INTO migration VALUES (99, 'future', 'x', 0)")
        #expect(newer.code == .schema && newer.message.contains("newer"))
        let checksum = try await broken("UPDATE migration SET checksum = 'x' WHERE version = 1")
        #expect(checksum.code == .schema && checksum.message.contains("initial"))
        let dropped = try await broken("DROP INDEX job_late")
        #expect(
            dropped.code == .schema && dropped.message.contains("'job_late'") && dropped.message.contains("removed"))
        let altered = try await broken("DROP INDEX job_late; CREATE INDEX job_late ON job (lane_id)")
        #expect(altered.code == .schema && altered.message.contains("altered"))
        let column = try await broken("ALTER TABLE job ADD COLUMN mine TEXT")
        #expect(column.code == .schema && column.message.contains("'job'"))

        let foreign = try TemporaryFolder()
        try edit(foreign, "CREATE TABLE customer (id INTEGER)")
        let error = try refusal { try SQLiteJobStore.open(foreign) }
        #expect(error.code == .schema && error.message.contains("customer"))
        let tables = try await DatabaseQueue(path: foreign.database).read { database in
            try String.fetchAll(database, sql: "SELECT name FROM sqlite_schema")
        }
        #expect(tables == ["customer"], "somebody else's file was changed")
    }

    @Test("leaves tables that users add beside alone")
    func additions() async throws {
        let folder = try TemporaryFolder()
        await (try SQLiteJobStore.open(folder)).close()
        try edit(folder, "CREATE TABLE my_notes (id INTEGER); CREATE INDEX my_index ON job (kind)")
        _ = try SQLiteJobStore.open(folder)
    }

    @Test("does not upgrade unless it may")
    func noMigration() async throws {
        let folder = try TemporaryFolder()
        let error = try refusal { try SQLiteJobStore.open(folder, migrates: false) }
        #expect(error.code == .schema && error.message.contains("migrate up"))
        await (try SQLiteJobStore.open(folder)).close()
        _ = try SQLiteJobStore.open(folder, migrates: false)
    }

    @Test("says what is wrong with files that are no databases", arguments: [40, 5000])
    func garbage(size: Int) throws {
        let folder = try TemporaryFolder()
        try Data(repeating: 0x41, count: size).write(to: URL(filePath: folder.database))
        let error = try refusal { try SQLiteJobStore.open(folder) }
        #expect(error.code == .corrupt, "\(error.code): \(error)")
        #expect(error.message.contains(folder.database) || error.message.contains("backup"))
    }

    @Test("says what is wrong with a database whose pages are damaged")
    func damage() async throws {
        let folder = try TemporaryFolder()
        let store = try SQLiteJobStore.open(folder)
        _ = try await store.enqueue((0..<200).map { _ in Make.job(body: String(repeating: "x", count: 500)) })
        await store.close()
        let handle = try FileHandle(forUpdating: URL(filePath: folder.database))
        // The header stays; the schema's page behind it goes.
        try handle.seek(toOffset: 100)
        try handle.write(contentsOf: Data(repeating: 0xFF, count: 3000))
        try handle.close()
        let error = try refusal { try SQLiteJobStore.open(folder) }
        #expect(error.code == .corrupt, "\(error.code): \(error)")
    }

    @Test("says which path cannot be used")
    func paths() throws {
        let folder = try TemporaryFolder()
        let directory = try refusal { try SQLiteJobStore(path: folder.path, options: .init()) { .distantPast } }
        #expect(directory.code == .cannotOpen && directory.message.contains("is a folder"))
        let missing = try refusal {
            try SQLiteJobStore(path: folder.path + "/no/x.db", options: .init()) { .distantPast }
        }
        #expect(missing.code == .cannotOpen && missing.message.contains(folder.path + "/no"))
    }

    @Test(
        "says that a folder cannot be written", .enabled(if: geteuid() != 0, "root may write everywhere"),
        arguments: [nil, "pid 1"] as [String?])
    func readOnlyFolder(note: String?) throws {
        let folder = try TemporaryFolder()
        try FileManager.default.setAttributes([.posixPermissions: 0o500], ofItemAtPath: folder.path)
        defer { try? FileManager.default.setAttributes([.posixPermissions: 0o700], ofItemAtPath: folder.path) }
        let error = try refusal { try SQLiteJobStore.open(folder, workerNote: note) }
        #expect(error.code == .readOnly, "\(error.code): \(error)")
    }

    @Test("knows every step that lies in the folder of migrations, in order")
    func migrations() throws {
        let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
        let folder = root.appending(path: "migrations/sqlite/sql")
        let files = try FileManager.default.contentsOfDirectory(atPath: folder.path).filter { $0.hasSuffix(".sql") }
            .sorted()
        #expect(!files.isEmpty)
        #expect(SQLiteMigration.all.map(\.version) == Array(1...files.count))
        for (file, step) in zip(files, SQLiteMigration.all) {
            let digits = String(step.version)
            #expect(file == "m\(String(repeating: "0", count: 4 - digits.count))\(digits)_\(step.name).sql")
            #expect(try String(contentsOf: folder.appending(path: file), encoding: .utf8) == step.sql)
        }
    }

    @Test("whoever has the lock buries every other worker, whatever its lease says")
    func burial() async throws {
        let folder = try TemporaryFolder()
        let store = try SQLiteJobStore.open(folder)
        let lease = Timestamp(microseconds: .max)
        for name in ["dead", "w1"] {
            try await store.heartbeat(
                WorkerRow(
                    id: WorkerID(name), host: "h", pid: 1, version: "1", startedAt: .distantPast, leaseUntil: lease))
        }
        _ = try await store.recover(as: Make.worker)
        #expect(try await store.workers().map(\.id) == [Make.worker])
        await store.close()
    }
}
