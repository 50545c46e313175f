/// The sessions that are open. A value: it is told the time.
///
/// Whoever has the key of a session is taken for its owner, so only digests of keys are held.
struct SessionBook: Sendable {
    /// How long a session lasts.
    static let lifetime = Duration.seconds(12 * 3600)
    /// The most sessions; the oldest go.
    static let most = 1000

    private struct Entry: Sendable {
        var session: Session
        var notice: Notice?
        var number: Int
    }

    private var entries: [SecretDigest: Entry] = [:]
    private var opened = 0

    /// How many are open or have not been found expired yet.
    var count: Int { entries.count }

    /// Opens a session.
    ///
    /// - Parameters:
    ///   - key: What its owner shows, random.
    ///   - csrf: What the owner's forms carry, random too.
    mutating func open(key: String, csrf: String, name: String, role: Role, at now: Duration) -> Session {
        if entries.count >= Self.most { makeRoom(at: now) }
        opened += 1
        let id = SecretDigest(key)
        let session = Session(id: id, name: name, role: role, csrf: csrf, expiresAt: now + Self.lifetime)
        entries[id] = Entry(session: session, notice: nil, number: opened)
        return session
    }

    /// The session that the key belongs to, unless it is over.
    mutating func find(key: String, at now: Duration) -> Session? {
        let id = SecretDigest(key)
        guard let entry = entries[id] else { return nil }
        guard entry.session.expiresAt > now else {
            entries[id] = nil
            return nil
        }
        return entry.session
    }

    /// Whether the session has neither ended nor expired.
    func isOpen(_ session: Session, at now: Duration) -> Bool {
        entries[session.id].map { $0.session.expiresAt > now } ?? false
    }

    /// Ends a session.
    mutating func close(_ session: Session) { entries[session.id] = nil }

    /// Keeps a notice for the next page of the session; a later one takes its place.
    mutating func leave(_ notice: Notice, for session: Session) { entries[session.id]?.notice = notice }

    /// Takes the notice that was left.
    mutating func takeNotice(for session: Session) -> Notice? {
        guard let notice = entries[session.id]?.notice else { return nil }
        entries[session.id]?.notice = nil
        return notice
    }

    private mutating func makeRoom(at now: Duration) {
        entries = entries.filter { $0.value.session.expiresAt > now }
        // A tenth at once, so that a flood of visitors does not sort for each of them.
        let surplus = entries.count - Self.most + Self.most / 10
        guard entries.count >= Self.most else { return }
        for entry in entries.sorted(by: { $0.value.number < $1.value.number }).prefix(surplus) {
            entries[entry.key] = nil
        }
    }
}
