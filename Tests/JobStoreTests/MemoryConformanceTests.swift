import JobModel
import JobStore
import JobStoreTesting
import Synchronization
import Testing

@Suite("A store in memory does what every store must do")
struct MemoryConformanceTests {
    @Test(arguments: StoreConformance.cases)
    func conforms(to behaviour: StoreCase) async throws {
        try await behaviour.run(on: .memory())
    }
}

extension StoreSource {
    /// Stores in memory.
    static func memory() -> StoreSource {
        let lastRow = Mutex<Int64>(0)
        return StoreSource(
            make: { rules, clock in
                MemoryJobStore(rules: rules) { Timestamp(microseconds: clock.wallMicroseconds()) }
            },
            post: { store, row in
                guard let memory = store as? MemoryJobStore else { return }
                var row = row
                row.id = lastRow.withLock { last in
                    last += 1
                    return last
                }
                await memory.post(row)
            })
    }
}
