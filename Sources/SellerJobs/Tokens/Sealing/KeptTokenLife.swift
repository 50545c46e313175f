package import JobModel

/// How long a token that was kept may still be used.
///
/// Between processes only the wall clock can tell, and it may be wrong: what is taken from a store is used a little
/// less long than the service says, and never longer than an hour after it was minted.
package struct KeptTokenLife: Sendable, Hashable {
    /// No token is believed to live longer. An hour, as Amazon's do.
    package static let longest = Duration.seconds(3600)
    /// By how much the wall clock may be behind the service's without harm. 60 s.
    package static let margin = Duration.seconds(60)
    /// A token that lives less long is not worth using: it would be renewed at once. 5 min.
    package static let least = Duration.seconds(300)

    /// How long ago it was minted.
    package let age: Duration
    /// How long it is used from now on.
    package let remaining: Duration

    /// `nil` when the token should not be used: it is nearly over, or comes from the future, which means that the clock
    /// was set back by nobody knows how much.
    package init?(mintedAt: Timestamp, expiresAt: Timestamp, now: Timestamp) {
        age = now - mintedAt
        remaining = min(expiresAt - mintedAt, Self.longest) - Self.margin - age
        guard age >= .zero, remaining >= Self.least else { return nil }
    }
}
