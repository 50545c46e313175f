import JobStoreTesting
import Testing

@Suite("Random walks through a store in a SQLite file")
struct SQLiteWalkTests {
    @Test("keep every limit, lose no job and forget no work", arguments: 0..<10)
    func walks(block: UInt64) async throws {
        for seed in (1000 + block * 4)..<(1000 + block * 4 + 4) {
            let folder = try TemporaryFolder()
            var walk = QueueWalk(seed: seed, on: .sqlite(in: folder))
            try await walk.run(steps: 100)
        }
    }

    @Test("fire each instant once, and let cursors pass nothing that nobody asked for", arguments: 0..<10)
    func schedules(block: UInt64) async throws {
        for seed in (1000 + block * 4)..<(1000 + block * 4 + 4) {
            let folder = try TemporaryFolder()
            var walk = ScheduleWalk(seed: seed, on: .sqlite(in: folder))
            try await walk.run(steps: 120)
        }
    }
}
