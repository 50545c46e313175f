/// Keeping access tokens that somebody else has sealed, and taking turns in getting them.
///
/// What is kept here may get lost with a power cut: it only spares exchanges.
package protocol SealedTokenKeeping: Sendable {
    /// Keeps tokens, each in place of the one under its key.
    func keep(_ tokens: [SealedToken]) async throws
    /// The token under the key, whether it has expired or not.
    func sealedToken(key: String) async throws -> SealedToken?
    /// The keys under which tokens are kept that have not expired.
    func keptTokens() async throws -> Set<String>
    /// Drops the token if it is still the one that is kept under its key. Returns whether it was.
    func forgetSealed(_ token: SealedToken) async throws -> Bool
    /// Drops the tokens under the keys. Returns the keys under which there was one.
    func forgetSealed(keys: [String]) async throws -> Set<String>
    /// Drops all tokens. Returns their keys.
    func forgetAllSealed() async throws -> Set<String>

    /// Takes the turn to get the token under the key, or prolongs it, for so long from now on. False while it is
    /// somebody else's.
    ///
    /// - Parameter duration: The same for all who ask. A turn that has more than twice as long to go is void: it was
    ///   taken before the clock was set back.
    func takeTurn(key: String, owner: String, lasting duration: Duration) async throws -> Bool
    /// Gives the turn up, if it is the owner's.
    func endTurn(key: String, owner: String) async throws
}
