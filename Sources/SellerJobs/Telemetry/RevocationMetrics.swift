import JobModel
import JobStore
import Metrics
import Synchronization

/// Counts sellers whose jobs are parked because of their authorization, and those whose works again.
///
/// What is decided is often decided again, with another fingerprint or after a restart: only what is other than before
/// counts.
final class RevocationMetrics: Sendable {
    private let revoked: Counter
    private let misconfigured: Counter
    private let restored: Counter
    private let out = Mutex<[AuthorizationKey: AuthorizationState]>([:])

    /// Makes the handles.
    init(factory: any MetricsFactory = MetricsSystem.factory) {
        func revocations(_ state: AuthorizationState) -> Counter {
            Counter(label: "spworker_revocations_total", dimensions: [("state", state.word)], factory: factory)
        }
        revoked = revocations(.revoked)
        misconfigured = revocations(.misconfigured)
        restored = Counter(label: "spworker_restorations_total", dimensions: [], factory: factory)
    }

    /// Learns which sellers of an application are out, without counting: what others did is theirs to count.
    func adopt(_ troubled: [AuthorizationRow], of application: String) {
        out.withLock { out in
            out = out.filter { $0.key.application != application }
            for row in troubled where row.key.application == application && row.state.parksJobs {
                out[row.key] = row.state
            }
        }
    }

    /// A seller's state was written.
    func wrote(_ key: AuthorizationKey, _ state: AuthorizationState) {
        let before = out.withLock { out in
            let before = out[key]
            if state.parksJobs { out[key] = state } else if state == .active { out[key] = nil }
            return before
        }
        guard before != state else { return }
        switch state {
        case .revoked: revoked.increment()
        case .misconfigured: misconfigured.increment()
        case .active: if before != nil { restored.increment() }
        case .suspect: break
        }
    }
}
