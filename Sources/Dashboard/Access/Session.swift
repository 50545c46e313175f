/// Somebody's stay: from the login, or the first page, until it expires or they leave.
package struct Session: Sendable, Hashable {
    /// What the book knows it by.
    let id: SecretDigest
    /// The name that was given at login, or the role's word.
    package let name: String
    /// What they may do.
    package let role: Role
    /// What every form of theirs carries, so that no other site can send one in their name.
    package let csrf: String
    /// When it ends, by the monotonic clock.
    let expiresAt: Duration
}
