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
    /// The details, or nothing while they say nothing.
    ///
    /// An array is a box that copies share until one of them changes it: rows are copied and compared at every step
    /// through a transaction, and the details are two thirds of one. Without it a job took a tenth more of the writer.
    private(set) var boxed: [JobDetails] = []

    /// A row without details.
    package init(
        id: JobID, kind: String, laneID: Int64, authorizationID: Int64?, operation: String, state: JobState = .waiting,
        waitReason: WaitReason = .new, priority: Int, runAt: Timestamp, attempt: Int = 0, maxAttempts: Int,
        run: Int = 0, crashes: Int = 0, isSuspect: Bool = false, isInDoubt: Bool = false, holdsPermit: Bool = false,
        cancelRequested: Bool = false, worker: WorkerID? = nil, createdAt: Timestamp, startedAt: Timestamp? = nil,
        finishedAt: Timestamp? = nil
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
    }

    /// What this job has of what most have not.
    package var details: JobDetails {
        get { boxed.isEmpty ? JobDetails() : boxed[0] }
        set { boxed = newValue.isEmpty ? [] : [newValue] }
    }

    package var hasDetails: Bool { !boxed.isEmpty }

    /// Whether both have the same details for sure, as copies do until one of them changes: a look at the box.
    package func sharesDetails(with other: JobRow) -> Bool {
        boxed.isEmpty
            ? other.boxed.isEmpty
            : boxed.withUnsafeBufferPointer { mine in
                other.boxed.withUnsafeBufferPointer { mine.baseAddress == $0.baseAddress }
            }
    }

    /// Changes the details in place where nobody shares them.
    mutating func change(_ edit: (inout JobDetails) -> Void) {
        if boxed.isEmpty { boxed = [JobDetails()] }
        edit(&boxed[0])
        // Rows that are equal look the same.
        if boxed[0].isEmpty { boxed = [] }
    }

    /// The fence of its present run, or `nil` when it does not run.
    package var fence: RunFence? {
        guard state == .running, let worker else { return nil }
        return RunFence(job: id, run: run, worker: worker)
    }

    /// Whether this fence is that of its present run.
    package func isHeld(by fence: RunFence) -> Bool {
        state == .running && run == fence.run && id == fence.job && worker == fence.worker
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
