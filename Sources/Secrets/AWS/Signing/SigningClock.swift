/// What AWS's clock shows, by what its answers said when they refused a signature for its date.
///
/// A pure value. It equals this machine's clock until a refusal proves the clock wrong.
package struct SigningClock: Sendable, Equatable {
    /// How far the clocks must be apart before an answer's date counts, in microseconds: four minutes. AWS refuses from
    /// five on, and answers that waited in a cache must not move the clock.
    package static let tolerance: Int64 = 240_000_000

    /// How far AWS's clock is ahead of this machine's, in microseconds; negative when it is behind.
    package private(set) var offset: Int64 = 0

    /// A clock that trusts this machine.
    package init() {}

    /// The time to sign with.
    ///
    /// - Parameter wallMicroseconds: This machine's clock.
    package func time(wallMicroseconds: Int64) -> Int64 { wallMicroseconds + offset }

    /// Takes in the `Date` header of an answer that refused a signature.
    ///
    /// - Returns: Whether the clock was corrected, so that signing again may help.
    package mutating func correct(dateHeader: String?, wallMicroseconds: Int64) -> Bool {
        guard let theirs = dateHeader.flatMap(AWSTime.httpDate) else { return false }
        guard abs(theirs - time(wallMicroseconds: wallMicroseconds)) > Self.tolerance else { return false }
        offset = theirs - wallMicroseconds
        return true
    }
}
