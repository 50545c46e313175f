import JobStoreTesting
import Testing

@Suite("A store in a SQLite file does what every store must do")
struct SQLiteConformanceTests {
    @Test(arguments: StoreConformance.cases)
    func conforms(to behaviour: StoreCase) async throws {
        let folder = try TemporaryFolder()
        try await behaviour.run(on: .sqlite(in: folder))
    }
}
