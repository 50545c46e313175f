import JobStoreTesting
import Ports
import Testing

@testable import Secrets

@Suite("Walks through the cache of secrets")
struct SecretCacheWalkTests {
    @Test("keep every promise of the cache, whatever its sources do", arguments: 1...40 as ClosedRange<UInt64>)
    func walk(seed: UInt64) {
        var walk = Walk(seed: seed)
        for _ in 0..<3000 { walk.step() }
        walk.end()
        #expect(walk.complaints.isEmpty, "seed \(seed)")
        #expect(walk.answered > 500, "seed \(seed)")
    }
}

/// Sources that change, fall silent and lose secrets, and people who ask for them.
private struct Walk {
    private struct Read {
        let reference: SecretReference
        let begun: Duration
        /// What the source said when the read began.
        let result: Result<ResolvedSecret, SecretError>
    }

    private struct Question {
        let reference: SecretReference
        let isForced: Bool
        let at: Duration
    }

    private let random: SeededRandom
    private let references = (0..<6).map {
        SecretReference(scheme: $0 < 4 ? .awsSecretsManager : .awsAgent, name: "s\($0)")
    }
    private var state = SecretCacheState()
    private var now = Duration.zero
    private var version = 0
    private var truth: [SecretReference: Result<ResolvedSecret, SecretError>] = [:]
    private var reads: [Read] = []
    private var questions: [UInt64: Question] = [:]
    private var asked: UInt64 = 0
    /// The last read that ended, and when.
    private var last: [SecretReference: (read: Read, at: Duration)] = [:]
    /// The last read that brought a value, and when.
    private var good: [SecretReference: (read: Read, at: Duration)] = [:]
    private(set) var complaints: [String] = []
    private(set) var answered = 0

    init(seed: UInt64) {
        random = SeededRandom(seed: seed)
        for reference in references { change(reference) }
    }

    private mutating func change(_ reference: SecretReference) {
        version += 1
        truth[reference] = .success(
            ResolvedSecret(secret: Secret("v\(version)"), version: "\(version)", source: "the walk"))
    }

    mutating func step() {
        now += .milliseconds(random.below(random.chance(0.02) ? 400_000 : 8000))
        // No read takes longer than half a minute.
        while let old = reads.firstIndex(where: { now - $0.begun > .seconds(30) }) { finish(old) }
        let reference = random.pick(references)
        switch random.below(20) {
        case 0...8: ask(reference, isForced: false)
        case 9, 10: ask(reference, isForced: true)
        case 11...14: if !reads.isEmpty { finish(random.below(reads.count)) }
        case 15: if random.chance(0.5) { change(reference) }
        case 16:
            guard random.chance(0.3) else { break }
            let code = random.pick([SecretError.Code.unavailable, .unavailable, .notFound, .denied])
            truth[reference] = .failure(SecretError(code, reference: nil, message: "no", cure: "wait"))
        case 17: if let waiter = questions.keys.min() { leave(waiter) }
        case 18: obey(state.prefetch(Set(references), now: now))
        default:
            if random.chance(0.1) {
                state.expireAll(now: now)
            } else if random.chance(0.1) {
                state.lift([reference])
            } else if random.chance(0.02) {
                // Nights in which nobody asks.
                now += .seconds(30_000)
            }
        }
    }

    /// Ends everything that goes on.
    mutating func end() {
        while !reads.isEmpty { finish(0) }
        if !questions.isEmpty { complaints.append("\(questions.count) wait for ever") }
    }

    private mutating func ask(_ reference: SecretReference, isForced: Bool) {
        asked += 1
        questions[asked] = Question(reference: reference, isForced: isForced, at: now)
        let (answer, actions) = state.ask(
            reference, as: asked, isForced: isForced, acceptsReadAhead: random.chance(0.5), now: now)
        if case .given(let result) = answer { judge(asked, result, atOnce: true) }
        obey(actions)
    }

    private mutating func leave(_ waiter: UInt64) {
        guard let question = questions.removeValue(forKey: waiter) else { return }
        state.leave(question.reference, waiter)
    }

    private mutating func obey(_ actions: [SecretCacheState.Action]) {
        for action in actions {
            switch action {
            case .read(let reference, _): begin(reference)
            case .readTogether(let all):
                for reference in all { begin(reference) }
            case .answer(let waiters, let result): for waiter in waiters { judge(waiter, result, atOnce: false) }
            case .changed, .stale, .fresh: break
            }
        }
    }

    private mutating func begin(_ reference: SecretReference) {
        if reads.contains(where: { $0.reference == reference }) { complaints.append("two reads of \(reference)") }
        guard let result = truth[reference] else { return }
        reads.append(Read(reference: reference, begun: now, result: result))
    }

    private mutating func finish(_ index: Int) {
        let read = reads.remove(at: index)
        if random.chance(0.05) { return obey(state.leftOut([read.reference], onlyAwaited: random.chance(0.5))) }
        last[read.reference] = (read, now)
        if case .success = read.result { good[read.reference] = (read, now) }
        obey(state.settle([read.reference: read.result], jitter: random.unit(), now: now))
    }

    private mutating func judge(_ waiter: UInt64, _ result: Result<ResolvedSecret, SecretError>, atOnce: Bool) {
        guard let question = questions.removeValue(forKey: waiter) else {
            complaints.append("somebody was answered twice")
            return
        }
        answered += 1
        let reference = question.reference
        guard let last = last[reference] else {
            complaints.append("an answer before any read")
            return
        }
        switch result {
        case .success:
            guard let good = good[reference], good.read.result == result else {
                complaints.append("a value that is not the last one of \(reference)")
                return
            }
            if case .failure(let error) = last.read.result, error.isAnswer {
                complaints.append("a value that its source has taken back")
            }
            if question.isForced, good.read.begun < question.at - .seconds(60) {
                complaints.append("a distrusted value that was read \(question.at - good.read.begun) before")
            }
            let age = now - good.at
            if age > .seconds(86_400 + 60) { complaints.append("a value of \(age)") }
            if case .success = last.read.result, atOnce, age > .seconds(360 + 300) {
                complaints.append("a value of \(age), and nothing speaks against reading it")
            }
        case .failure(let error):
            guard last.read.result == result else {
                complaints.append("a failure that is not the last one of \(reference)")
                return
            }
            let age = now - last.at
            let limit: Duration = question.isForced ? .seconds(60) : error.isAnswer ? .seconds(30) : .seconds(5)
            if age > limit { complaints.append("a failure of \(age)") }
        }
    }
}
