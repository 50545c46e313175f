package import JobModel

/// An access token that somebody has sealed. The store keeps it and cannot read it.
package struct SealedToken: Sendable, Hashable {
    /// Under which name it is kept: a digest of everything that the token depends on.
    package var key: String
    /// Which sealing key opens it: a fingerprint that tells nothing about the key.
    package var keyID: String
    /// When the exchange began that brought it, by the wall clock.
    package var mintedAt: Timestamp
    /// When it expires by the service's word.
    package var expiresAt: Timestamp
    /// The sealed bytes.
    package var sealed: [UInt8]

    package init(key: String, keyID: String, mintedAt: Timestamp, expiresAt: Timestamp, sealed: [UInt8]) {
        self.key = key
        self.keyID = keyID
        self.mintedAt = mintedAt
        self.expiresAt = expiresAt
        self.sealed = sealed
    }
}

/// Who gets a token just now, so that others wait for it instead of getting one too.
package struct TokenTurn: Sendable, Hashable {
    /// The token's key.
    package var key: String
    /// Whose turn it is.
    package var owner: String
    /// When it is over even if its owner does not say so.
    package var until: Timestamp

    package init(key: String, owner: String, until: Timestamp) {
        self.key = key
        self.owner = owner
        self.until = until
    }
}
