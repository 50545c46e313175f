package import Ports
import Secrets

/// Access tokens by key, with one exchange in flight per key.
///
/// With a vault, tokens outlive the cache, and caches of several processes make one exchange between them.
///
/// The cache owns the tasks in which exchanges run. They belong to nobody who waits: a waiter that is cancelled leaves
/// alone, and the exchange goes on for the others. Whoever owns the cache ends those tasks with ``shutdown()``.
///
/// Failures are not cached: each is told to those who waited for that exchange, and the next caller starts another,
/// unless the owner asked for a cool-down.
package actor TokenCache {
    /// Makes one exchange. Runs in a task of the cache.
    package typealias Exchange = @Sendable (TokenExchangeReason) async throws -> AccessToken

    /// Is told how each exchange ended, before those who wait for it go on. Not told of exchanges that a shutdown ends,
    /// nor of tokens that were found in the vault.
    package typealias Observer =
        @Sendable (TokenKey, TokenExchangeReason, Result<TokenCacheEntry, any Error>) async -> Void

    struct Slot {
        var state: TokenSlot
        /// The exchange of whoever asked last: its credentials are the newest.
        var exchange: Exchange
        /// The last token that was refused or forgotten: it must not come back from the vault.
        var unwanted: Secret?
    }

    let timekeeper: any Timekeeper
    private let random: any RandomSource
    private let coolDown: @Sendable (any Error) -> Duration
    private let onExchange: Observer
    let vault: (any TokenVault)?
    private(set) var slots: [TokenKey: Slot] = [:]
    private let tellsChanges: Bool
    private let metrics: TokenMetrics
    /// Keys whose token came, was replaced or went since somebody asked.
    var changed: Set<TokenKey> = []
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
    ///   - vault: Where tokens outlive the cache; nowhere by default.
    ///   - metrics: Counts what is asked for and fetched.
    package init(
        timekeeper: any Timekeeper, random: any RandomSource, tellsChanges: Bool = true,
        coolDown: @escaping @Sendable (any Error) -> Duration = { _ in .zero },
        onExchange: @escaping Observer = { _, _, _ in }, vault: (any TokenVault)? = nil,
        metrics: TokenMetrics = TokenMetrics()
    ) {
        self.timekeeper = timekeeper
        self.random = random
        self.tellsChanges = tellsChanges
        self.coolDown = coolDown
        self.onExchange = onExchange
        self.vault = vault
        self.metrics = metrics
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
        if let refused { slot.unwanted = refused.value }
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
            metrics.hit()
            if startExchange { start(key, .early) }
            return token
        case .fail(let error):
            throw error
        case .wait(let reason):
            metrics.missed()
            if let reason { start(key, reason) }
            return try await result(for: waiter, of: key)
        }
    }

    /// Drops the token of `key` here. Returns whether one was held.
    @discardableResult
    func drop(_ key: TokenKey) -> Bool {
        guard let slot = slots[key] else { return false }
        slots[key]?.state.forget()
        if let token = slot.state.token { slots[key]?.unwanted = token.value }
        note(key)
        dropIfEmpty(key)
        return slot.state.token != nil
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
        guard let slot = slots[key] else { return }
        let exchange = slot.exchange
        let avoided = [slot.unwanted, slot.state.token?.value].compactMap(\.self)
        let refused = reason == .refused ? slot.unwanted : nil
        let source = vault(of: key).map { VaultedExchange(vault: $0, timekeeper: timekeeper) }
        lastTask += 1
        let id = lastTask
        tasks[id] = Task {
            let begun = timekeeper.monotonic()
            let result = await CallTracing.token(reason) {
                do {
                    guard let source else {
                        return .success(VaultedExchange.Obtained(token: try await exchange(reason), isKept: false))
                    }
                    let obtained = try await source.token(for: key, avoiding: avoided, refused: refused) {
                        try await exchange(reason)
                    }
                    return .success(obtained)
                } catch {
                    return .failure(error)
                }
            }
            count(result, after: timekeeper.monotonic() - begun)
            await self.ended(key, reason, result)
            self.tasks[id] = nil
        }
    }

    private func count(_ result: Result<VaultedExchange.Obtained, any Error>, after duration: Duration) {
        switch result {
        case .success(let obtained): metrics.fetched(obtained.isKept ? .kept : .granted, after: duration)
        // One that was broken off tells nothing.
        case .failure(is CancellationError): break
        case .failure(let error): metrics.fetched(TokenMetrics.Result(error), after: duration)
        }
    }

    private func ended(
        _ key: TokenKey, _ reason: TokenExchangeReason, _ result: Result<VaultedExchange.Obtained, any Error>
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
        case .success(let obtained):
            let success = slot.state.succeeded(with: obtained.token, jitter: random.unit(), now: now)
            settlement = success.settlement
            outcome = .success(success.token)
            if !obtained.isKept {
                entry = TokenCacheEntry(key: key, token: success.token, isExchanging: false, now: now)
            }
            // Forgotten while it was on its way: it went into the vault before or after that was emptied.
            if slot.state.token?.generation != success.token.generation { slot.unwanted = success.token.value }
        case .failure(let error):
            settlement = slot.state.failed(error, now: now, coolDown: coolDown(error))
            outcome = .failure(error)
        }
        slots[key] = slot
        if case .success = result { note(key) }
        if let next = settlement.startExchange { start(key, next) }
        dropIfEmpty(key)
        if let unwanted = slot.unwanted { await vault(of: key)?.discard(unwanted, of: key) }
        if let entry { await onExchange(key, reason, .success(entry)) }
        for waiter in settlement.waiters {
            continuations.removeValue(forKey: waiter)?.resume(with: outcome)
        }
    }

    private func dropIfEmpty(_ key: TokenKey) {
        guard let slot = slots[key], slot.state.isEmpty else { return }
        // What must not come back from the vault is remembered, in case the vault cannot let go of it now.
        if slot.unwanted == nil || vault(of: key) == nil { slots[key] = nil }
    }

    /// The vault, if tokens of `key` may go into it: those for personal data never leave this process.
    private func vault(of key: TokenKey) -> (any TokenVault)? { key.owner == nil ? vault : nil }
}
