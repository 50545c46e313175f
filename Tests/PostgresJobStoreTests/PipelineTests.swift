import JobModel
import JobStore
import Testing

@testable import PostgresJobStore

@Suite("Statements in one trip", .enabled(if: TestServer.isExpected))
struct PipelineTests {
    @Test("all of them are run, in their order")
    func order() throws {
        let schema = try TestSchema()
        let connection = try Connection(schema.address)
        try connection.run(script: "CREATE TABLE note (id BIGINT PRIMARY KEY, text TEXT)")
        try connection.run(together: [
            ("INSERT INTO note VALUES ($1, $2)", ["1", "one"]), ("INSERT INTO note VALUES ($1, $2)", ["2", nil]),
            ("UPDATE note SET text = text || $1 WHERE id = 1", ["!"]), ("SELECT set_config('jit', 'off', true)", []),
        ])
        #expect(try connection.run("SELECT text FROM note WHERE id = $1", ["1"])[0].text(0) == "one!")
        #expect(try connection.run("SELECT text FROM note WHERE id = $1", ["2"])[0].isNull(0))
    }

    @Test("the first failure is told, nothing behind it is run, and the connection can go on")
    func failure() throws {
        let schema = try TestSchema()
        let connection = try Connection(schema.address)
        try connection.run(script: "CREATE TABLE note (id BIGINT PRIMARY KEY)")
        try connection.run(script: "BEGIN")
        let error = #expect(throws: ServerError.self) {
            try connection.run(together: [
                ("INSERT INTO note VALUES ($1)", ["1"]), ("INSERT INTO note VALUES ($1)", ["1"]),
                ("INSERT INTO note VALUES ($1)", ["3"]),
            ])
        }
        #expect(error?.sqlState == "23505" && error?.isConnectionLost == false)
        #expect(connection.isInTransaction)
        try connection.run(script: "ROLLBACK")
        #expect(try connection.run("SELECT count(*) FROM note")[0].int(0) == 0)
        try connection.run(together: [("INSERT INTO note VALUES ($1)", ["4"]), ("INSERT INTO note VALUES ($1)", ["5"])])
        #expect(try connection.run("SELECT count(*) FROM note")[0].int(0) == 2)
    }

    @Test("a connection that was cut says so")
    func cut() throws {
        let schema = try TestSchema()
        let connection = try Connection(schema.address)
        try schema.run("SELECT pg_terminate_backend($1)", [String(connection.processID)])
        let error = #expect(throws: ServerError.self) {
            try connection.run(together: [("SELECT 1", []), ("SELECT 2", [])])
        }
        #expect(error?.isConnectionLost == true)
    }
}
