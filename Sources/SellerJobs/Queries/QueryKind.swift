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

    package func timeout(of job: ClaimedJob) -> Duration? { options(of: job).timeout }

    package func retryPolicy(of job: ClaimedJob) -> RetryPolicy? { options(of: job).retry.policy }

    private func options(of job: ClaimedJob) -> QueryOptions {
        var ignored: [String] = []
        return QueryOptions(parsing: job.options, problems: &ignored)
    }

    package func run(_ job: ClaimedJob, in context: RunContext) async -> Outcome {
        await GuardedRun(job: job, context: context).outcome {
            guard job.authorization != nil else { throw JobRejection("A query belongs to a seller.") }
            var problems: [String] = []
            let plan = QueryPlan(
                options: QueryOptions(parsing: job.options, problems: &problems), body: job.body)
            guard problems.isEmpty else { throw JobRejection(problems) }
            let caller = JobCaller(services: services, job: job, context: context)
            let work = QueryWork(
                caller: caller, plan: plan, terms: try ProcessingTerms.queries(), rules: plan.rules(pace),
                delivery: try plan.delivery(output: job.output))
            return try await ProcessingRun(caller: caller, work: work).outcome()
        }
    }
}
