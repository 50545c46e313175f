import Ports
import Synchronization

/// The open sessions, with clock and randomness.
package final class Sessions: Sendable {
    private let timekeeper: any Timekeeper
    private let random: any RandomSource
    private let book = Mutex(SessionBook())
    private let limit = Mutex(LoginLimit())

    init(timekeeper: any Timekeeper, random: any RandomSource) {
        self.timekeeper = timekeeper
        self.random = random
    }

    /// Opens a session; the key goes to its owner and is kept nowhere.
    func open(name: String, role: Role) -> (session: Session, key: String) {
        let (key, csrf) = (secret(), secret())
        let now = timekeeper.monotonic()
        return (book.withLock { $0.open(key: key, csrf: csrf, name: name, role: role, at: now) }, key)
    }

    /// The open session of the key.
    func find(key: String) -> Session? {
        let now = timekeeper.monotonic()
        return book.withLock { $0.find(key: key, at: now) }
    }

    /// Whether the session has neither ended nor expired.
    func isOpen(_ session: Session) -> Bool {
        let now = timekeeper.monotonic()
        return book.withLock { $0.isOpen(session, at: now) }
    }

    /// Ends a session.
    func close(_ session: Session) { book.withLock { $0.close(session) } }

    /// Keeps a notice for the next page of the session.
    package func leave(_ notice: Notice, for session: Session) { book.withLock { $0.leave(notice, for: session) } }

    /// Takes the notice that was left.
    func takeNotice(for session: Session) -> Notice? { book.withLock { $0.takeNotice(for: session) } }

    /// Whether somebody at the address may try to log in now; `nil` when they may, or how long they must wait.
    func attempt(from address: String) -> Duration? {
        let now = timekeeper.monotonic()
        return limit.withLock { $0.attempt(from: address, at: now) }
    }

    /// Whether a program at the address may be answered that showed the token; `nil` when it may, or how long the address
    /// must wait.
    func check(_ token: String, isRight: Bool, from address: String) -> Duration? {
        let (token, now) = (SecretDigest(token), timekeeper.monotonic())
        return limit.withLock { $0.check(token, isRight: isRight, from: address, at: now) }
    }

    /// Takes note that somebody at the address had a right token.
    func succeeded(from address: String) { limit.withLock { $0.succeeded(from: address) } }

    /// Thirty-two random bytes, as hexadecimal.
    private func secret() -> String { random.identifier() + random.identifier() }
}
