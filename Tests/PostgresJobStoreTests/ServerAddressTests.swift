import JobStore
import Testing

@testable import PostgresJobStore

@Suite("The address of a server")
struct ServerAddressTests {
    @Test(
        "is shown without user, password and parameters",
        arguments: [
            ("postgres://host/db", "postgres://host/db"),
            ("postgresql://u:planted@host:5433/db?sslmode=verify-full", "postgres://host:5433/db"),
            ("postgres:///db?host=/run/postgresql&password=planted", "postgres:///db"),
            ("postgres://?service=prod", "postgres://service prod/"),
        ])
    func shown(text: String, shown: String) throws {
        let address = try ServerAddress(text, defaults: [:])
        #expect(address.shown == shown)
        #expect(
            !"\(address) \(String(reflecting: address)) \(Mirror(reflecting: address).children)".contains("planted"))
    }

    @Test(
        "is shown with what the PG variables add to it",
        arguments: [
            ("postgres:///db", ["host": "far"], "postgres://far/db"),
            ("postgres://", ["host": "far", "port": "5433", "dbname": "d", "user": "u"], "postgres://far:5433/d"),
            (
                "postgres://", ["hostaddr": "10.0.0.1", "port": "5432", "dbname": "u", "user": "u"],
                "postgres://10.0.0.1/"
            ),
            ("postgres://near/db", ["host": "far", "dbname": "d"], "postgres://near/db"),
            ("postgres://?service=prod", ["host": "far", "port": "1", "dbname": "d"], "postgres://service prod/"),
            ("postgres://", ["host": "/run/postgresql"], "postgres:///"), ("postgres:///db", [:], "postgres:///db"),
        ])
    func shownWithDefaults(text: String, defaults: [String: String], shown: String) throws {
        #expect(try ServerAddress(text, defaults: defaults).shown == shown)
    }

    @Test("takes pool_mode for itself and leaves the rest to libpq")
    func poolMode() throws {
        let address = try ServerAddress("postgres://h/db?pool_mode=transaction&sslmode=require")
        #expect(address.pooling == .transaction)
        #expect(address.parameters.contains { $0.keyword == "sslmode" && $0.value == "require" })
        #expect(try ServerAddress("postgres://h/db?pool_mode=session").pooling == .session)
    }

    @Test(
        "is refused without being repeated when it makes no sense",
        arguments: [
            "postgres://u:planted@h/db?nothing=1", "postgres://u:planted@h/db?pool_mode=statement",
            "postgres://u:pl@nted@h/db", "postgres://u:pl/planted@h/db", "postgres://u:p@planted/x@h:5432/db",
        ])
    func refused(text: String) throws {
        let error = try #require(throws: StoreError.self) { _ = try ServerAddress(text) }
        #expect(error.code == .cannotOpen)
        #expect(!error.message.contains("planted") && !error.message.contains("nted"))
    }
}
