package import JobModel

/// The part of a job that changes while it is worked on, and what is needed to decide about it.
package struct JobRow: Sendable, Hashable {
    package var id: JobID
    package var kind: String
    package var laneID: Int64
    package var authorizationID: Int64?
    package var operation: String
    package var state: JobState
    package var waitReason: WaitReason
    package var priority: Int
    package var runAt: Timestamp
    package var attempt: Int
    package var maxAttempts: Int
    package var run: Int
    package var crashes: Int
    /// Was running in a crash and has not completed a step since: claimed only while no other suspect runs.
    package var isSuspect: Bool
    /// A call that must not be repeated blindly was begun and its answer is not known.
    package var isInDoubt: Bool
    /// A permit of its lane is reserved for it.
    package var holdsPermit: Bool
    package var cancelRequested: Bool
    package var worker: WorkerID?
    package var createdAt: Timestamp
    package var startedAt: Timestamp?
    package var finishedAt: Timestamp?
    package var deadline: Timestamp?
    package var uniqueKey: String?
    package var checkpoint: String?
    /// How far the job has come, as a JSON object for people and programs.
    package var progress: String?
    package var failure: JobFailure?
    package var result: JobResult?
    /// The last call that the job made. Of a job that succeeded at once it is the only trace: that run has no attempt.
    package var lastCall: LastCall?
    /// The number of the schedule's row that put it in.
    package var scheduleID: Int64?
    /// The instant for which it was put in; `nil` unless a schedule did it.
    package var scheduledAt: Timestamp?
    /// What its success makes of the schedule's cursor, if that is further; `nil` while its templates are not filled, and
    /// when it leaves the cursor alone.
    package var cursor: String?
    /// Whether its content holds templates that its first run fills.
    package var isTemplate: Bool
    /// The edition of the schedule's cursor by which its window was chosen; `nil` before its first run.
    package var cursorEdition: Int?
    /// Whether its window leaves something for another job, for which its success makes the schedule due.
    package var isBehind: Bool

    package init(
        id: JobID, kind: String, laneID: Int64, authorizationID: Int64?, operation: String, state: JobState = .waiting,
        waitReason: WaitReason = .new, priority: Int, runAt: Timestamp, attempt: Int = 0, maxAttempts: Int,
        run: Int = 0,
        crashes: Int = 0, isSuspect: Bool = false, isInDoubt: Bool = false, holdsPermit: Bool = false,
        cancelRequested: Bool = false, worker: WorkerID? = nil, createdAt: Timestamp, startedAt: Timestamp? = nil,
        finishedAt: Timestamp? = nil, deadline: Timestamp? = nil, uniqueKey: String? = nil, checkpoint: String? = nil,
        progress: String? = nil, failure: JobFailure? = nil, result: JobResult? = nil, lastCall: LastCall? = nil,
        scheduleID: Int64? = nil, scheduledAt: Timestamp? = nil, cursor: String? = nil, isTemplate: Bool = false,
        cursorEdition: Int? = nil, isBehind: Bool = false
    ) {
        self.id = id
        self.kind = kind
        self.laneID = laneID
        self.authorizationID = authorizationID
        self.operation = operation
        self.state = state
        self.waitReason = waitReason
        self.priority = priority
        self.runAt = runAt
        self.attempt = attempt
        self.maxAttempts = maxAttempts
        self.run = run
        self.crashes = crashes
        self.isSuspect = isSuspect
        self.isInDoubt = isInDoubt
        self.holdsPermit = holdsPermit
        self.cancelRequested = cancelRequested
        self.worker = worker
        self.createdAt = createdAt
        self.startedAt = startedAt
        self.finishedAt = finishedAt
        self.deadline = deadline
        self.uniqueKey = uniqueKey
        self.checkpoint = checkpoint
        self.progress = progress
        self.failure = failure
        self.result = result
        self.lastCall = lastCall
        self.scheduleID = scheduleID
        self.scheduledAt = scheduledAt
        self.cursor = cursor
        self.isTemplate = isTemplate
        self.cursorEdition = cursorEdition
        self.isBehind = isBehind
    }

    /// The fence of its present run, or `nil` when it does not run.
    package var fence: RunFence? {
        guard state == .running, let worker else { return nil }
        return RunFence(job: id, run: run, worker: worker)
    }
}

/// The part of a job that may be large: read at the claim and for display only. It changes once at most, when templates are
/// filled.
package struct JobContent: Sendable, Hashable {
    package var parameters: String
    package var body: String?
    package var options: String
    package var output: String?

    package init(parameters: String, body: String?, options: String, output: String?) {
        self.parameters = parameters
        self.body = body
        self.options = options
        self.output = output
    }
}
