import JobModel
import JobStore
import Synchronization

/// The present for transactions.
///
/// Machines' clocks differ, so the server's decides: it is known as an offset from this machine's, which is measured
/// now and then and handed to statements with the time. Time never runs back: a step back is sat out, for an hour at
/// most.
final class ServerClock: Sendable {
    private static let longestPatience = Duration.seconds(3600)
    /// An answer that took longer tells too little of when it was given.
    private static let longestTrip = Duration.seconds(1)

    private let local: @Sendable () -> Timestamp
    private let state = Mutex((offset: Duration.zero, last: Timestamp.distantPast, isMeasured: false))

    init(_ local: @escaping @Sendable () -> Timestamp) {
        self.local = local
    }

    /// How far the server's clock is ahead.
    var offset: Duration { state.withLock { $0.offset } }

    /// The server's time, as far as it is known.
    func present() -> Timestamp { local() + offset }

    /// The same, but never earlier than before.
    func now() -> Timestamp {
        let present = present()
        return state.withLock { state in
            if present < state.last, state.last - present < Self.longestPatience { return state.last }
            state.last = present
            return present
        }
    }

    /// Asks the server for its time.
    func measure(_ connection: Connection) throws {
        let before = local()
        let rows = try connection.run("SELECT (extract(epoch FROM clock_timestamp()) * 1000000)::bigint")
        let after = local()
        guard rows.count == 1 else { return }
        let server = rows[0].instant(0)
        state.withLock { state in
            // A process that was stopped in the meantime would be off by half of that time.
            guard !state.isMeasured || after - before <= Self.longestTrip else { return }
            state.offset = server - before - (after - before) / 2
            state.isMeasured = true
        }
    }
}
