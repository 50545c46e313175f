package import JobModel
import OperationCatalogue
package import Worker

/// The `query` job: Data Kiosk is asked, waited for, and its answer's pages are joined into one output.
package struct QueryKind: JobKind {
    package let name = "query"
    private let services: KindServices
    private let admission: QueryAdmission
    private let pace: PollPace

    /// Creates the kind.
    ///
    /// - Parameter pace: How often it is looked whether a query has ended.
    package init(_ services: KindServices, pace: PollPace = PollPace()) {
        self.services = services
        self.pace = pace
        admission = QueryAdmission(directory: services.keeper.directory)
    }

    package func admit(_ request: JobRequest, now: Timestamp) throws(JobRejection) -> Admission {
        try admission.admit(request, now: now)
    }

    package func timeout(of job: ClaimedJob) -> Duration? { QueryOptions(of: job).timeout }

    package func retryPolicy(of job: ClaimedJob) -> RetryPolicy? { QueryOptions(of: job).retry.policy }

    package func run(_ job: ClaimedJob, in context: RunContext) async -> Outcome {
        await services.process(job, name, in: context) { (caller, options: QueryOptions, _) in
            let plan = QueryPlan(options: options, body: job.body)
            return QueryWork(
                caller: caller, plan: plan, terms: try ProcessingTerms.queries(), rules: plan.rules(pace),
                delivery: try plan.delivery(output: job.output))
        }
    }
}
