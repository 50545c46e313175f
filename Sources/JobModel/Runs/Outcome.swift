/// How a run ended. A run returns exactly one, and only the engine writes it down.
public enum Outcome: Sendable, Hashable {
    /// The job is done.
    case succeeded(JobResult)
    /// The attempt failed and another may do better.
    case retry(JobFailure)
    /// The job goes on at `until`; no attempt is spent.
    case snooze(until: Timestamp, JobFailure? = nil)
    /// Amazon refused the call for its rate; no attempt is spent and the limit that was named is slowed.
    case throttled(ThrottleScope, JobFailure)
    /// The job waits for its authorization or application; no attempt is spent.
    case park(JobFailure)
    /// The job cannot succeed.
    case fail(JobFailure)
    /// A call was made whose effect is unknown and must not be repeated: a person decides.
    case quarantine(JobFailure)
    /// The job was called off while it ran.
    case cancelled
    /// The worker stopped before the run could end; no attempt is spent.
    case interrupted
}

/// Which limit a refusal is about.
public enum ThrottleScope: Int, Sendable, Hashable {
    /// The seller's plan for the operation.
    case lane
    /// The limit that all sellers of the application share.
    case application
}
