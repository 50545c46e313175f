/// The one write that ends a run: what an outcome means for the job and its limits.
public struct RunEnd: Sendable, Hashable {
    /// Proof of ownership.
    public let fence: RunFence
    /// The state that the job gets.
    public let state: JobState
    /// When a waiting job may run again.
    public package(set) var runAt: Timestamp?
    /// Why a waiting job waits.
    public let waitReason: WaitReason
    /// Whether a failed attempt is counted.
    public let countsAttempt: Bool
    /// What went wrong, if anything.
    public let failure: JobFailure?
    /// What was brought back.
    public let result: JobResult?
    /// The limit that refused the call, and how long to stay away from it at least.
    public let throttle: Throttle?
    /// The word that the attempt's history shows.
    public let word: String
    /// Whether losing this write in a power cut could repeat a call that must not be repeated, or would take a schedule
    /// back.
    public let isDurable: Bool
    /// Whether the run made a call that must not be repeated and does not know what became of it, though it ended in
    /// good order.
    public let keepsDoubt: Bool
    /// The last call that the run made, if it made one.
    public let lastCall: LastCall?
    /// What the run has written and no checkpoint has told yet.
    public let outputs: [WrittenOutput]

    /// A refusal by a limit.
    public struct Throttle: Sendable, Hashable {
        public let scope: ThrottleScope
        /// The growing pause after refusals in a row: its first bound, with the random share already drawn.
        public let unit: Double
    }

    /// Turns an outcome into a write.
    ///
    /// - Parameters:
    ///   - outcome: What the run returned.
    ///   - job: The job as it was claimed.
    ///   - attempt: Failed attempts before this run; fewer than at the claim when the run has completed a step.
    ///   - now: The present.
    ///   - policy: How long failed attempts pause.
    ///   - unit: A random number in `0 ..< 1` for jitter.
    ///   - isDurable: Whether the run made a call that must not be repeated.
    ///   - keepsDoubt: Whether it does not know what became of that call.
    ///   - lastCall: The last call that the run made.
    ///   - outputs: What the run has written and no checkpoint has told yet.
    public init(
        _ outcome: Outcome, of job: ClaimedJob, attempt: Int? = nil, now: Timestamp, policy: RetryPolicy, unit: Double,
        isDurable: Bool, keepsDoubt: Bool = false, lastCall: LastCall? = nil, outputs: [WrittenOutput] = []
    ) {
        var runAt: Timestamp?
        var waitReason = WaitReason.new
        var countsAttempt = false
        var failure: JobFailure?
        var result: JobResult?
        var throttle: Throttle?
        let state: JobState
        let word: String
        let attempt = attempt ?? job.attempt

        switch outcome {
        case .succeeded(let value):
            (state, word) = (.succeeded, "succeeded")
            result = value
        case .retry(let reason):
            countsAttempt = true
            failure = reason
            if attempt + 1 >= job.maxAttempts {
                (state, word) = (.failed, "failed")
            } else {
                (state, word) = (.waiting, "retry")
                waitReason = .retry
                runAt = now + policy.pause(afterFailures: attempt + 1, unit: unit)
            }
        case .snooze(let until, let reason):
            (state, word) = (.waiting, "snooze")
            waitReason = .snooze
            runAt = max(until, now)
            failure = reason
        case .throttled(let scope, let reason):
            (state, word) = (.waiting, "throttled")
            waitReason = .throttled
            runAt = now
            failure = reason
            throttle = Throttle(scope: scope, unit: unit)
        case .park(let reason):
            (state, word) = (.waiting, "park")
            waitReason = .parked
            runAt = now
            failure = reason
        case .fail(let reason):
            (state, word) = (.failed, "fail")
            countsAttempt = true
            failure = reason
        case .quarantine(let reason):
            (state, word) = (.quarantined, "quarantine")
            countsAttempt = true
            failure = reason
        case .cancelled:
            (state, word) = (.cancelled, "cancelled")
        case .interrupted:
            (state, word) = (.waiting, "interrupted")
            waitReason = .interrupted
            runAt = now
        }

        fence = job.fence
        self.state = state
        self.runAt = runAt
        self.waitReason = waitReason
        self.countsAttempt = countsAttempt
        self.failure = failure
        self.result = result
        self.throttle = throttle
        self.word = word
        self.isDurable = isDurable || (state == .succeeded && job.schedule != nil)
        self.keepsDoubt = keepsDoubt
        self.lastCall = lastCall
        self.outputs = outputs
    }
}
