package import Secrets

/// A cached access token with its ages, measured on the monotonic clock.
package struct HeldToken: Sendable {
    /// The token.
    package let value: Secret
    /// Counts the tokens of a slot. Whoever is refused names the generation that was refused, so that a token which
    /// came in the meantime is not thrown away.
    package let generation: UInt64
    /// When the exchange began that brought it.
    package let obtainedAt: Duration
    /// When it expires by the service's word.
    package let expiresAt: Duration
    /// From when on a successor is fetched while this one is still handed out.
    package let refreshAt: Duration
    /// Until when it is handed out: shortly before it expires, so that a request with it still arrives in time.
    package let usableUntil: Duration

    /// The rule of early renewal: `max(60 s, 5 %)` of the lifetime before expiry, and up to half as much again by
    /// `jitter`, so that tokens which were fetched together are not renewed together. Never more than half a lifetime.
    init(_ token: AccessToken, generation: UInt64, obtainedAt: Duration, jitter: Double) {
        value = token.value
        self.generation = generation
        self.obtainedAt = obtainedAt
        expiresAt = obtainedAt + token.lifetime
        let lead = max(.seconds(60), token.lifetime / 20) * (1 + min(max(jitter, 0), 1) / 2)
        refreshAt = expiresAt - min(lead, token.lifetime / 2)
        usableUntil = expiresAt - min(.seconds(10), token.lifetime / 10)
    }
}
