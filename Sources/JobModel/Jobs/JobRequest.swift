/// A wish for a job, as a command, a program or an inbox row states it. Nothing in it has been checked.
public struct JobRequest: Sendable, Hashable {
    /// The kind of job.
    public var kind: String
    /// The seller's id in the configuration; may be left out when there is one.
    public var seller: String?
    /// The region's code; may be left out when the seller has one.
    public var region: String?
    /// What is asked for: an operation, a report type.
    public var operation: String
    /// Parameters as a JSON object.
    public var parameters: String
    /// The body to send.
    public var body: String?
    /// Options as a JSON object.
    public var options: String
    /// Not before this instant.
    public var runAt: Timestamp?
    /// 0 first, 9 last.
    public var priority: Int
    /// Keeps a second job of the seller out.
    public var uniqueKey: String?
    /// How many failed attempts are too many.
    public var maxAttempts: Int
    /// The job fails when it has not ended by then.
    public var deadline: Timestamp?
    /// The template of the output path.
    public var output: String?

    /// Creates a request.
    public init(
        kind: String, seller: String? = nil, region: String? = nil, operation: String, parameters: String = "{}",
        body: String? = nil, options: String = "{}", runAt: Timestamp? = nil,
        priority: Int = NewJob.defaultPriority, uniqueKey: String? = nil,
        maxAttempts: Int = NewJob.defaultMaxAttempts, deadline: Timestamp? = nil, output: String? = nil
    ) {
        self.kind = kind
        self.seller = seller
        self.region = region
        self.operation = operation
        self.parameters = parameters
        self.body = body
        self.options = options
        self.runAt = runAt
        self.priority = priority
        self.uniqueKey = uniqueKey
        self.maxAttempts = maxAttempts
        self.deadline = deadline
        self.output = output
    }
}

/// Why a request cannot become a job: every problem, and what to do about it.
public struct JobRejection: Error, Sendable, Hashable, CustomStringConvertible {
    /// The problems, a sentence each.
    public let problems: [String]

    /// Creates a rejection.
    public init(_ problems: [String]) { self.problems = problems }

    /// Creates a rejection with one problem.
    public init(_ problem: String) { problems = [problem] }

    public var description: String { problems.joined(separator: " ") }
}

/// A request that has been checked: the job, and what looked odd about it.
public struct Admission: Sendable, Hashable {
    /// The job to put into the store.
    public var job: NewJob
    /// Oddities that do not keep the job out.
    public var warnings: [String]

    /// Creates an admission.
    public init(job: NewJob, warnings: [String] = []) {
        self.job = job
        self.warnings = warnings
    }
}
