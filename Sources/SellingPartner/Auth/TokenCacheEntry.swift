/// What may be told about a cached token: everything but the token. Times are readings of the monotonic clock.
package struct TokenCacheEntry: Sendable, Hashable {
    /// The token's key.
    package let key: TokenKey
    /// Which token of the key it is.
    package let generation: UInt64
    /// How long ago the exchange began that brought it.
    package let age: Duration
    /// How long it is still valid; zero when it has expired.
    package let remaining: Duration
    /// Whether an exchange for a successor is under way.
    package let isExchanging: Bool

    init(key: TokenKey, token: HeldToken, isExchanging: Bool, now: Duration) {
        self.key = key
        generation = token.generation
        age = now - token.obtainedAt
        remaining = max(.zero, token.expiresAt - now)
        self.isExchanging = isExchanging
    }
}
