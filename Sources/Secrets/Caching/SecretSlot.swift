/// What is known of one secret, and who waits for it. A pure value; times are those of a clock that never steps.
struct SecretSlot: Sendable {
    typealias Waiter = SecretCacheState.Waiter

    /// A value that was read.
    struct Held: Sendable {
        var secret: ResolvedSecret
        var readAt: Duration
        /// From when on it is read again beside being handed out.
        var dueAt: Duration
        /// From when on whoever asks waits for the newer one.
        var lateAt: Duration
    }

    /// Which read is under way.
    enum Reading: Sendable {
        /// One that copies on the way may answer.
        case plain
        /// One past all copies.
        case anew
    }

    enum Answer: Sendable {
        /// Hand the value out, and begin to read it again if told so.
        case use(ResolvedSecret, startsReading: Bool)
        case fail(SecretError)
        /// Wait for the read under way, which is to be begun first if told so.
        case wait(startsReading: Bool)
    }

    private(set) var held: Held?
    /// The last failure since the last success.
    private(set) var failure: (error: SecretError, at: Duration)?
    private(set) var reading: Reading?
    private(set) var askedAt: Duration?
    /// When somebody who distrusted the value had it read anew.
    private var forcedAt: Duration?
    /// When it was read anew among many.
    private var readAheadAt: Duration?
    /// Whether the last read past all copies brought nothing, and nothing has come since.
    private var hasFailedAnew = false
    /// Whether what the read under way brings was given up before it came.
    private var isOutdated = false
    private var waiters: Set<Waiter> = []
    /// Those who want a read that begins after their question.
    private var forced: Set<Waiter> = []

    /// Whether somebody waits.
    var isAwaited: Bool { !waiters.isEmpty || !forced.isEmpty }

    // MARK: Asking

    mutating func ask(_ waiter: Waiter, now: Duration, _ policy: SecretCachePolicy) -> Answer {
        askedAt = now
        if let held, now < held.dueAt { return .use(held.secret, startsReading: false) }
        if let held, now < held.readAt + policy.staleFor {
            // While the source is in trouble nobody waits for it.
            if failure != nil || now < held.lateAt {
                let isPaused = failure.map { now < $0.at + policy.retryAfter } ?? false
                let starts = reading == nil && !isPaused
                if starts { reading = .plain }
                return .use(held.secret, startsReading: starts)
            }
        } else if let failure, reading == nil, now < failure.at + policy.keeping(failure.error) {
            return .fail(failure.error)
        }
        waiters.insert(waiter)
        guard reading == nil else { return .wait(startsReading: false) }
        reading = .plain
        return .wait(startsReading: true)
    }

    /// Somebody distrusts what is held. A read of the last minute is trusted all the same, unless it brought something new:
    /// what is distrusted then is another value.
    ///
    /// - Parameter acceptsReadAhead: Whether a read of the last minute counts too that nobody forced. Whoever was refused by
    ///   Amazon a moment ago cannot accept it: what was read ahead is what was refused.
    mutating func force(
        _ waiter: Waiter, acceptsReadAhead: Bool, now: Duration, _ policy: SecretCachePolicy
    ) -> Answer {
        let trusted = [forcedAt, acceptsReadAhead ? readAheadAt : nil].compactMap(\.self).max()
        if reading != .anew, let trusted, now < trusted + policy.forcedEvery {
            if !hasFailedAnew, let held, held.readAt >= trusted { return .use(held.secret, startsReading: false) }
            if let failure, failure.at >= trusted { return .fail(failure.error) }
        }
        askedAt = now
        forced.insert(waiter)
        return .wait(startsReading: beginForced(now))
    }

    /// A read of many secrets takes this one along. Returns whether it should.
    mutating func prefetch(now: Duration, _ policy: SecretCachePolicy) -> Bool {
        if let last = [forcedAt, readAheadAt].compactMap(\.self).max(), now < last + policy.forcedEvery {
            return false
        }
        guard reading == nil else { return false }
        reading = .anew
        readAheadAt = now
        return true
    }

