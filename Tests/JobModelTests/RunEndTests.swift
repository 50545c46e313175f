import JobModel
import Testing

@Suite("The end of a run")
struct RunEndTests {
    private static let now = Timestamp(microseconds: 1_767_225_600_000_000)
    private static let failure = JobFailure(kind: "oops", message: "It went wrong.", status: 500)

    private static func job(attempt: Int = 0, maxAttempts: Int = 3, schedule: ScheduledRun? = nil) -> ClaimedJob {
        ClaimedJob(
            fence: RunFence(job: JobID(7), run: 2, worker: WorkerID("w")), kind: "request",
            lane: LaneKey(application: "a", operation: "o"), authorization: nil, operation: "o", parameters: "{}",
            body: nil, options: "{}", output: nil, attempt: attempt, maxAttempts: maxAttempts, deadline: nil,
            createdAt: now, checkpoint: nil, isInDoubt: false, schedule: schedule)
    }

    private static func end(_ outcome: Outcome, attempt: Int = 0, unit: Double = 0.5) -> RunEnd {
        RunEnd(outcome, of: job(attempt: attempt), now: now, policy: RetryPolicy(), unit: unit, isDurable: true)
    }

    struct Expectation: Sendable, CustomTestStringConvertible {
        let outcome: Outcome
        let state: JobState
        var reason = WaitReason.new
        var after: Duration?
        var countsAttempt = false
        let word: String

        var testDescription: String { word }
    }

    static let expectations: [Expectation] = [
        Expectation(outcome: .succeeded(JobResult(bytes: 3)), state: .succeeded, word: "succeeded"),
        Expectation(
            outcome: .retry(failure), state: .waiting, reason: .retry, after: .seconds(1), countsAttempt: true,
            word: "retry"),
        Expectation(
            outcome: .snooze(until: now + .seconds(9)), state: .waiting, reason: .snooze, after: .seconds(9),
            word: "snooze"),
        Expectation(
            outcome: .snooze(until: .distantPast, failure), state: .waiting, reason: .snooze, after: .zero,
            word: "snooze"),
        Expectation(
            outcome: .throttled(.lane, failure), state: .waiting, reason: .throttled, after: .zero, word: "throttled"),
        Expectation(
            outcome: .throttled(.application, failure), state: .waiting, reason: .throttled, after: .zero,
            word: "throttled"),
        Expectation(outcome: .park(failure), state: .waiting, reason: .parked, after: .zero, word: "park"),
        Expectation(outcome: .fail(failure), state: .failed, countsAttempt: true, word: "fail"),
        Expectation(outcome: .quarantine(failure), state: .quarantined, countsAttempt: true, word: "quarantine"),
        Expectation(outcome: .cancelled, state: .cancelled, word: "cancelled"),
        Expectation(outcome: .interrupted, state: .waiting, reason: .interrupted, after: .zero, word: "interrupted"),
    ]

    @Test("says what each outcome means for the job", arguments: expectations)
    func outcomes(expected: Expectation) {
        let end = Self.end(expected.outcome)
        #expect(end.state == expected.state)
        #expect(end.waitReason == expected.reason)
        #expect(end.runAt == expected.after.map { Self.now + $0 })
        #expect(end.countsAttempt == expected.countsAttempt)
        #expect(end.word == expected.word)
        #expect(end.isDurable)
        #expect(end.fence == Self.job().fence)
        switch expected.outcome {
        case .succeeded(let result):
            #expect(end.result == result)
            #expect(end.failure == nil)
        case .retry(let reason), .throttled(_, let reason), .park(let reason), .fail(let reason),
            .quarantine(let reason):
            #expect(end.failure == reason)
        case .snooze(_, let reason): #expect(end.failure == reason)
        case .cancelled, .interrupted: #expect(end.failure == nil)
        }
        if case .throttled(let scope, _) = expected.outcome {
            #expect(end.throttle?.scope == scope)
            #expect(end.throttle?.unit == 0.5)
        } else {
            #expect(end.throttle == nil)
        }
    }

    @Test(
        "fails the job with its last attempt",
        arguments: [(0, JobState.waiting), (1, .waiting), (2, .failed), (9, .failed)])
    func lastAttempt(attempt: Int, state: JobState) {
        let end = Self.end(.retry(Self.failure), attempt: attempt)
        #expect(end.state == state)
        #expect(end.countsAttempt)
        #expect(end.failure == Self.failure)
        #expect((end.runAt == nil) == (state == .failed))
    }

    @Test("pauses longer after each failed attempt")
    func growth() {
        #expect(Self.end(.retry(Self.failure), attempt: 0, unit: 0.5).runAt == Self.now + .seconds(1))
        #expect(Self.end(.retry(Self.failure), attempt: 1, unit: 0.5).runAt == Self.now + .seconds(2))
        #expect(Self.end(.retry(Self.failure), attempt: 1, unit: 0).runAt == Self.now)
    }

    @Test("keeps messages short")
    func longMessages() {
        let failure = JobFailure(kind: "k", message: String(repeating: "é", count: 5000))
        #expect(failure.message.count == JobFailure.longestMessage + 1)
        #expect(failure.message.hasSuffix("…"))
    }

    @Test("every state has a word that leads back to it")
    func words() {
        for state in JobState.allCases { #expect(JobState(word: state.word) == state) }
        #expect(JobState(word: "ready") == nil)
        #expect(JobState.allCases.filter(\.isFinal).map(\.word) == ["succeeded", "failed", "cancelled", "quarantined"])
        #expect(JobState.allCases.filter(\.holdsUniqueKey).map(\.word) == ["waiting", "running", "quarantined"])
    }

    @Test("is durable when a schedule's job succeeds, since that moves the schedule's cursor")
    func scheduled() {
        func isDurable(_ outcome: Outcome, _ schedule: ScheduledRun?) -> Bool {
            RunEnd(
                outcome, of: Self.job(schedule: schedule), now: Self.now, policy: RetryPolicy(), unit: 0.5,
                isDurable: false
            ).isDurable
        }
        let schedule = ScheduledRun(definition: "sync", scheduledAt: Self.now)
        #expect(isDurable(.succeeded(JobResult()), schedule))
        #expect(!isDurable(.fail(Self.failure), schedule))
        #expect(!isDurable(.succeeded(JobResult()), nil))
    }
}
