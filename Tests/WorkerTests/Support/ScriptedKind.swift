import JobModel
import JobStoreTesting
import Worker

/// A kind whose runs do what a test says.
struct ScriptedKind: JobKind {
    var name = "test"
    var limit: Duration?
    var policy: RetryPolicy?
    let body: @Sendable (ClaimedJob, RunContext) async -> Outcome

    init(
        name: String = "test", limit: Duration? = nil, policy: RetryPolicy? = nil,
        _ body: @escaping @Sendable (ClaimedJob, RunContext) async -> Outcome
    ) {
        self.name = name
        self.limit = limit
        self.policy = policy
        self.body = body
    }

    func admit(_ request: JobRequest, now: Timestamp) throws(JobRejection) -> Admission {
        guard request.operation != "bad" else { throw JobRejection("The operation is bad.") }
        return Admission(job: .sample(kind: name, operation: request.operation))
    }

    func timeout(of job: ClaimedJob) -> Duration? { limit }

    func retryPolicy(of job: ClaimedJob) -> RetryPolicy? { policy }

    func run(_ job: ClaimedJob, in context: RunContext) async -> Outcome { await body(job, context) }
}

extension Outcome {
    static let done = Outcome.succeeded(JobResult(status: 200))

    /// Ends only when the run is stopped.
    static func untilStopped(_ clock: VirtualTimekeeper) async -> Outcome {
        do {
            try await clock.sleep(for: .seconds(1_000_000))
            return .done
        } catch {
            return .interrupted
        }
    }
}
