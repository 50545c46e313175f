import Testing

@testable import Secrets

@Suite("The rules of the cache of secrets")
struct SecretCacheStateTests {
    private static func reference(_ number: Int) throws -> SecretReference {
        try SecretReference("aws-sm:s\(number)#k")
    }

    private static func value(_ text: String, version: String = "1") -> Result<ResolvedSecret, SecretError> {
        .success(ResolvedSecret(secret: Secret(text), version: version, source: "the test"))
    }

    private static func failure(_ code: SecretError.Code) -> Result<ResolvedSecret, SecretError> {
        .failure(SecretError(code, reference: nil, message: "no", cure: "wait"))
    }

    private let one = SecretReference(scheme: .awsSecretsManager, name: "one")
    private let other = SecretReference(scheme: .awsSecretsManager, name: "other")

    /// A cache that holds `text` for `one` since the beginning, due at 300 s.
    private func holding(_ text: String) -> SecretCacheState {
        var state = SecretCacheState()
        _ = state.ask(one, as: 0, isForced: false, now: .zero)
        _ = state.settle([one: Self.value(text)], jitter: 0.5, now: .zero)
        return state
    }

    @Test("A value is handed out until it is due, then renewed beside, and later waited for")
    func lifetime() {
        var state = holding("a")
        #expect(state.ask(one, as: 1, isForced: false, now: .seconds(299)).answer == .given(Self.value("a")))
        let due = state.ask(one, as: 2, isForced: false, now: .seconds(300))
        #expect(due.answer == .given(Self.value("a")) && due.actions == [.read(one, anew: false)])
        let beside = state.ask(one, as: 3, isForced: false, now: .seconds(301))
        #expect(beside.answer == .given(Self.value("a")) && beside.actions.isEmpty, "one read at a time")
        let late = state.ask(one, as: 4, isForced: false, now: .seconds(600))
        #expect(late.answer == .wait && late.actions.isEmpty)
        #expect(
            state.settle([one: Self.value("b", version: "2")], jitter: 0, now: .seconds(601)) == [
                .changed(one, from: "1", to: "2"), .answer([4], Self.value("b", version: "2")),
            ])
        #expect(state.ask(one, as: 5, isForced: false, now: .seconds(840)).actions.isEmpty, "240 s at the least")
        #expect(state.ask(one, as: 6, isForced: false, now: .seconds(841)).actions == [.read(one, anew: false)])
    }

    @Test("Whoever leaves leaves alone")
    func leaving() {
        var state = SecretCacheState()
        #expect(state.ask(one, as: 1, isForced: false, now: .zero).actions == [.read(one, anew: false)])
        #expect(state.ask(one, as: 2, isForced: false, now: .zero).answer == .wait)
        state.leave(one, 1)
        #expect(
            state.settle([one: Self.value("a")], jitter: 0, now: .seconds(1)) == [.answer([2], Self.value("a"))])
    }

    @Test("An old value serves for a day while its source does not answer, with one warning, and nobody waits")
    func stale() throws {
        var state = holding("a")
        _ = state.ask(other, as: 9, isForced: false, now: .zero)
        _ = state.settle([other: Self.value("z")], jitter: 0.5, now: .zero)
        _ = state.ask(one, as: 1, isForced: false, now: .seconds(700))
        _ = state.ask(other, as: 2, isForced: false, now: .seconds(700))
        guard case .failure(let error) = Self.failure(.unavailable) else { return }
        #expect(
            state.settle([one: Self.failure(.unavailable)], jitter: 0, now: .seconds(701)) == [
                .stale(one, error), .answer([1], Self.value("a")),
            ])
        #expect(
            state.settle([other: Self.failure(.unavailable)], jitter: 0, now: .seconds(701)) == [
                .answer([2], Self.value("z"))
            ])
        #expect(state.ask(one, as: 3, isForced: false, now: .seconds(730)).actions.isEmpty, "not so soon again")
        let later = state.ask(one, as: 4, isForced: false, now: .seconds(731))
        #expect(later.answer == .given(Self.value("a")) && later.actions == [.read(one, anew: false)])
        #expect(state.settle([one: Self.value("a")], jitter: 0, now: .seconds(732)).isEmpty, "the other is still old")
        _ = state.ask(other, as: 5, isForced: false, now: .seconds(740))
        #expect(
            state.settle([other: Self.value("z")], jitter: 0, now: .seconds(741)) == [.fresh(.awsSecretsManager)])
        // A day later the old value has ended.
        _ = state.ask(one, as: 6, isForced: false, now: .seconds(90_000))
        #expect(
            state.settle([one: Self.failure(.unavailable)], jitter: 0, now: .seconds(90_001)) == [
                .answer([6], Self.failure(.unavailable))
            ])
    }

    @Test(
        "An answer without a value ends the old value and is kept for half a minute",
        arguments: [SecretError.Code.notFound, .denied, .invalid])
    func negative(code: SecretError.Code) {
        var state = holding("a")
        _ = state.ask(one, as: 1, isForced: false, now: .seconds(700))
        #expect(
            state.settle([one: Self.failure(code)], jitter: 0, now: .seconds(701)) == [.answer([1], Self.failure(code))]
        )
        #expect(state.ask(one, as: 2, isForced: false, now: .seconds(730)).answer == .given(Self.failure(code)))
        let later = state.ask(one, as: 3, isForced: false, now: .seconds(731))
        #expect(later.answer == .wait && later.actions == [.read(one, anew: false)])
    }

    @Test("A read is forced once a minute, unless it brought another value")
    func forced() {
        var state = holding("a")
        #expect(state.ask(one, as: 1, isForced: true, now: .seconds(10)).actions == [.read(one, anew: true)])
        #expect(state.ask(one, as: 2, isForced: true, now: .seconds(11)).answer == .wait, "the same read")
        _ = state.settle([one: Self.value("a")], jitter: 0, now: .seconds(12))
        #expect(state.ask(one, as: 3, isForced: true, now: .seconds(69)).answer == .given(Self.value("a")))
        #expect(state.ask(one, as: 4, isForced: true, now: .seconds(70)).answer == .wait)
        _ = state.settle([one: Self.value("b")], jitter: 0, now: .seconds(71))
        #expect(state.ask(one, as: 5, isForced: true, now: .seconds(72)).actions == [.read(one, anew: true)])
        _ = state.settle([one: Self.value("b")], jitter: 0, now: .seconds(73))
        state.lift([one])
        #expect(state.ask(one, as: 6, isForced: true, now: .seconds(74)).actions == [.read(one, anew: true)])
    }

    @Test("What was read ahead is read again when somebody distrusts it, unless that is good enough for him")
    func readAhead() {
        var state = holding("a")
        _ = state.prefetch([one], now: .seconds(10))
        _ = state.leftOut([one], onlyAwaited: false)
        _ = state.settle([one: Self.value("a")], jitter: 0, now: .seconds(11))
        let content = state.ask(one, as: 1, isForced: true, acceptsReadAhead: true, now: .seconds(12))
        #expect(content.answer == .given(Self.value("a")))
        let refused = state.ask(one, as: 2, isForced: true, now: .seconds(13))
        #expect(refused.answer == .wait && refused.actions == [.read(one, anew: true)])
        _ = state.settle([one: Self.value("a")], jitter: 0, now: .seconds(14))
        #expect(state.ask(one, as: 3, isForced: true, now: .seconds(15)).answer == .given(Self.value("a")))
        #expect(state.prefetch([one], now: .seconds(72)).isEmpty, "it was read anew within the last minute")
        #expect(state.prefetch([one], now: .seconds(73)).count == 1)
        _ = state.settle([one: Self.failure(.unavailable)], jitter: 0, now: .seconds(74))
        let silent = state.ask(one, as: 4, isForced: true, acceptsReadAhead: true, now: .seconds(75))
        #expect(silent.answer == .given(Self.failure(.unavailable)))
        #expect(state.ask(one, as: 5, isForced: true, now: .seconds(75)).answer == .wait)
    }

    @Test("Whoever distrusts a value is not given it when its source does not answer; others are")
    func forcedFailure() {
        var state = holding("a")
        _ = state.ask(one, as: 1, isForced: true, now: .seconds(700))
        _ = state.ask(one, as: 2, isForced: false, now: .seconds(700))
        let actions = state.settle([one: Self.failure(.unavailable)], jitter: 0, now: .seconds(701))
        #expect(
            actions.dropFirst() == [.answer([2], Self.value("a")), .answer([1], Self.failure(.unavailable))])
        #expect(
            state.ask(one, as: 3, isForced: true, now: .seconds(702)).answer == .given(Self.failure(.unavailable)))
        #expect(state.ask(one, as: 4, isForced: false, now: .seconds(702)).answer == .given(Self.value("a")))
    }

    @Test("A forced read begins after a read that was under way before")
    func forcedBehind() {
        var state = SecretCacheState()
        _ = state.ask(one, as: 1, isForced: false, now: .zero)
        #expect(state.ask(one, as: 2, isForced: true, now: .seconds(1)).actions.isEmpty)
        #expect(
            state.settle([one: Self.value("a")], jitter: 0, now: .seconds(2)) == [
                .answer([1], Self.value("a")), .read(one, anew: true),
            ])
        #expect(
            state.settle([one: Self.value("a")], jitter: 0, now: .seconds(3)) == [.answer([2], Self.value("a"))])
    }

    @Test("Many are read together, and renewed together too")
    func together() throws {
        var state = SecretCacheState()
        let references = Set(try (0..<1000).map(Self.reference))
        let reads = state.prefetch(references.union([.environment("A")]), now: .zero)
        guard case .readTogether(let begun)? = reads.first, reads.count == 1 else {
            Issue.record("\(reads.count) reads")
            return
        }
        #expect(Set(begun) == references)
        let values = Dictionary(uniqueKeysWithValues: references.map { ($0, Self.value("v")) })
        _ = state.settle(values, jitter: 0.5, now: .seconds(1))
        #expect(state.prefetch(references, now: .seconds(60)).count == 1, "a minute after they were begun")
        _ = state.settle(values, jitter: 0.5, now: .seconds(60))
        #expect(state.prefetch(references, now: .seconds(61)).isEmpty)
        for (index, reference) in references.enumerated() {
            _ = state.ask(reference, as: UInt64(index), isForced: false, now: .seconds(100))
        }
        var renewed: [[SecretReference]] = []
        for (index, reference) in references.enumerated() {
            for case .readTogether(let batch) in state.ask(
                reference, as: UInt64(index), isForced: false, now: .seconds(370)
            ).actions { renewed.append(batch) }
        }
        #expect(renewed.count == 50 && renewed.allSatisfy { $0.count == 20 })
        #expect(Set(renewed.joined()) == references)
    }

    @Test("What a read of many leaves out is read by itself when somebody wants it")
    func leftOut() {
        var state = SecretCacheState()
        _ = state.prefetch([one, other], now: .zero)
        #expect(state.ask(one, as: 1, isForced: false, now: .seconds(1)).answer == .wait)
        #expect(state.leftOut([one, other], onlyAwaited: false) == [.read(one, anew: true)])
        let asked = state.ask(other, as: 2, isForced: false, now: .seconds(2))
        #expect(asked.answer == .wait && asked.actions == [.read(other, anew: false)])
    }

    @Test("After everything was forgotten it is read before it is used, unless its source does not answer")
    func forgotten() {
        var state = holding("a")
        state.expireAll(now: .seconds(10))
        #expect(state.ask(one, as: 1, isForced: false, now: .seconds(10)).actions == [.read(one, anew: false)])
        let actions = state.settle([one: Self.failure(.unavailable)], jitter: 0, now: .seconds(11))
        #expect(actions.last == .answer([1], Self.value("a")))
    }
}
