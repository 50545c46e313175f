import JobModel
import JobStore

/// Keeps a connection, and makes a new one when it is lost: at once, then after pauses that grow while the server is
/// away.
final class Link {
    private static let firstPause = Duration.milliseconds(100)
    private static let longestPause = Duration.seconds(5)

    private let address: ServerAddress
    private let clock: @Sendable () -> Timestamp
    private var connection: Connection?
    private var pause = Duration.zero
    private var failure: (error: any Error, until: Timestamp, since: Timestamp)?

    init(_ address: ServerAddress, clock: @escaping @Sendable () -> Timestamp) {
        self.address = address
        self.clock = clock
    }

    /// The connection, made when there is none.
    ///
    /// - Throws: `ServerError`; at once while the last failure is a moment ago, so that callers do not all wait.
    func open() throws -> Connection {
        if let connection, !connection.isBroken { return connection }
        connection = nil
        if let failure {
            let now = clock()
            if now < failure.until, now >= failure.since { throw failure.error }
        }
        do {
            let fresh = try Connection(address)
            connection = fresh
            failure = nil
            pause = .zero
            return fresh
        } catch {
            pause = min(max(pause * 2, Self.firstPause), Self.longestPause)
            failure = (error, clock() + pause, clock())
            throw error
        }
    }

    /// Gives the connection up, or only its open transaction if that is possible.
    func recover() {
        guard let connection else { return }
        if connection.isBroken {
            self.connection = nil
        } else if connection.isInTransaction, (try? connection.run(script: "ROLLBACK")) == nil {
            self.connection = nil
        }
    }

    func close() { connection = nil }
}
