package import Ports

/// Access tokens by key, with one exchange in flight per key.
///
/// The cache owns the tasks in which exchanges run. They belong to nobody who waits: a waiter that is cancelled leaves
/// alone, and the exchange goes on for the others. Whoever owns the cache ends those tasks with ``shutdown()``.
///
/// Failures are not cached: each is told to those who waited for that exchange, and the next caller starts another,
/// unless the owner asked for a cool-down.
package actor TokenCache {
    /// Makes one exchange. Runs in a task of the cache.
    package typealias Exchange = @Sendable (TokenExchangeReason) async throws -> AccessToken

    /// Is told how each exchange ended, before those who wait for it go on. Not told of exchanges that a shutdown ends.
    package typealias Observer =
        @Sendable (TokenKey, TokenExchangeReason, Result<TokenCacheEntry, any Error>) async -> Void

    private struct Slot {
        var state: TokenSlot
        /// The exchange of whoever asked last: its credentials are the newest.
        var exchange: Exchange
    }

    private let timekeeper: any Timekeeper
    private let random: any RandomSource
    private let coolDown: @Sendable (any Error) -> Duration
    private let onExchange: Observer
    private var slots: [TokenKey: Slot] = [:]
    private let tellsChanges: Bool
    /// Keys whose token came, was replaced or went since somebody asked.
    private var changed: Set<TokenKey> = []
    private var continuations: [TokenSlot.Waiter: CheckedContinuation<HeldToken, any Error>] = [:]
    private var tasks: [UInt64: Task<Void, Never>] = [:]
    private var lastTask: UInt64 = 0
    private var lastWaiter: TokenSlot.Waiter = 0
    private var lastEpoch: UInt32 = 0
    private var isShutDown = false
    /// How many slots there may be before those that hold nothing of use are dropped.
    private var roomFor = TokenCache.leastRoom
    private static let leastRoom = 1024

    /// Creates an empty cache.
    ///
    /// - Parameters:
    ///   - timekeeper: Measures the tokens' ages.
    ///   - random: Spreads early renewals.
    ///   - coolDown: How long after a failure further callers get it without another exchange. None by default.
    ///   - tellsChanges: Whether ``takeChanges(limit:)`` is asked from time to time. Where nobody asks, nothing is kept
    ///     for it: keys of single documents would pile up without end.
    ///   - onExchange: Is told of every exchange.
    package init(
        timekeeper: any Timekeeper, random: any RandomSource, tellsChanges: Bool = true,
        coolDown: @escaping @Sendable (any Error) -> Duration = { _ in .zero },
        onExchange: @escaping Observer = { _, _, _ in }
    ) {
        self.timekeeper = timekeeper
        self.random = random
        self.tellsChanges = tellsChanges
        self.coolDown = coolDown
        self.onExchange = onExchange
    }

    /// The token of `key`, from the cache or by `exchange`.
    ///
    /// - Parameters:
    ///   - key: The token's key. `exchange` must use the credentials that the key was made from.
    ///   - refused: The token that was just refused, if that is why another is wanted. If it has been replaced since,
    ///     the replacement is returned and no exchange is made.
    ///   - exchange: Gets a token when none can be handed out.
    /// - Throws: What `exchange` threw; `CancellationError` when the caller's task was cancelled or the cache shut down.
    package func token(
        for key: TokenKey, replacing refused: HeldToken? = nil, exchange: @escaping Exchange
    ) async throws -> HeldToken {
        try Task.checkCancellation()
        guard !isShutDown else { throw CancellationError() }
        lastWaiter += 1
        let waiter = lastWaiter
        let now = timekeeper.monotonic()
        var slot = slots[key] ?? makeSlot(exchange)
        slot.exchange = exchange
        let answer =
            if let refused {
                slot.state.ask(waiter, replacing: refused.generation, now: now)
            } else {
                slot.state.ask(waiter, now: now)
            }
        slots[key] = slot
        // The refused token may have gone.
        if refused != nil { note(key) }
        switch answer {
        case .use(let token, let startExchange):
            if startExchange { start(key, .early) }
            return token
        case .fail(let error):
            throw error
        case .wait(let reason):
            if let reason { start(key, reason) }
            return try await result(for: waiter, of: key)
        }
    }

    /// Drops the token of `key`. An exchange under way still serves those who wait for it; its token is not kept.
    ///
    /// - Returns: Whether a token was held.
    @discardableResult
    package func forget(_ key: TokenKey) -> Bool {
        guard let slot = slots[key] else { return false }
        slots[key]?.state.forget()
        note(key)
        dropIfEmpty(key)
        return slot.state.token != nil
    }

    /// Drops every token. Returns how many were held.
    @discardableResult
    package func forgetAll() -> Int {
        Array(slots.keys).count { forget($0) }
    }

    /// Drops every restricted data token that was minted with an access token of `owners`.
    package func forget(mintedWith owners: Set<TokenKey>) {
        for key in Array(slots.keys) where key.owner.map(owners.contains) ?? false { forget(key) }
    }

    /// What is held now, without the tokens, in no particular order.
    package func snapshot() -> [TokenCacheEntry] {
        let now = timekeeper.monotonic()
        return slots.compactMap { key, slot in
            slot.state.token.map {
                TokenCacheEntry(key: key, token: $0, isExchanging: slot.state.isExchanging, now: now)
            }
        }
    }

    /// What has changed since this was asked last: the tokens that came, and the keys whose token went.
    ///
    /// - Parameter limit: The most changes to tell; the rest is told the next time.
    package func takeChanges(limit: Int) -> (held: [TokenCacheEntry], gone: [TokenKey]) {
        let now = timekeeper.monotonic()
        var held: [TokenCacheEntry] = []
        var gone: [TokenKey] = []
        for key in Array(changed.prefix(limit)) {
            changed.remove(key)
            if let slot = slots[key], let token = slot.state.token {
                held.append(TokenCacheEntry(key: key, token: token, isExchanging: slot.state.isExchanging, now: now))
            } else {
                gone.append(key)
            }
        }
        return (held, gone)
    }

    /// How many callers wait for the exchange of `key` now.
    package func waiterCount(for key: TokenKey) -> Int {
        slots[key]?.state.waiterCount ?? 0
    }

    /// Ends the exchanges under way and waits until they have ended. Everybody who waits, and everybody who asks later,
    /// gets `CancellationError`.
    package func shutdown() async {
        isShutDown = true
        let waiting = continuations
        continuations = [:]
        for continuation in waiting.values { continuation.resume(throwing: CancellationError()) }
        let running = Array(tasks.values)
        for task in running { task.cancel() }
        for task in running { await task.value }
        slots = [:]
    }

    private func note(_ key: TokenKey) {
        if tellsChanges { changed.insert(key) }
    }

    // MARK: Waiting

    private func result(for waiter: TokenSlot.Waiter, of key: TokenKey) async throws -> HeldToken {
        try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                // Cancelled before this point: the handler below has run or will find nothing to resume.
                if Task.isCancelled {
                    slots[key]?.state.left(waiter)
                    continuation.resume(throwing: CancellationError())
                } else {
                    continuations[waiter] = continuation
                }
            }
        } onCancel: {
            // The handler cannot wait for the actor. This task only removes one waiter and ends at once.
            Task { await self.leave(waiter, key) }
        }
    }

    private func leave(_ waiter: TokenSlot.Waiter, _ key: TokenKey) {
        guard let continuation = continuations.removeValue(forKey: waiter) else { return }
        slots[key]?.state.left(waiter)
        continuation.resume(throwing: CancellationError())
    }

    // MARK: Exchanging

    private func makeSlot(_ exchange: @escaping Exchange) -> Slot {
        if slots.count >= roomFor {
            // Tokens for single documents are never asked for again.
            let now = timekeeper.monotonic()
            slots = slots.filter { !$0.value.state.isSpent(now: now) }
            roomFor = max(Self.leastRoom, slots.count * 2)
        }
        lastEpoch &+= 1
        return Slot(state: TokenSlot(epoch: lastEpoch), exchange: exchange)
    }

    private func start(_ key: TokenKey, _ reason: TokenExchangeReason) {
        guard let exchange = slots[key]?.exchange else { return }
        lastTask += 1
        let id = lastTask
        tasks[id] = Task {
            let result: Result<AccessToken, any Error>
            do {
                result = .success(try await exchange(reason))
            } catch {
                result = .failure(error)
            }
            await self.ended(key, reason, result)
            self.tasks[id] = nil
        }
    }

    private func ended(
        _ key: TokenKey, _ reason: TokenExchangeReason, _ result: Result<AccessToken, any Error>
    ) async {
        // What a refusal means is written down while the exchange still counts as under way: whoever asks meanwhile waits
        // with the others instead of starting another exchange.
        if case .failure(let error) = result, !isShutDown { await onExchange(key, reason, .failure(error)) }
        guard !isShutDown, var slot = slots[key] else { return }
        let now = timekeeper.monotonic()
        let settlement: TokenSlot.Settlement
        let outcome: Result<HeldToken, any Error>
        var entry: TokenCacheEntry?
        switch result {
        case .success(let token):
            let success = slot.state.succeeded(with: token, jitter: random.unit(), now: now)
            settlement = success.settlement
            outcome = .success(success.token)
            entry = TokenCacheEntry(key: key, token: success.token, isExchanging: false, now: now)
        case .failure(let error):
            settlement = slot.state.failed(error, now: now, coolDown: coolDown(error))
            outcome = .failure(error)
        }
        slots[key] = slot
        if case .success = result { note(key) }
        if let next = settlement.startExchange { start(key, next) }
        dropIfEmpty(key)
        if let entry { await onExchange(key, reason, .success(entry)) }
        for waiter in settlement.waiters {
            continuations.removeValue(forKey: waiter)?.resume(with: outcome)
        }
    }

    private func dropIfEmpty(_ key: TokenKey) {
        if let slot = slots[key], slot.state.isEmpty { slots[key] = nil }
    }
}
