public import JobModel

/// A kind of job: what may become one, and how it runs.
///
/// Implement it to run work of your own inside sellers' usage plans. A run must be able to begin again: whatever it has done
/// is lost with the process unless it is in a checkpoint.
public protocol JobKind: Sendable {
    /// The word that jobs name their kind by.
    var name: String { get }

    /// Checks a request and turns it into a job.
    ///
    /// Pure: it does no input or output, so that every way in can call it.
    ///
    /// - Throws: `JobRejection` with every problem found.
    func admit(_ request: JobRequest, now: Timestamp) throws(JobRejection) -> Admission

    /// The longest that one run may take, or `nil` when the kind bounds its runs itself.
    func timeout(of job: ClaimedJob) -> Duration?

    /// How long the pauses between a job's attempts are, or `nil` when the worker's policy is right for it.
    func retryPolicy(of job: ClaimedJob) -> RetryPolicy?

    /// Does the work and says how it ended. Never writes the end itself.
    ///
    /// The task is cancelled when the job is called off, the worker stops or the run takes too long. A run that was cancelled
    /// returns `.interrupted`, unless it must say more about a call that it had begun.
    func run(_ job: ClaimedJob, in context: RunContext) async -> Outcome
}

extension JobKind {
    public func timeout(of job: ClaimedJob) -> Duration? { nil }
    public func retryPolicy(of job: ClaimedJob) -> RetryPolicy? { nil }
}
