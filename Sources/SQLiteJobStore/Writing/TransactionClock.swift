import JobModel
import Synchronization

/// The present for transactions: never earlier than the one before, so that a clock that steps back reorders nothing.
///
/// A step back is sat out: the last instant is used until the clock has caught up, for an hour at most.
final class TransactionClock: Sendable {
    private static let longestPatience = Duration.seconds(3600)

    private let clock: @Sendable () -> Timestamp
    private let last = Mutex(Timestamp.distantPast)

    init(_ clock: @escaping @Sendable () -> Timestamp) {
        self.clock = clock
    }

    func now() -> Timestamp {
        let present = clock()
        return last.withLock { last in
            if present < last, last - present < Self.longestPatience { return last }
            last = present
            return present
        }
    }
}
