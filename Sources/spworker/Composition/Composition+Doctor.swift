import JobModel
import JobStore
import Ports

// What looking around needs and nothing else does.
extension Composition {
    /// A queue that nobody else sees, for permits while there is no database.
    func passingStore() -> any JobStore {
        let timekeeper = timekeeper
        return MemoryJobStore(salt: randomBytes(32)) { Timestamp(microseconds: timekeeper.wallMicroseconds()) }
    }

    /// So many random bytes.
    func randomBytes(_ count: Int) -> [UInt8] { (0..<count).map { _ in UInt8(truncatingIfNeeded: random.next()) } }
}
