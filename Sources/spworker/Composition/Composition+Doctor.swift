import JobModel
import JobStore
import Ports
import Secrets

// What looking around needs and nothing else does.
extension Composition {
    /// A queue that nobody else sees, for permits while there is no database.
    func passingStore() -> any JobStore {
        let timekeeper = timekeeper
        return MemoryJobStore(salt: randomBytes(32)) { Timestamp(microseconds: timekeeper.wallMicroseconds()) }
    }

    /// So many random bytes.
    func randomBytes(_ count: Int) -> [UInt8] { (0..<count).map { _ in UInt8(truncatingIfNeeded: random.next()) } }

    /// How AWS is asked who this program is; `nil` when it cannot be asked, of which the references tell.
    func awsDoor(_ configuration: Configuration) async -> AWSCondition.Door? {
        let references = SecretUse.all(in: configuration, sellers: configuration.sellers).map(\.reference)
        guard AWSCondition.isUsed(by: references) || !configuration.sources.isEmpty,
            let parts = try? await awsAccess(configuration).parts(), let region = try? await parts.regions.region(nil)
        else { return nil }
        return AWSCondition.Door(caller: parts.caller, region: region)
    }
}
