/// A job in the hands of a worker, with one permit of its lane reserved.
public struct ClaimedJob: Sendable, Hashable {
    /// Proof of ownership for every write.
    public let fence: RunFence
    /// The kind that runs it.
    public let kind: String
    /// The lane of its next call.
    public let lane: LaneKey
    /// The authorization it belongs to.
    public let authorization: AuthorizationKey?
    /// What is asked for.
    public let operation: String
    /// Parameters as a JSON object.
    public let parameters: String
    /// The body to send.
    public let body: String?
    /// Options as a JSON object.
    public let options: String
    /// The template of the output path.
    public let output: String?
    /// Failed attempts so far.
    public let attempt: Int
    /// How many are allowed.
    public let maxAttempts: Int
    /// When it fails for being late.
    public let deadline: Timestamp?
    /// When it was put into the store.
    public let createdAt: Timestamp
    /// What the last run left, as the kind wrote it.
    public let checkpoint: String?
    /// Whether an earlier run ended between a call that must not be repeated blindly and its answer.
    public let isInDoubt: Bool
    /// What its schedule knows, if a schedule put it in.
    public let schedule: ScheduledRun?
    /// Since when it could have run, as far as its own time goes; `nil` when that is unknown.
    public let dueAt: Timestamp?

    /// The job's number.
    public var id: JobID { fence.job }

    /// Creates a claimed job.
    public init(
        fence: RunFence, kind: String, lane: LaneKey, authorization: AuthorizationKey?, operation: String,
        parameters: String, body: String?, options: String, output: String?, attempt: Int, maxAttempts: Int,
        deadline: Timestamp?, createdAt: Timestamp, checkpoint: String?, isInDoubt: Bool,
        schedule: ScheduledRun? = nil, dueAt: Timestamp? = nil
    ) {
        self.fence = fence
        self.kind = kind
        self.lane = lane
        self.authorization = authorization
        self.operation = operation
        self.parameters = parameters
        self.body = body
        self.options = options
        self.output = output
        self.attempt = attempt
        self.maxAttempts = maxAttempts
        self.deadline = deadline
        self.createdAt = createdAt
        self.checkpoint = checkpoint
        self.isInDoubt = isInDoubt
        self.schedule = schedule
        self.dueAt = dueAt
    }

    /// The same job with its templates filled.
    public func filled(parameters: String, options: String, body: String?, output: String?) -> ClaimedJob {
        ClaimedJob(
            fence: fence, kind: kind, lane: lane, authorization: authorization, operation: operation,
            parameters: parameters, body: body, options: options, output: output, attempt: attempt,
            maxAttempts: maxAttempts, deadline: deadline, createdAt: createdAt, checkpoint: checkpoint,
            isInDoubt: isInDoubt,
            schedule: schedule.map {
                ScheduledRun(
                    definition: $0.definition, scheduledAt: $0.scheduledAt, cursor: $0.cursor, isTemplate: false,
                    lastSuccessAt: $0.lastSuccessAt)
            }, dueAt: dueAt)
    }
}
