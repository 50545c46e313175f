/// Dropping tokens.
extension TokenCache {
    /// Drops the token of `key`. An exchange under way still serves those who wait for it; its token is not kept.
    ///
    /// - Returns: Whether a token was held, here or in the vault.
    @discardableResult
    package func forget(_ key: TokenKey) async -> Bool {
        await forget([key]) == 1
    }

    /// Drops the tokens of `keys`. Returns how many were held, here or in the vault.
    @discardableResult
    package func forget(_ keys: Set<TokenKey>) async -> Int {
        let held = keys.filter { drop($0) }
        guard let vault else { return held.count }
        return await vault.forget(keys).union(held).count
    }

    /// Drops the tokens of `keys` that are held here. Those of them in the vault stay, but are not used again: others may
    /// have put newer ones there.
    package func dropHeld(_ keys: Set<TokenKey>) {
        for key in keys { drop(key) }
    }

    /// Drops every token, those in the vault that this cache never held too. Returns how many there were.
    @discardableResult
    package func forgetAll() async -> Int {
        let held = Array(slots.keys).count { drop($0) }
        guard let vault else { return held }
        // Whatever is held here has gone into the vault too, unless that was in trouble.
        return max(held, await vault.forgetAll())
    }

    /// Drops every restricted data token that was minted with an access token of `owners`.
    package func forget(mintedWith owners: Set<TokenKey>) {
        for key in Array(slots.keys) where key.owner.map(owners.contains) ?? false { drop(key) }
    }
}
