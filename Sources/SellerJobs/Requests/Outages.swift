import JobModel
import Synchronization

/// Which of Amazon's endpoints could not be reached lately, and when that was told: not for every job that meets it.
final class Outages: Sendable {
    /// How often one that lasts is told again. 1 min.
    private static let interval = Duration.seconds(60)

    private let toldAt = Mutex<[String: Timestamp]>([:])

    /// The endpoint could not be reached. Returns whether to say so.
    func mustTell(_ endpoint: String, now: Timestamp) -> Bool {
        toldAt.withLock { toldAt in
            if let last = toldAt[endpoint], now - last < Self.interval, now >= last { return false }
            toldAt[endpoint] = now
            return true
        }
    }

    /// The endpoint has answered. Returns whether it could not be reached before.
    func ended(_ endpoint: String) -> Bool {
        // Asked after every call, and nearly always there is none.
        toldAt.withLock { !$0.isEmpty && $0.removeValue(forKey: endpoint) != nil }
    }
}
