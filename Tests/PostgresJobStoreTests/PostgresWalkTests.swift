import JobStoreTesting
import Testing

@Suite("Random walks through a store in PostgreSQL", .serialized, .enabled(if: TestServer.isExpected))
struct PostgresWalkTests {
    @Test("keep every limit, lose no job and forget no work", arguments: 0..<10)
    func walks(block: UInt64) async throws {
        for seed in (2000 + block * 2)..<(2000 + block * 2 + 2) {
            var walk = QueueWalk(seed: seed, on: .postgres(in: try TestSchema()))
            try await walk.run(steps: 100)
        }
    }

    @Test("fire each instant once, and let cursors pass nothing that nobody asked for", arguments: 0..<10)
    func schedules(block: UInt64) async throws {
        for seed in (2000 + block * 2)..<(2000 + block * 2 + 2) {
            var walk = ScheduleWalk(seed: seed, on: .postgres(in: try TestSchema()))
            try await walk.run(steps: 120)
        }
    }
}
