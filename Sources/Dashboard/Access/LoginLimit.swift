/// How often somebody may try to log in, or show a program's token. A value: it is told the time.
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
    /// The last wrong tokens of programs at each address, as many as it has tries.
    private var wrong: [String: [SecretDigest]] = [:]

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

    /// Takes a try of the address for a token that a program showed, unless it is right. Returns how long the address
    /// must wait when it has none.
    mutating func check(
        _ token: SecretDigest, isRight: Bool, from address: String, at now: Duration
    ) -> Duration? {
        // Whoever goes on showing one wrong token guesses nothing, and must not keep others at its address out.
        if !isRight, wrong[address]?.contains(token) ?? false { return nil }
        if let wait = attempt(from: address, at: now) { return wait }
        if isRight {
            succeeded(from: address)
        } else {
            wrong[address] = (wrong[address] ?? []).suffix(Self.tries - 1) + [token]
        }
        return nil
    }

    private mutating func forget(at now: Duration) {
        fullAt = fullAt.filter { $0.value > now }
        if fullAt.count >= Self.most, let quietest = fullAt.min(by: { $0.value < $1.value }) {
            fullAt[quietest.key] = nil
        }
        wrong = wrong.filter { fullAt[$0.key] != nil }
    }
}
