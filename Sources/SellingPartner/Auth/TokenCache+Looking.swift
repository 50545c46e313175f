import Ports

/// Looking at what is held, without the tokens.
extension TokenCache {
    /// What is held now, without the tokens, in no particular order.
    package func snapshot() -> [TokenCacheEntry] {
        let now = timekeeper.monotonic()
        return slots.compactMap { key, slot in
            slot.state.token.map {
                TokenCacheEntry(key: key, token: $0, isExchanging: slot.state.isExchanging, now: now)
            }
        }
    }

    /// What has changed since this was asked last: the tokens that came, and the keys whose token went.
    ///
    /// - Parameter limit: The most changes to tell; the rest is told the next time.
    package func takeChanges(limit: Int) -> (held: [TokenCacheEntry], gone: [TokenKey]) {
        let now = timekeeper.monotonic()
        var held: [TokenCacheEntry] = []
        var gone: [TokenKey] = []
        for key in Array(changed.prefix(limit)) {
            changed.remove(key)
            if let slot = slots[key], let token = slot.state.token {
                held.append(TokenCacheEntry(key: key, token: token, isExchanging: slot.state.isExchanging, now: now))
            } else {
                gone.append(key)
            }
        }
        return (held, gone)
    }

    /// How many callers wait for the exchange of `key` now.
    package func waiterCount(for key: TokenKey) -> Int {
        slots[key]?.state.waiterCount ?? 0
    }
}
