package import Secrets

/// Where access tokens outlive the process that got them, and where processes agree on who gets the next one.
///
/// A vault only spares exchanges, so it never fails: what it cannot find, read or write it leaves, and says so in its
/// own log. Restricted data tokens never go into one.
package protocol TokenVault: Sendable {
    /// The token of `key`, if one is there that lives long enough to be worth using.
    func token(for key: TokenKey) async -> AccessToken?
    /// Keeps a token, in place of the one of `key` that is there.
    ///
    /// - Parameter wallMicroseconds: When the exchange began that brought it, by the wall clock: the monotonic one means
    ///   nothing to another process.
    func keep(_ token: AccessToken, for key: TokenKey, askedAt wallMicroseconds: Int64) async
    /// Drops the token of `key` if it is this one.
    func discard(_ token: Secret, of key: TokenKey) async
    /// Drops the tokens of `keys`. Returns the keys of which there was one.
    func forget(_ keys: Set<TokenKey>) async -> Set<TokenKey>
    /// Drops everything. Returns how many tokens there were.
    func forgetAll() async -> Int

    /// Takes the turn to get a token of `key`, or prolongs it, for so long from now on. False while it is another
    /// process's; true when that cannot be told.
    func takeTurn(for key: TokenKey, lasting duration: Duration) async -> Bool
    /// Gives the turn up.
    func endTurn(for key: TokenKey) async
}
