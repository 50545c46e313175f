package import JobModel
import OperationCatalogue
package import Worker

/// The `feed` job: content is brought to Amazon, worked on there, and what it says of that is fetched and kept.
package struct FeedKind: JobKind {
    package let name = "feed"
    private let services: KindServices
    private let admission: FeedAdmission
    private let pace: PollPace

    /// Creates the kind.
    ///
    /// - Parameter pace: How often it is looked whether a feed has ended.
    package init(_ services: KindServices, pace: PollPace = PollPace()) {
        self.services = services
        self.pace = pace
        admission = FeedAdmission(directory: services.keeper.directory)
    }

    package func admit(_ request: JobRequest, now: Timestamp) throws(JobRejection) -> Admission {
        try admission.admit(request, now: now)
    }

    package func timeout(of job: ClaimedJob) -> Duration? { FeedOptions(of: job).timeout }

    package func retryPolicy(of job: ClaimedJob) -> RetryPolicy? { FeedOptions(of: job).retry.policy }

    package func run(_ job: ClaimedJob, in context: RunContext) async -> Outcome {
        await services.process(job, name, in: context) { (caller, options: FeedOptions, _) in
            let plan = FeedPlan(type: job.operation, options: options, body: job.body)
            return FeedWork(
                caller: caller, plan: plan, terms: try ProcessingTerms.feeds(), rules: plan.rules(pace),
                delivery: try plan.delivery(output: job.output))
        }
    }
}