    /// Another secret's read takes this one along. Returns whether it should.
    mutating func join(now: Duration, _ policy: SecretCachePolicy) -> Bool {
        guard isNearlyDue(now: now, policy) else { return false }
        reading = .plain
        return true
    }

    /// Whether it is in use, and due so soon that a read under way may as well take it along.
    func isNearlyDue(now: Duration, _ policy: SecretCachePolicy) -> Bool {
        guard reading == nil, failure == nil, let held, let askedAt, askedAt > held.readAt else { return false }
        return now >= held.dueAt - policy.lead
    }

    private mutating func beginForced(_ now: Duration) -> Bool {
        guard reading == nil else { return false }
        reading = .anew
        forcedAt = now
        return true
    }

    mutating func leave(_ waiter: Waiter) {
        waiters.remove(waiter)
        forced.remove(waiter)
    }

    // MARK: Reading

    /// What a read led to.
    struct Settlement: Sendable {
        /// Who is told what.
        var answers: [(waiters: Set<Waiter>, result: Result<ResolvedSecret, SecretError>)] = []
        /// Whether a value replaced another one, or another version of itself.
        var isChange = false
        /// Whether the old value serves because the source did not answer.
        var isStale = false
        /// Whether another read is to be begun, past all copies.
        var startsAnew = false
    }

    mutating func settle(
        _ result: Result<ResolvedSecret, SecretError>, jitter: Double, now: Duration, _ policy: SecretCachePolicy
    ) -> Settlement {
        let wasAnew = reading == .anew
        reading = nil
        if case .success = result { hasFailedAnew = false } else if wasAnew { hasFailedAnew = true }
        var settlement = Settlement()
        var usual = result
        switch result {
        case .success(let secret):
            if let old = held?.secret {
                settlement.isChange = old.secret != secret.secret || old.version != secret.version
                // Whoever distrusts the new value may have it read anew at once.
                if old.secret != secret.secret { forcedAt = nil }
            }
            let due = now + policy.lifetime(jitter)
            held = Held(secret: secret, readAt: now, dueAt: due, lateAt: due + policy.lifetime)
            if isOutdated { expireHeld(now) }
            failure = nil
        case .failure(let error):
            failure = (error, now)
            if !error.isAnswer, let old = held, now < old.readAt + policy.staleFor {
                settlement.isStale = true
                usual = .success(old.secret)
            } else {
                held = nil
            }
        }
        isOutdated = false
        if !waiters.isEmpty { settlement.answers.append((waiters, usual)) }
        waiters = []
        guard !forced.isEmpty else { return settlement }
        if wasAnew {
            // An old value is no answer to somebody who distrusts it.
            settlement.answers.append((forced, result))
            forced = []
        } else {
            settlement.startsAnew = beginForced(now)
        }
        return settlement
    }

    /// The read of many left this one out. Returns whether it is to be read by itself.
    ///
    /// - Parameter onlyAwaited: Whether it is only when somebody waits.
    mutating func leftOut(onlyAwaited: Bool) -> Bool {
        if isAwaited || (!onlyAwaited && held != nil) { return true }
        if reading == .anew { (forcedAt, readAheadAt) = (nil, nil) }
        reading = nil
        return false
    }

    // MARK: Forgetting

    /// The next forced read is made, whenever the last one was.
    mutating func lift() {
        forcedAt = nil
        readAheadAt = nil
        if held == nil { failure = nil }
    }

    /// The value must be read again before it is used, unless its source does not answer.
    mutating func expire(now: Duration) {
        lift()
        failure = nil
        isOutdated = reading != nil
        expireHeld(now)
    }

    private mutating func expireHeld(_ now: Duration) {
        guard var old = held else { return }
        old.dueAt = min(old.dueAt, now)
        old.lateAt = min(old.lateAt, now)
        held = old
    }

    /// Whether nobody has wanted it for so long that it need not be kept.
    func isForgotten(now: Duration, _ policy: SecretCachePolicy) -> Bool {
        guard reading == nil, !isAwaited else { return false }
        guard let last = [askedAt, held?.readAt, failure?.at].compactMap(\.self).max() else { return true }
        return now >= last + policy.staleFor
    }
}
