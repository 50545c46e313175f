import JobStoreTesting
import Testing

@Suite("Random walks through a store in memory")
struct MemoryWalkTests {
    @Test("keep every limit, lose no job and forget no work", arguments: 0..<20)
    func walks(block: UInt64) async throws {
        for seed in (block * 10)..<(block * 10 + 10) {
            var walk = QueueWalk(seed: seed, on: .memory())
            try await walk.run(steps: 150)
        }
    }

    @Test("fire each instant once, and let cursors pass nothing that nobody asked for", arguments: 0..<20)
    func schedules(block: UInt64) async throws {
        for seed in (block * 10)..<(block * 10 + 10) {
            var walk = ScheduleWalk(seed: seed, on: .memory())
            try await walk.run(steps: 200)
        }
    }
}
