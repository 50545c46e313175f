/// A job that has been admitted and can be put into a store.
public struct NewJob: Sendable, Hashable {
    /// The kind that runs it, for example `request`.
    public var kind: String
    /// The lane of its first call.
    public var lane: LaneKey
    /// The lane's plan by configuration.
    public var plan: LanePlan
    /// Calls per second that all sellers of the application share for this operation in this region, if there is such a limit.
    public var applicationRate: Double?
    /// The authorization it belongs to; jobs of grantless operations may have none.
    public var authorization: AuthorizationKey?
    /// What is asked for, as the kind understands it: an operation, a report type.
    public var operation: String
    /// Parameters as a JSON object.
    public var parameters: String
    /// A body to send.
    public var body: String?
    /// Options as a JSON object.
    public var options: String
    /// The template of the output path, or `nil` to keep small results with the job.
    public var output: String?
    /// Not before this instant; `nil` is at once.
    public var runAt: Timestamp?
    /// 0 first, 9 last.
    public var priority: Int
    /// No second job of the seller with this key is let in while this one has not ended.
    public var uniqueKey: String?
    /// Jobs that ended within this time count for the unique key too.
    public var uniqueFor: Duration?
    /// How many failed attempts are too many.
    public var maxAttempts: Int
    /// The job fails when it has not ended by then.
    public var deadline: Timestamp?
    /// The instant for which a schedule puts it in. Means nothing for other jobs.
    public var scheduledAt: Timestamp?
    /// Whether parameters, options, body and output are templates that the first run fills. Means nothing unless a
    /// schedule puts the job in.
    public var isTemplate: Bool

    /// The default of `priority`.
    public static let defaultPriority = 5
    /// The default of `maxAttempts`.
    public static let defaultMaxAttempts = 8

    /// Creates a job.
    public init(
        kind: String, lane: LaneKey, plan: LanePlan, applicationRate: Double? = nil,
        authorization: AuthorizationKey?, operation: String, parameters: String = "{}", body: String? = nil,
        options: String = "{}", output: String? = nil, runAt: Timestamp? = nil, priority: Int = NewJob.defaultPriority,
        uniqueKey: String? = nil, uniqueFor: Duration? = nil, maxAttempts: Int = NewJob.defaultMaxAttempts,
        deadline: Timestamp? = nil, scheduledAt: Timestamp? = nil, isTemplate: Bool = false
    ) {
        self.kind = kind
        self.lane = lane
        self.plan = plan
        self.applicationRate = applicationRate
        self.authorization = authorization
        self.operation = operation
        self.parameters = parameters
        self.body = body
        self.options = options
        self.output = output
        self.runAt = runAt
        self.priority = priority
        self.uniqueKey = uniqueKey
        self.uniqueFor = uniqueFor
        self.maxAttempts = maxAttempts
        self.deadline = deadline
        self.scheduledAt = scheduledAt
        self.isTemplate = isTemplate
    }
}

/// What became of a job that was put into a store.
public enum Enqueued: Sendable, Hashable {
    /// It is in, under this number.
    case new(JobID)
    /// A job with the same unique key is there already.
    case duplicate(JobID)

    /// The job's number either way.
    public var id: JobID {
        switch self {
        case .new(let id), .duplicate(let id): id
        }
    }
}
