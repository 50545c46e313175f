import JobModel
import Worker

/// The options of a kind of jobs whose work Amazon does in its own time.
protocol ProcessingOptions: Sendable {
    /// Reads a JSON object and adds what is wrong with it to `problems`.
    init(parsing text: String, problems: inout [String])
}

extension ProcessingOptions {
    /// The options of a job, as far as they can be read: they were checked when it came in.
    init(of job: ClaimedJob) {
        var ignored: [String] = []
        self.init(parsing: job.options, problems: &ignored)
    }
}

extension KindServices {
    /// One run of a job whose work Amazon does in its own time.
    ///
    /// - Parameters:
    ///   - noun: What the job is, in messages: `report`.
    ///   - work: What is particular to the job, from its options and its seller.
    func process<Options: ProcessingOptions, Work: ProcessingWork>(
        _ job: ClaimedJob, _ noun: String, in context: RunContext,
        _ work: @Sendable (JobCaller, Options, AuthorizationKey) throws -> Work
    ) async -> Outcome {
        await GuardedRun(job: job, context: context).outcome {
            guard let seller = job.authorization else { throw JobRejection("A \(noun) belongs to a seller.") }
            var problems: [String] = []
            let options = Options(parsing: job.options, problems: &problems)
            guard problems.isEmpty else { throw JobRejection(problems) }
            let caller = JobCaller(services: self, job: job, context: context)
            return try await ProcessingRun(caller: caller, work: try work(caller, options, seller)).outcome()
        }
    }
}
