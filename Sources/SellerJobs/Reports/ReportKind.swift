package import JobModel
import OperationCatalogue
package import Worker

/// The `report` job: a report is asked for, waited for, fetched and stored.
package struct ReportKind: JobKind {
    package let name = "report"
    private let services: KindServices
    private let admission: ReportAdmission
    private let pace: PollPace

    /// Creates the kind.
    ///
    /// - Parameter pace: How often it is looked whether a report has ended.
    package init(_ services: KindServices, pace: PollPace = PollPace()) {
        self.services = services
        self.pace = pace
        admission = ReportAdmission(directory: services.keeper.directory)
    }

    package func admit(_ request: JobRequest, now: Timestamp) throws(JobRejection) -> Admission {
        try admission.admit(request, now: now)
    }

    package func timeout(of job: ClaimedJob) -> Duration? { options(of: job).timeout }

    package func retryPolicy(of job: ClaimedJob) -> RetryPolicy? { options(of: job).retry.policy }

    private func options(of job: ClaimedJob) -> ReportOptions {
        var ignored: [String] = []
        return ReportOptions(parsing: job.options, problems: &ignored)
    }

    package func run(_ job: ClaimedJob, in context: RunContext) async -> Outcome {
        await GuardedRun(job: job, context: context).outcome {
            guard let authorization = job.authorization else { throw JobRejection("A report belongs to a seller.") }
            var problems: [String] = []
            let plan = ReportPlan(
                type: job.operation, options: ReportOptions(parsing: job.options, problems: &problems))
            guard problems.isEmpty else { throw JobRejection(problems) }
            let caller = JobCaller(services: services, job: job, context: context)
            let work = ReportWork(
                caller: caller, plan: plan, authorization: authorization, terms: try ProcessingTerms.reports(),
                rules: plan.rules(pace), delivery: try plan.delivery(output: job.output))
            return try await ProcessingRun(caller: caller, work: work).outcome()
        }
    }
}
