/// Which secrets are held, which are being read, and who waits: the rules of the cache.
///
/// A pure value: events go in, what to do comes out, and time and chance are arguments. At most one read of a secret is under
/// way, and whoever asks meanwhile waits for that one. Secrets that fall due together are read together.
package struct SecretCacheState: Sendable {
    /// Somebody who waits for a secret.
    package typealias Waiter = UInt64

    /// What somebody who asks gets.
    package enum Answer: Sendable, Equatable {
        /// The secret, or why there is none.
        case given(Result<ResolvedSecret, SecretError>)
        /// An ``Action/answer(_:_:)`` later.
        case wait
    }

    /// What to do, in order.
    package enum Action: Sendable, Equatable {
        /// Read a secret; past all copies on the way if told so. Report it with ``SecretCacheState/settle(_:jitter:now:)``.
        case read(SecretReference, anew: Bool)
        /// Read these of one source with as few questions as it takes. Report what came with
        /// ``SecretCacheState/settle(_:jitter:now:)``, and what did not with ``SecretCacheState/leftOut(_:onlyAwaited:)``.
        case readTogether([SecretReference])
        /// Tell these what they wait for.
        case answer(Set<Waiter>, Result<ResolvedSecret, SecretError>)
        /// A secret has another value or version than before.
        case changed(SecretReference, from: String?, to: String?)
        /// A source does not answer, so that an old value is used; told for the first one of a source.
        case stale(SecretReference, SecretError)
        /// The source answers again: no old values are used any more.
        case fresh(SecretReference.Scheme)
    }

    private let policy: SecretCachePolicy
    private var slots: [SecretReference: SecretSlot] = [:]
    /// What is used although its source did not answer.
    private var stale: [SecretReference.Scheme: Set<SecretReference>] = [:]

    /// An empty cache.
    package init(policy: SecretCachePolicy = SecretCachePolicy()) {
        self.policy = policy
    }

    // MARK: Asking

    /// Somebody asks for a secret.
    ///
    /// - Parameters:
    ///   - isForced: Whether what is held is distrusted, so that it is read again, within ``SecretCachePolicy``.
    ///   - acceptsReadAhead: Whether that is not needed when it was read ahead within the last minute.
    package mutating func ask(
        _ reference: SecretReference, as waiter: Waiter, isForced: Bool, acceptsReadAhead: Bool = false, now: Duration
    ) -> (answer: Answer, actions: [Action]) {
        let answer =
            isForced
            ? slots[reference, default: SecretSlot()].force(
                waiter, acceptsReadAhead: acceptsReadAhead, now: now, policy)
            : slots[reference, default: SecretSlot()].ask(waiter, now: now, policy)
        switch answer {
        case .use(let secret, let startsReading):
            return (.given(.success(secret)), startsReading ? [refresh(reference, now)] : [])
        case .fail(let error):
            return (.given(.failure(error)), [])
        case .wait(let startsReading):
            return (.wait, startsReading ? [.read(reference, anew: slots[reference]?.reading == .anew)] : [])
        }
    }

    /// Somebody does not wait any longer. The read goes on for the others.
    package mutating func leave(_ reference: SecretReference, _ waiter: Waiter) { slots[reference]?.leave(waiter) }

    /// Many secrets are to be read again together. Those that cannot be, and those that were read anew within the last
    /// minute, are left alone.
    package mutating func prefetch(_ references: Set<SecretReference>, now: Duration) -> [Action] {
        forgetUnused(now)
        let wanted = references.filter { policy.batches[$0.scheme] != nil && $0.placeholders.isEmpty }
        let begun = wanted.filter { slots[$0, default: SecretSlot()].prefetch(now: now, policy) }
        return Dictionary(grouping: begun, by: \.scheme).sorted { $0.key.rawValue < $1.key.rawValue }
            .map { .readTogether($0.value.sorted { $0.description < $1.description }) }
    }

    /// A read beside the handing out of an old value. Others that are nearly due come along for the same price.
    private mutating func refresh(_ reference: SecretReference, _ now: Duration) -> Action {
        guard let size = policy.batches[reference.scheme], size > 1 else { return .read(reference, anew: false) }
        let near = slots.filter { $0.key.scheme == reference.scheme && $0.value.isNearlyDue(now: now, policy) }
            .sorted {
                ($0.value.held?.dueAt ?? now, $0.key.description) < ($1.value.held?.dueAt ?? now, $1.key.description)
            }
            .prefix(size - 1).map(\.key)
        for other in near { _ = slots[other]?.join(now: now, policy) }
        return near.isEmpty ? .read(reference, anew: false) : .readTogether([reference] + near)
    }

    private mutating func forgetUnused(_ now: Duration) {
        for (reference, slot) in slots where slot.isForgotten(now: now, policy) {
            slots[reference] = nil
            stale[reference.scheme]?.remove(reference)
        }
    }

    // MARK: Reading

    /// Reads have ended.
    ///
    /// - Parameter jitter: A number drawn evenly from `0 ..< 1`. What was read together falls due together.
    package mutating func settle(
        _ results: [SecretReference: Result<ResolvedSecret, SecretError>], jitter: Double, now: Duration
    ) -> [Action] {
        var actions: [Action] = []
        for (reference, result) in results {
            guard slots[reference]?.reading != nil else { continue }
            let before = slots[reference]?.held?.secret.version
            guard let settlement = slots[reference]?.settle(result, jitter: jitter, now: now, policy) else { continue }
            if settlement.isChange, case .success(let secret) = result {
                actions.append(.changed(reference, from: before, to: secret.version))
            }
            actions += note(reference, isStale: settlement.isStale, result)
            actions += settlement.answers.map { .answer($0.waiters, $0.result) }
            if settlement.startsAnew { actions.append(.read(reference, anew: true)) }
        }
        return actions
    }

    /// A read of many has told nothing of these.
    ///
    /// - Parameter onlyAwaited: Whether they are read one by one only when somebody waits; otherwise also when a value is held
    ///   that is to be renewed.
    package mutating func leftOut(_ references: [SecretReference], onlyAwaited: Bool) -> [Action] {
        references.compactMap { reference in
            guard slots[reference]?.reading != nil, slots[reference]?.leftOut(onlyAwaited: onlyAwaited) == true else {
                return nil
            }
            return .read(reference, anew: slots[reference]?.reading == .anew)
        }
    }

    private mutating func note(
        _ reference: SecretReference, isStale: Bool, _ result: Result<ResolvedSecret, SecretError>
    ) -> [Action] {
        let wasTroubled = stale[reference.scheme].map { !$0.isEmpty } ?? false
        if isStale {
            stale[reference.scheme, default: []].insert(reference)
            guard !wasTroubled, case .failure(let error) = result else { return [] }
            return [.stale(reference, error)]
        }
        stale[reference.scheme]?.remove(reference)
        return wasTroubled && stale[reference.scheme]?.isEmpty == true ? [.fresh(reference.scheme)] : []
    }

    // MARK: Forgetting

    /// Somebody looks by hand: the next forced read of each is made, whenever the last one was.
    package mutating func lift(_ references: Set<SecretReference>) {
        for reference in references { slots[reference]?.lift() }
    }

    /// Everything must be read again before it is used, unless its source does not answer.
    package mutating func expireAll(now: Duration) {
        for reference in slots.keys { slots[reference]?.expire(now: now) }
    }
}
