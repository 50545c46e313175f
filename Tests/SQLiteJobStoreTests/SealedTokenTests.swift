import JobStore
import SQLiteJobStore
import Testing

@Suite("Sealed tokens in a file")
struct SealedTokenTests {
    @Test("survive a restart, and the worker that takes over waits for nobody's turn")
    func takeover() async throws {
        let folder = try TemporaryFolder()
        let first = try SQLiteJobStore.open(folder)
        try await first.keep([Make.sealed])
        #expect(try await first.takeTurn(key: "k", owner: "dead", lasting: .seconds(30)))
        await first.close()
        let second = try SQLiteJobStore.open(folder)
        #expect(try await second.sealedToken(key: "k") == Make.sealed)
        #expect(try await !second.takeTurn(key: "k", owner: "next", lasting: .seconds(30)))
        _ = try await second.recover(as: Make.worker)
        #expect(try await second.sealedToken(key: "k") == Make.sealed)
        #expect(try await second.takeTurn(key: "k", owner: "next", lasting: .seconds(30)))
    }
}
