import Synchronization

/// How many programs may follow events at once.
final class StreamSeats: Sendable {
    /// Whoever holds it has a seat; it is free again when nobody holds it any more.
    final class Seat: Sendable {
        private let seats: StreamSeats

        fileprivate init(_ seats: StreamSeats) { self.seats = seats }

        deinit { seats.taken.withLock { $0 -= 1 } }
    }

    /// The most seats.
    static let most = 32

    private let taken = Mutex(0)

    /// How many are taken.
    var count: Int { taken.withLock { $0 } }

    /// A seat; `nil` when all are taken.
    func take() -> Seat? {
        let isFree = taken.withLock { taken in
            guard taken < Self.most else { return false }
            taken += 1
            return true
        }
        return isFree ? Seat(self) : nil
    }
}
