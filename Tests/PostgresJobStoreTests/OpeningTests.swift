import Foundation
import JobModel
import JobStore
import JobStoreTesting
import PostgresMigrations
import Testing

@testable import PostgresJobStore

@Suite("Opening a schema in PostgreSQL", .enabled(if: TestServer.isExpected))
struct OpeningTests {
    private func refusal(_ open: () throws -> PostgresJobStore) throws -> StoreError {
        try #require(throws: StoreError.self) { _ = try open() }
    }

    @Test("makes it, and finds everything again after a restart")
    func reopening() async throws {
        let schema = try TestSchema()
        let store = try schema.open()
        let salt = try await store.salt()
        #expect(salt.count == 32)
        var job = Make.job()
        job.body = "b\u{0}öd\u{F8F0}y \\ \" {NULL}"
        let id = try #require(try await store.enqueue([job, Make.job("other")]).first).id
        let claimed = try #require(try await store.take("w", 1).first)
        _ = try await store.finish(Make.end(claimed, .retry(JobFailure(kind: "k", message: "m", status: 500))))
        try await store.change(AuthorizationChange(key: Make.key(), state: .revoked, fingerprint: "f"))
        let jobs = try await store.jobs(matching: JobFilter()).map(\.row)
        let lanes = try await store.lanes().map(\.lane)
        await store.close()
        let again = try schema.open(migrates: false)
        #expect(try await again.jobs(matching: JobFilter()).map(\.row) == jobs)
        #expect(try await again.lanes().map(\.lane) == lanes)
        #expect(try await again.job(id)?.content?.body == job.body)
        #expect(try await again.salt() == salt)
        await again.close()
    }

    @Test("happens once when many programs start at the same time")
    func startingTogether() async throws {
        let schema = try TestSchema()
        try await withThrowingTaskGroup(of: Void.self) { group in
            for _ in 0..<6 { group.addTask { await (try schema.open()).close() } }
            try await group.waitForAll()
        }
        #expect(try schema.run("SELECT version FROM migration").count == PostgresMigration.all.count)
    }

    @Test("is refused without the schema when nothing may be changed, with the cure")
    func outdated() throws {
        let schema = try TestSchema()
        let error = try refusal { try schema.open(migrates: false) }
        #expect(error.code == .schema)
        #expect(error.message.contains("spworker migrate up"))
        #expect(try ServerSchema.look(at: schema.address).steps.allSatisfy { $0.appliedAt == nil })
        #expect(try ServerSchema.look(at: schema.address).pendingSQL.contains("CREATE TABLE job "))
    }

    @Test("goes on with a newer schema that says that older programs may, and not with another one")
    func newerSchema() async throws {
        let schema = try TestSchema()
        await (try schema.open()).close()
        let next = PostgresMigration.all.count + 1
        try schema.run("INSERT INTO migration VALUES (\(next), 'more', 'x', 0, 1)")
        await (try schema.open()).close()
        try schema.run("UPDATE migration SET oldest_reader = \(next) WHERE version = \(next)")
        let error = try refusal { try schema.open() }
        #expect(error.code == .schema)
        #expect(error.message.contains("newer spworker"))
    }

    @Test(
        "leaves other programs' tables alone",
        arguments: [
            ("job", "id integer"), ("migration", "version integer, name text"), ("migration", "id integer"),
        ])
    func foreignTables(table: String, columns: String) throws {
        let schema = try TestSchema()
        try schema.run("CREATE TABLE \(table) (\(columns))")
        let error = try refusal { try schema.open() }
        #expect(error.code == .schema)
        #expect(error.message.contains("'\(table)'"))
    }

    @Test("takes as long as it must, but does not wait long for tables that others have")
    func timeouts() throws {
        let schema = try TestSchema()
        let connection = try Connection(schema.address)
        let step = PostgresMigration(
            version: 1, name: "told", oldestReader: 1,
            sql:
                "CREATE TABLE told AS SELECT current_setting('statement_timeout') AS s, current_setting('lock_timeout') AS l"
        )
        #expect(try SchemaUpgrade([step]).up(connection, now: .distantPast) == 1)
        let rows = try connection.run("SELECT s, l FROM told")
        #expect(rows.count == 1 && rows[0].text(0) == "0" && rows[0].text(1) == "1min")
        #expect(try connection.run("SHOW statement_timeout")[0].text(0) == "1min", "afterwards as before")
    }

    @Test("refuses a step that was altered since")
    func alteredStep() async throws {
        let schema = try TestSchema()
        await (try schema.open()).close()
        try schema.run("UPDATE migration SET checksum = 'other' WHERE version = 1")
        #expect(try refusal { try schema.open() }.code == .schema)
    }

    @Test("every file of SQL is a step")
    func files() throws {
        let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().appending(path: "migrations/postgres/sql")
        let names = try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted()
        #expect(names.count == PostgresMigration.all.count)
        for (name, step) in zip(names, PostgresMigration.all) {
            #expect(name.hasSuffix("_\(step.name).sql"))
            #expect(try String(contentsOf: folder.appending(path: name), encoding: .utf8) == step.sql)
        }
    }

    @Test("the view job_status names what jobs wait for, with times as text")
    func jobStatus() async throws {
        let schema = try TestSchema()
        let store = try schema.open(clock: VirtualTimekeeper(wallMicroseconds: 1_000_000_000_500_000))
        var job = Make.job()
        job.deadline = Timestamp(microseconds: 1_000_000_060_500_000)
        _ = try await store.enqueue([job])
        let rows = try schema.run("SELECT seller, state, label, created_at, deadline, started_at FROM job_status")
        #expect((0..<3).map { rows[0].text($0) } == ["acme", "waiting", "ready"])
        #expect(rows[0].text(3) == "2001-09-09T01:46:40.500Z")
        #expect(rows[0].text(4) == "2001-09-09T01:47:40.500Z")
        #expect(rows[0].isNull(5))
        await store.close()
    }
}
