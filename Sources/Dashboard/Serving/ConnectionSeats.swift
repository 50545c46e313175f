import Synchronization

/// How many connections each address has, so that one client cannot take all.
///
/// This machine may have any number: a proxy in front of the dashboard, or a tunnel, connects for everybody.
final class ConnectionSeats: Sendable {
    /// The most connections of an address. A browser has six at most.
    static let most = 64

    private let taken = Mutex<[String: Int]>([:])

    /// How many addresses have connections that are counted.
    var count: Int { taken.withLock { $0.count } }

    /// Takes a seat for a connection of the address. False when it has all that it may have.
    func take(_ address: String) -> Bool {
        guard !Self.isThisMachine(address) else { return true }
        return taken.withLock { taken in
            guard taken[address, default: 0] < Self.most else { return false }
            taken[address, default: 0] += 1
            return true
        }
    }

    /// Gives the seat of a connection back that has ended.
    func free(_ address: String) {
        taken.withLock { taken in
            guard let count = taken[address] else { return }
            taken[address] = count > 1 ? count - 1 : nil
        }
    }

    private static func isThisMachine(_ address: String) -> Bool {
        ["127.", "::ffff:127."].contains { address.hasPrefix($0) } || address == "::1"
    }
}
