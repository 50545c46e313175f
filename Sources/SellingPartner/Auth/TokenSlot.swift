/// The state of one key of the token cache: which token is held, which exchange is under way, who waits for it.
///
/// A pure value. Events go in, actions come out, and the owner performs them. Times are readings of a monotonic clock.
///
/// Its promises: at most one exchange is under way; every waiter gets exactly one answer, unless it leaves; a token is
/// never handed out after its end, nor after it was refused; a failure is told to those who waited for it and then
/// forgotten, apart from an optional cool-down.
package struct TokenSlot: Sendable {
    /// A waiter's identity, unique within the slot.
    package typealias Waiter = UInt64

    /// What to do for somebody who asked.
    package enum Answer: Sendable {
        /// Hand out this token. If `startExchange` is true, start an early exchange beside it.
        case use(HeldToken, startExchange: Bool)
        /// Wait; start an exchange if one is given.
        case wait(startExchange: TokenExchangeReason?)
        /// Fail at once: an exchange failed a moment ago.
        case fail(any Error)
    }

    /// What to do when an exchange has ended.
    package struct Settlement: Sendable {
        /// Who gets the result.
        package var waiters: Set<Waiter>
        /// The exchange to start next, if any.
        package var startExchange: TokenExchangeReason?
    }

    private struct Exchange {
        var startedAt: Duration
        var waiters: Set<Waiter> = []
        /// The slot was emptied meanwhile: the result goes to those who waited before and is not kept.
        var isObsolete = false
        /// Those who came after the slot was emptied, and wait for the next exchange.
        var lateWaiters: Set<Waiter> = []
    }

    private struct CoolDown {
        var until: Duration
        var error: any Error
    }

    /// How long a failed early exchange is not repeated. Without it each call of a busy seller would start another.
    private static let earlyRetryDelay = Duration.seconds(10)

    /// The token that is held, usable or not.
    package private(set) var token: HeldToken?
    private var exchange: Exchange?
    private var coolDown: CoolDown?
    private var noEarlyExchangeBefore: Duration = .zero
    private var generation: UInt64

    /// An empty slot.
    ///
    /// - Parameter epoch: Distinguishes this slot from earlier ones of the same key, so that generations never repeat.
    package init(epoch: UInt32 = 0) {
        generation = UInt64(epoch) << 32
    }

    /// Whether an exchange is under way.
    package var isExchanging: Bool { exchange != nil }

    /// Whether nothing would be lost if the slot were dropped.
    package var isEmpty: Bool { token == nil && exchange == nil && coolDown == nil }

    /// Whether nothing but what has expired would be lost if the slot were dropped.
    package func isSpent(now: Duration) -> Bool {
        exchange == nil && (token.map { $0.expiresAt <= now } ?? true) && (coolDown.map { $0.until <= now } ?? true)
    }

    /// How many wait.
    package var waiterCount: Int {
        (exchange?.waiters.count ?? 0) + (exchange?.lateWaiters.count ?? 0)
    }

    /// Somebody asks for a token.
    package mutating func ask(_ waiter: Waiter, now: Duration) -> Answer {
        if let token, now < token.usableUntil {
            guard now >= token.refreshAt, exchange == nil, now >= noEarlyExchangeBefore else {
                return .use(token, startExchange: false)
            }
            exchange = Exchange(startedAt: now)
            return .use(token, startExchange: true)
        }
        return wait(waiter, now: now, reason: .missing)
    }

    /// Somebody was refused with the token of generation `refused` and asks for another.
    ///
    /// If the token has been replaced since, the new one is handed out and nothing is exchanged.
    package mutating func ask(_ waiter: Waiter, replacing refused: UInt64, now: Duration) -> Answer {
        guard let token, token.generation == refused else { return ask(waiter, now: now) }
        self.token = nil
        return wait(waiter, now: now, reason: .refused)
    }

    /// The exchange brought `token`. `jitter` is a random number of `0 ..< 1`.
    package mutating func succeeded(
        with token: AccessToken, jitter: Double, now: Duration
    ) -> (token: HeldToken, settlement: Settlement) {
        guard let ended = exchange else { preconditionFailure("an exchange ended that was not under way") }
        generation += 1
        let held = HeldToken(token, generation: generation, obtainedAt: ended.startedAt - token.age, jitter: jitter)
        coolDown = nil
        noEarlyExchangeBefore = .zero
        if !ended.isObsolete { self.token = held }
        return (held, settle(ended, now: now))
    }

    /// The exchange failed. For `coolDown` from `now` on, further askers without a token get the same error at once;
    /// zero forgets it at once.
    package mutating func failed(_ error: any Error, now: Duration, coolDown length: Duration = .zero) -> Settlement {
        guard let ended = exchange else { preconditionFailure("an exchange ended that was not under way") }
        if !ended.isObsolete {
            coolDown = length > .zero ? CoolDown(until: now + length, error: error) : nil
            noEarlyExchangeBefore = now + max(length, Self.earlyRetryDelay)
        }
        return settle(ended, now: now)
    }

    /// A waiter no longer wants an answer. The exchange goes on for the others, and for the next to come.
    package mutating func left(_ waiter: Waiter) {
        exchange?.waiters.remove(waiter)
        exchange?.lateWaiters.remove(waiter)
    }

    /// Drops the token, and the result of an exchange under way. Who waits for that exchange still gets its result.
    package mutating func forget() {
        token = nil
        coolDown = nil
        noEarlyExchangeBefore = .zero
        exchange?.isObsolete = true
    }

    private mutating func wait(_ waiter: Waiter, now: Duration, reason: TokenExchangeReason) -> Answer {
        if exchange != nil {
            if exchange?.isObsolete == true {
                exchange?.lateWaiters.insert(waiter)
            } else {
                exchange?.waiters.insert(waiter)
            }
            return .wait(startExchange: nil)
        }
        if let coolDown, now < coolDown.until { return .fail(coolDown.error) }
        coolDown = nil
        exchange = Exchange(startedAt: now, waiters: [waiter])
        return .wait(startExchange: reason)
    }

    private mutating func settle(_ ended: Exchange, now: Duration) -> Settlement {
        exchange = nil
        guard !ended.lateWaiters.isEmpty else { return Settlement(waiters: ended.waiters, startExchange: nil) }
        exchange = Exchange(startedAt: now, waiters: ended.lateWaiters)
        return Settlement(waiters: ended.waiters, startExchange: .missing)
    }
}
