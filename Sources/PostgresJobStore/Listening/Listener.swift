import Dispatch
import JobModel
import Synchronization

/// Hears when other processes have put something in, and tells them when this one has: on a connection and a thread of
/// its own.
///
/// It only makes things quicker: whoever looks at the database now and then misses nothing.
final class Listener: Sendable {
    /// Where all processes listen. What is said there names the schema: a database may hold several queues.
    private static let channel = "spworker"
    /// Others are told at most this often, and are heard as often.
    private static let gap: Int32 = 50
    private static let longestPause: Int32 = 5000

    private struct State {
        var heard: Int64 = 0
        var isListening = false
        var hasNews = false
        var isClosed = false
        var hasEnded = false
        /// Who waits for the end.
        var onEnd: CheckedContinuation<Void, Never>?
    }

    private let address: ServerAddress
    private let state = Mutex(State())
    /// Rung when the thread must look at the state.
    private let bell: Bell

    /// Begins to listen. `nil` when the system has no descriptor left: then one polls.
    init?(_ address: ServerAddress) {
        guard let bell = Bell() else { return nil }
        self.address = address
        self.bell = bell
        DispatchQueue(label: "spworker.postgres.listener").async { self.listen() }
    }

    /// How often others have been heard; `nil` while nothing can be heard.
    var heard: Int64? { state.withLock { $0.isListening ? $0.heard : nil } }

    /// Lets the others know.
    func tell() {
        let isFirst = state.withLock { state in
            defer { state.hasNews = true }
            return !state.hasNews
        }
        if isFirst { bell.ring() }
    }

    /// Tells what is left to tell and ends.
    func close() async {
        await withCheckedContinuation { continuation in
            let hasEnded = state.withLock { state in
                state.isClosed = true
                if !state.hasEnded { state.onEnd = continuation }
                return state.hasEnded
            }
            bell.ring()
            if hasEnded { continuation.resume() }
        }
    }

    // MARK: The thread

    private func listen() {
        defer {
            let waiting = state.withLock { state in
                state.hasEnded = true
                return state.onEnd
            }
            waiting?.resume()
        }
        var pause: Int32 = 0
        while true {
            do {
                let connection = try Connection(address)
                let rows = try connection.run(script: "LISTEN \(Self.channel); SELECT current_schema()")
                // What was said meanwhile was not heard.
                state.withLock { state in
                    state.isListening = true
                    state.heard += 1
                }
                pause = 0
                try serve(connection, schema: rows.count == 1 ? rows[0].text(0) : "")
            } catch {
                pause = min(max(pause * 2, 250), Self.longestPause)
            }
            state.withLock { $0.isListening = false }
            if state.withLock({ $0.isClosed }) { return }
            bell.wait(milliseconds: pause)
            if state.withLock({ $0.isClosed }) { return }
        }
    }

    /// Returns when the listener is closed.
    private func serve(_ connection: Connection, schema: String) throws {
        while true {
            let (hasNews, isClosed) = state.withLock { state in
                defer { state.hasNews = false }
                return (state.hasNews, state.isClosed)
            }
            if hasNews { try connection.run("SELECT pg_notify($1, $2)", [Self.channel, schema]) }
            if isClosed { return }
            let count = try connection.takeNotifications(payload: schema)
            if count > 0 { state.withLock { $0.heard += Int64(count) } }
            if hasNews || count > 0 { Pause.wait(milliseconds: Self.gap) }
            bell.wait(beside: connection.socket, milliseconds: -1)
        }
    }
}
