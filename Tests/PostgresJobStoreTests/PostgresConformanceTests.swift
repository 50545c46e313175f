import JobStoreTesting
import Testing

// One after the other: a server has not as many connections as there are cases.
@Suite("A store in PostgreSQL does what every store must do", .serialized, .enabled(if: TestServer.isExpected))
struct PostgresConformanceTests {
    @Test(arguments: StoreConformance.cases)
    func conforms(to behaviour: StoreCase) async throws {
        try await behaviour.run(on: .postgres(in: TestSchema()))
    }
}
