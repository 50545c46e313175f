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

    package func timeout(of job: ClaimedJob) -> Duration? { ReportOptions(of: job).timeout }

    package func retryPolicy(of job: ClaimedJob) -> RetryPolicy? { ReportOptions(of: job).retry.policy }

    package func run(_ job: ClaimedJob, in context: RunContext) async -> Outcome {
        await services.process(job, name, in: context) { (caller, options: ReportOptions, seller) in
            let plan = ReportPlan(type: job.operation, options: options)
            return ReportWork(
                caller: caller, plan: plan, authorization: seller, terms: try ProcessingTerms.reports(),
                rules: plan.rules(pace), delivery: try plan.delivery(output: job.output))
        }
    }
}
