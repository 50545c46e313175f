import JobModel

/// A kind of event that people may be told of as it happens.
package enum Hook: String, Sendable, Hashable, CaseIterable {
    /// A seller has withdrawn its authorization.
    case onRevoked
    /// A seller that was revoked or misconfigured works again.
    case onRestored
    /// A seller's credentials do not fit its application.
    case onMisconfigured
    /// An application's own credentials are refused.
    case onApplicationStopped
    /// A seller must renew its authorization soon, or an application's client secret must be replaced.
    case onRenewalDue
    /// A job ended in failure.
    case onJobFailed
    /// A job waits for a person's decision.
    case onQuarantined
    /// A job has brought a file: its output is complete and at its place.
    case onOutput

    /// The hook that wants to hear of an event; `nil` when none does.
    package init?(_ event: EventRow) {
        switch event.kind {
        case "revoked": self = .onRevoked
        case "misconfigured": self = .onMisconfigured
        // A suspicion that came to nothing was told to nobody, and neither is its end.
        case "restored" where [AuthorizationState.revoked, .misconfigured].map(\.word).contains(event.from):
            self = .onRestored
        case "applicationStopped": self = .onApplicationStopped
        case "renewalDue", "clientSecretDue": self = .onRenewalDue
        default: return nil
        }
    }

    /// The hook that wants to hear of a job that has come into its state; `nil` when none does.
    package init?(_ job: JobRow) {
        switch job.state {
        case .failed: self = .onJobFailed
        case .quarantined: self = .onQuarantined
        case .succeeded where job.result?.path != nil: self = .onOutput
        case .waiting, .running, .succeeded, .cancelled: return nil
        }
    }
}
