package import JobModel

/// By what one can tell that a worker is well. All times are this machine's.
package struct WorkerVitals: Sendable, Hashable {
    /// When the claim began that has not come back yet; `nil` when none is under way.
    package var claimBeganAt: Timestamp?
    /// When the last claim came back that did not fail; `nil` before the first one.
    package var claimedAt: Timestamp?
    /// Since when claims have failed; `nil` when the last one did not.
    package var claimsFailSince: Timestamp?
    /// When the lease was last renewed; `nil` before the first time.
    package var heartbeatAt: Timestamp?
    /// Until when the lease lasts by the last renewal.
    package var leaseUntil: Timestamp?
    /// What is in the way of claiming, in words.
    package var obstacle: String?
    /// Whether it stops.
    package var isDraining: Bool

    /// The vitals of a worker that has just begun.
    package init(
        claimBeganAt: Timestamp? = nil, claimedAt: Timestamp? = nil, claimsFailSince: Timestamp? = nil,
        heartbeatAt: Timestamp? = nil, leaseUntil: Timestamp? = nil, obstacle: String? = nil, isDraining: Bool = false
    ) {
        self.claimBeganAt = claimBeganAt
        self.claimedAt = claimedAt
        self.claimsFailSince = claimsFailSince
        self.heartbeatAt = heartbeatAt
        self.leaseUntil = leaseUntil
        self.obstacle = obstacle
        self.isDraining = isDraining
    }

    /// A claim is asked for.
    mutating func claimBegins(at now: Timestamp) { claimBeganAt = now }

    /// A claim has come back.
    mutating func claimEnded(failed: Bool, at now: Timestamp) {
        claimBeganAt = nil
        if failed {
            claimsFailSince = claimsFailSince ?? now
        } else {
            claimsFailSince = nil
            claimedAt = now
        }
    }

    /// The lease was renewed.
    mutating func beat(at now: Timestamp, lease: Duration) {
        heartbeatAt = now
        leaseUntil = now + lease
    }
}
