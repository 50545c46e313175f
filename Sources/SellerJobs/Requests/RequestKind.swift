package import JobModel
package import Worker

/// The `request` job: one call of one operation.
package struct RequestKind: JobKind {
    package let name = "request"
    let services: KindServices
    let admission: RequestAdmission

    /// Creates the kind.
    package init(_ services: KindServices) {
        self.services = services
        admission = RequestAdmission(directory: services.keeper.directory)
    }

    package func admit(_ request: JobRequest, now: Timestamp) throws(JobRejection) -> Admission {
        try admission.admit(request, now: now)
    }

    package func timeout(of job: ClaimedJob) -> Duration? { options(of: job).timeout }

    package func retryPolicy(of job: ClaimedJob) -> RetryPolicy? { options(of: job).retry.policy }

    private func options(of job: ClaimedJob) -> JobOptions {
        var ignored: [String] = []
        return JobOptions(parsing: job.options, problems: &ignored)
    }

    package func run(_ job: ClaimedJob, in context: RunContext) async -> Outcome {
        await RequestRun(services: services, job: job, context: context).outcome()
    }
}
