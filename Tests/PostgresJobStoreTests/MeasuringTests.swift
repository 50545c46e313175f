import JobModel
import JobStore
import JobStoreTesting
import Testing

@testable import PostgresJobStore

@Suite("Measuring a server", .enabled(if: TestServer.isExpected), .serialized)
struct MeasuringTests {
    /// A database without a queue: those of other tests lie in the server's own one.
    private final class EmptyDatabase {
        let address: ServerAddress
        private let server: ServerAddress
        private let name: String

        init(_ name: String) throws {
            let text = try #require(TestServer.address, "SPWORKER_POSTGRES names no server: run 'make test'.")
            self.name = name
            server = try ServerAddress(text)
            try Connection(server).run(script: "DROP DATABASE IF EXISTS \(name)")
            try Connection(server).run(script: "CREATE DATABASE \(name)")
            // What is said last counts.
            address = try ServerAddress(text + (text.contains("?") ? "&" : "?") + "dbname=\(name)")
        }

        deinit { _ = try? Connection(server).run(script: "DROP DATABASE IF EXISTS \(name) WITH (FORCE)") }
    }

    @Test("a schema of its own is made and dropped, and the queue that is opened in it lies nowhere else")
    func schema() async throws {
        let database = try EmptyDatabase("spworker_test_measuring_1")
        let schema = try MeasuringSchema(on: database.address, identifier: "a1")
        let store = try PostgresJobStore(schema.address) { Timestamp(microseconds: 1_767_225_600_000_000) }
        _ = try await store.enqueue([Make.job()])
        await store.close()
        func places() throws -> [String] {
            let rows = try Connection(database.address).run(
                "SELECT DISTINCT schemaname FROM pg_tables WHERE tablename = 'job' ORDER BY 1")
            return (0..<rows.count).map { rows[$0].text(0) }
        }
        #expect(try places() == ["spworker_bench_a1"])
        try schema.drop()
        #expect(try places() == [])
        #expect(
            try Connection(database.address).run("SELECT 1 FROM pg_namespace WHERE nspname LIKE 'spworker%'").count == 0
        )
    }

    @Test("a database that holds a queue is refused with the cure, and stays as it is")
    func refusal() throws {
        let database = try EmptyDatabase("spworker_test_measuring_2")
        try Connection(database.address).run(script: "CREATE SCHEMA shop")
        _ = try SchemaUpgrade().up(Connection(database.address.inSchema("shop")), now: .distantPast)
        let error = #expect(throws: StoreError.self) {
            try MeasuringSchema(on: database.address, identifier: "b1")
        }
        #expect(error?.message.contains("schema shop") ?? false)
        #expect(error?.message.contains("CREATE DATABASE spworker_bench") ?? false)
        #expect(
            try Connection(database.address).run("SELECT 1 FROM pg_namespace WHERE nspname LIKE 'spworker%'").count == 0
        )
    }

    @Test("what a killed bench has left is told apart from a queue that somebody uses")
    func leftover() throws {
        let database = try EmptyDatabase("spworker_test_measuring_3")
        let left = try MeasuringSchema(on: database.address, identifier: "left")
        _ = try SchemaUpgrade().up(Connection(left.address), now: .distantPast)
        let error = #expect(throws: StoreError.self) { try MeasuringSchema(on: database.address, identifier: "c1") }
        #expect(error?.message.contains("DROP SCHEMA spworker_bench_left CASCADE") ?? false)
    }

    @Test("a pooler is not measured")
    func pooler() throws {
        let error = #expect(throws: StoreError.self) {
            try MeasuringSchema(on: ServerAddress("postgres://db.example/x?pool_mode=transaction"), identifier: "d1")
        }
        #expect(error?.message.contains("leave pool_mode out") ?? false)
    }

    @Test("plain loops work every job off once between them")
    func plainLoops() async throws {
        let database = try EmptyDatabase("spworker_test_measuring_4")
        let schema = try MeasuringSchema(on: database.address, identifier: "e1")
        let loop = PlainQueueLoop(schema.address, jobs: 1500, batch: 64)
        try loop.fill(parameters: "{}") { false }
        let done = try await withThrowingTaskGroup(of: Int.self) { group in
            for number in 1...3 { group.addTask { try loop.work(as: "worker-\(number)") { false } } }
            return try await group.reduce(0, +)
        }
        #expect(done == 1500)
        let rows = try Connection(schema.address).run("SELECT count(*) FROM plain_job WHERE state = 2")
        #expect(rows[0].int(0) == 1500)
        #expect(throws: CancellationError.self) { try loop.work(as: "stopped") { true } }
    }

    @Test("the server tells what it was told not to clean up, and no pooler is seen where there is none")
    func facts() throws {
        let schema = try TestSchema()
        _ = try SchemaUpgrade().up(Connection(schema.address), now: .distantPast)
        let clock: @Sendable () -> Timestamp = { Timestamp(microseconds: 1_767_225_600_000_000) }
        var facts = try ServerFacts.ask(schema.address, clock: clock)
        #expect(facts.neglectedTables == [] && !facts.isPooled && !facts.expectsPooler)
        try schema.run("ALTER TABLE lane SET (autovacuum_enabled = false)")
        facts = try ServerFacts.ask(schema.address, clock: clock)
        #expect(facts.neglectedTables == ["lane"])
    }
}

@Suite("An address in a schema")
struct AddressInSchemaTests {
    private func options(_ url: String) throws -> String? {
        try ServerAddress(url).inSchema("s1").parameters.first { $0.keyword == "options" }?.value
    }

    @Test("the schema comes after options that are there, and so counts")
    func options() throws {
        #expect(try options("postgres://db.example/x") == "-csearch_path=s1")
        #expect(
            try options("postgres://db.example/x?options=-csearch_path%3Dmine") == "-csearch_path=mine -csearch_path=s1"
        )
        #expect(try ServerAddress("postgres://db.example/x").inSchema("s1").shown == "postgres://db.example/x")
    }
}
