package import Logging
import Ports
import Synchronization

/// Compares this machine's clock with Amazon's on every answer, and says so in the log when they part and when they agree
/// again. Not to be used on a clock that runs faster than the world's.
package final class ClockWatch: Sendable {
    private let skew = Mutex(ClockSkew())
    private let logger: Logger

    /// Creates a watch that warns in `logger`.
    package init(logger: Logger) {
        self.logger = logger
    }

    /// How far Amazon's clock is ahead of this machine's, negative when it is behind; `nil` before there are enough
    /// answers.
    package var estimate: Duration? { skew.withLock { $0.estimate } }

    /// Takes note of an answer that has just arrived.
    ///
    /// - Parameters:
    ///   - date: Its `Date` header; without one nothing is learned.
    ///   - wallMicroseconds: This machine's wall clock now.
    ///   - roundTrip: The time from sending the request until now.
    func answered(date: HTTPDate?, wallMicroseconds: Int64, roundTrip: Duration) {
        guard let date else { return }
        let change = skew.withLock {
            $0.answered(date: date, wallMicroseconds: wallMicroseconds, roundTrip: roundTrip)
        }
        switch change {
        case .apart(let skew):
            logger.warning(
                "This machine's clock differs from Amazon's: searches that end now are refused or miss something. Set the clock.",
                metadata: ["thisClockIs": "\(Self.words(skew))"])
        case .together(let skew):
            logger.notice(
                "This machine's clock agrees with Amazon's again.", metadata: ["thisClockIs": "\(Self.words(skew))"])
        case nil: break
        }
    }

    private static func words(_ skew: Duration) -> String {
        let seconds = skew.components.seconds
        return seconds >= 0 ? "\(seconds) s behind" : "\(-seconds) s ahead"
    }
}
