package import JobModel

/// Fills in what only the first run of a scheduled job can know, such as the present.
package protocol TemplateFilling: Sendable {
    /// What the job's templates mean now. Pure: the worker keeps the answer with the job.
    ///
    /// - Throws: `JobRejection` when they mean nothing that could be asked for; the job fails.
    func fill(_ job: ClaimedJob, now: Timestamp) throws(JobRejection) -> FilledTemplate
}

/// A job whose templates mean something.
package struct FilledTemplate: Sendable, Hashable {
    package var parameters: String
    package var options: String
    package var body: String?
    package var output: String?
    /// What the job's success makes of the schedule's cursor; `nil` leaves that alone.
    package var cursor: String?
    /// Whether there is nothing to ask for: the job succeeds at once, and the cursor stays.
    package var isEmpty: Bool
    /// Whether its window leaves something for another job: its success then makes the schedule due at once.
    package var isBehind: Bool

    package init(
        parameters: String, options: String, body: String?, output: String?, cursor: String?, isEmpty: Bool = false,
        isBehind: Bool = false
    ) {
        self.parameters = parameters
        self.options = options
        self.body = body
        self.output = output
        self.cursor = cursor
        self.isEmpty = isEmpty
        self.isBehind = isBehind
    }
}
