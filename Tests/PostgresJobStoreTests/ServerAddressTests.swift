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
        let address = try ServerAddress(text)
        #expect(address.shown == shown)
        #expect(
            !"\(address) \(String(reflecting: address)) \(Mirror(reflecting: address).children)".contains("planted"))
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
