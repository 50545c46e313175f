import JobModel
import JobStore
import JobStoreTesting
import Testing

@testable import PostgresJobStore

@Suite("Trouble with the server", .enabled(if: TestServer.isExpected))
struct TroubleTests {
    /// Ends every connection to the schema but the one that says so.
    private func cut(_ schema: TestSchema) throws {
        try schema.run(
            """
            SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity
            WHERE pid <> pg_backend_pid() AND application_name = $1
            """, [schema.name])
    }

    private func named(_ schema: TestSchema) throws -> ServerAddress {
        let server = try #require(TestServer.address)
        return try ServerAddress(
            server + (server.contains("?") ? "&" : "?")
                + "options=-csearch_path%3D\(schema.name)&application_name=\(schema.name)")
    }

    @Test("connections that were cut are made anew by the next write and the next read")
    func cutConnections() async throws {
        let schema = try TestSchema()
        let clock = VirtualTimekeeper()
        let store = try PostgresJobStore(
            named(schema), options: .init(usesServerClock: false, readers: 2)
        ) { Timestamp(microseconds: clock.wallMicroseconds()) }
        let id = try #require(try await store.enqueue([Make.job()]).first).id
        #expect(try await store.job(id) != nil)
        for _ in 0..<3 {
            try cut(schema)
            #expect(try await store.job(id) != nil)
            _ = try await store.enqueue([Make.job()])
        }
        #expect(try await store.counts() == [.waiting: 4])
        await store.close()
    }

    @Test("a server that is not there is told of as passing, with its place and without the password")
    func awayServer() throws {
        let address = try ServerAddress("postgres://user:planted@/db?host=/nowhere&port=1")
        let error = try #require(throws: StoreError.self) { _ = try PostgresJobStore(address) { .distantPast } }
        #expect(error.isTransient)
        #expect(!error.message.contains("planted"))
        #expect(!"\(address) \(String(reflecting: address))".contains("planted"))
    }

    @Test("a database that is not there is told of as lasting")
    func missingDatabase() throws {
        let server = try #require(TestServer.address)
        let address = try ServerAddress(server.replacing("/postgres?", with: "/nothere?"))
        let error = try #require(throws: StoreError.self) { _ = try PostgresJobStore(address) { .distantPast } }
        #expect(error.code == .cannotOpen)
    }

    @Test("a change that cannot be written spoils no other of its group")
    func spoiledGroup() async throws {
        let schema = try TestSchema()
        let store = try schema.open()
        _ = try await store.enqueue([Make.job()])
        async let good = store.enqueue([Make.job()])
        async let bad: Void = store.change(laneID: 4711, .resume)
        async let alsoGood = store.enqueue([Make.job("other")])
        let counts = [try await good.count, try await alsoGood.count]
        #expect(counts == [1, 1])
        let failure: (any Error)?
        do {
            try await bad
            failure = nil
        } catch {
            failure = error
        }
        #expect(failure is StoreError)
        #expect(try await store.counts() == [.waiting: 3])
        await store.close()
    }

    @Test("works behind a pooler that hands connections out by transaction")
    func transactionPooling() async throws {
        let schema = try TestSchema()
        let server = try #require(TestServer.address)
        let address = try ServerAddress(
            server + (server.contains("?") ? "&" : "?")
                + "options=-csearch_path%3D\(schema.name)&pool_mode=transaction")
        #expect(address.pooling == .transaction)
        let store = try PostgresJobStore(address, options: .init(isWorker: true, usesServerClock: true)) {
            Timestamp(microseconds: 1_767_225_600_000_000)
        }
        #expect(store.listener == nil)
        _ = try await store.enqueue([Make.job(), Make.job()])
        for job in try await store.take("w") { #expect(try await store.finish(Make.end(job))) }
        #expect(try await store.counts() == [.succeeded: 2])
        await store.close()
    }
}

@Suite("What a pooler says")
struct PoolerWordsTests {
    @Test(
        "is told with what to change in the address",
        arguments: [
            (nil, "FATAL:  unsupported startup parameter: options", "Take it out"),
            ("42P05", "prepared statement \"s0\" already exists", "pool_mode=transaction"),
            ("26000", "prepared statement \"s0\" does not exist", "pool_mode=transaction"),
            (nil, "FATAL: no more connections allowed (max_client_conn)", "no connection left"),
        ])
    func words(state: String?, message: String, cure: String) throws {
        let error = StoreError(
            serverError: ServerError(sqlState: state, message: message, isConnectionLost: state == nil),
            at: try ServerAddress("postgres://h/db"))
        #expect(error.message.contains(cure))
    }
}
