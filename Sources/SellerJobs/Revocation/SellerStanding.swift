import JobModel

/// What is held against one authorization. One that works has none.
struct SellerStanding: Sendable, Hashable {
    enum Phase: Sendable, Hashable {
        /// An exchange was refused; another one at this instant, or soon after it, is to confirm it.
        case confirming(at: Timestamp)
        /// It was refused again at this instant. That counts once another seller is accepted after it.
        case accused(at: Timestamp)
        /// The API refused fresh tokens so many times in a row; calls may be tried again at the instant.
        case callsRefused(count: Int, until: Timestamp)
        /// Its jobs are parked; the exchange is tried anew at the instant.
        case out(AuthorizationState, probeAt: Timestamp, probes: Int)
    }

    var phase: Phase
    /// Why.
    var failure: JobFailure?
    /// What the refusal says.
    var refusal: RevocationEvent.Refusal
    /// The fingerprint of the refresh token that was refused.
    var fingerprint: String?
    /// When it turned suspect, as long as that counts for the breaker.
    var turnedAt: Timestamp?
    /// When the machine asked for an exchange of which it has not heard yet.
    var askedAt: Timestamp?
    /// Until when its jobs wait, as far as it is known.
    var blockedUntil: Timestamp?

    /// Whether only time or evidence is needed to settle it.
    var isSuspect: Bool {
        if case .out = phase { false } else { true }
    }

    /// Whether it is an exchange that was refused.
    var isAboutExchange: Bool {
        switch phase {
        case .confirming, .accused: true
        case .callsRefused, .out: false
        }
    }
}
