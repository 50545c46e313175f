/// How often somebody may try to log in. A value: it is told the time.
///
/// Every address has five tries, and gets another one each half minute.
struct LoginLimit: Sendable {
    /// Tries in a row.
    static let tries = 5
    /// How long it takes to get a try back.
    static let interval = Duration.seconds(30)
    /// The most addresses that are remembered; those that were quiet for longest are forgotten.
    static let most = 1000

    /// When each address will have all its tries again.
    private var fullAt: [String: Duration] = [:]

    /// Takes a try of the address. Returns how long it must wait when it has none.
    mutating func attempt(from address: String, at now: Duration) -> Duration? {
        let full = max(fullAt[address] ?? now, now)
        let next = full + Self.interval
        let wait = next - now - Self.interval * Self.tries
        guard wait <= .zero else { return wait }
        if fullAt[address] == nil, fullAt.count >= Self.most { forget(at: now) }
        fullAt[address] = next
        return nil
    }

    /// Gives the try back that a right token took. Wrong ones stay counted: whoever has one token may be after another.
    mutating func succeeded(from address: String) {
        if let full = fullAt[address] { fullAt[address] = full - Self.interval }
    }

    private mutating func forget(at now: Duration) {
        fullAt = fullAt.filter { $0.value > now }
        guard fullAt.count >= Self.most, let quietest = fullAt.min(by: { $0.value < $1.value }) else { return }
        fullAt[quietest.key] = nil
    }
}
