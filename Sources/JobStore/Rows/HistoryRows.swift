package import JobModel

/// How one run of a job ended.
package struct AttemptRow: Sendable, Hashable {
    /// So many runs of a job are kept, the last ones.
    package static let kept = 50

    package var jobID: JobID
    package var run: Int
    package var worker: WorkerID?
    package var startedAt: Timestamp?
    package var endedAt: Timestamp
    /// The outcome's word: `succeeded`, `retry`, `snooze`, `throttled`, `park`, `fail`, `quarantine`, `cancelled`,
    /// `interrupted` or `lost`.
    package var outcome: String
    package var failure: JobFailure?
    /// The last call of the run, if it made one.
    package var lastCall: LastCall?

    package init(
        jobID: JobID, run: Int, worker: WorkerID?, startedAt: Timestamp?, endedAt: Timestamp, outcome: String,
        failure: JobFailure?, lastCall: LastCall? = nil
    ) {
        self.jobID = jobID
        self.run = run
        self.worker = worker
        self.startedAt = startedAt
        self.endedAt = endedAt
        self.outcome = outcome
        self.failure = failure
        self.lastCall = lastCall
    }
}

/// Something that happened to an authorization or an application, or that a person did to the queue.
package struct EventRow: Sendable, Hashable {
    /// The event's number; 0 before it is stored.
    package var id: Int64
    package var at: Timestamp
    /// What happened, for example `revoked`, `restored`, `applicationStopped`.
    package var kind: String
    /// Empty when it is about several applications, or about none.
    package var application: String
    package var seller: String?
    package var region: String?
    package var from: String?
    package var to: String?
    package var failure: JobFailure?
    package var fingerprintBefore: String?
    package var fingerprintAfter: String?
    /// What there is to tell of it where nothing went wrong: what a person did, in words.
    package var note: String?
    /// Who caused it: `worker`, or the user of a command.
    package var actor: String

    /// What people are told of it, beside its kind.
    package var text: String? { note ?? failure?.message }

    package init(
        id: Int64 = 0, at: Timestamp, kind: String, application: String, seller: String? = nil, region: String? = nil,
        from: String? = nil, to: String? = nil, failure: JobFailure? = nil, fingerprintBefore: String? = nil,
        fingerprintAfter: String? = nil, note: String? = nil, actor: String
    ) {
        self.id = id
        self.at = at
        self.kind = kind
        self.application = application
        self.seller = seller
        self.region = region
        self.from = from
        self.to = to
        self.failure = failure
        self.fingerprintBefore = fingerprintBefore
        self.fingerprintAfter = fingerprintAfter
        self.note = note
        self.actor = actor
    }
}

/// A worker process.
package struct WorkerRow: Sendable, Hashable {
    package var id: WorkerID
    package var host: String
    package var pid: Int
    package var version: String
    package var startedAt: Timestamp
    /// It counts as dead when it has not been heard of by then.
    package var leaseUntil: Timestamp
    package var isDraining: Bool
    /// Why it claims no jobs for now, in sentences, as when the disk is full; `nil` when nothing is in the way.
    package var obstacle: String?

    package init(
        id: WorkerID, host: String, pid: Int, version: String, startedAt: Timestamp, leaseUntil: Timestamp,
        isDraining: Bool = false, obstacle: String? = nil
    ) {
        self.id = id
        self.host = host
        self.pid = pid
        self.version = version
        self.startedAt = startedAt
        self.leaseUntil = leaseUntil
        self.isDraining = isDraining
        self.obstacle = obstacle
    }
}

extension [WorkerRow] {
    /// Why no jobs are claimed although a worker lives: what is in the way of each that does. `nil` when one of them
    /// claims, and when none lives.
    package func obstacle(now: Timestamp) -> String? {
        let working = filter { $0.leaseUntil >= now && !$0.isDraining }
        return working.allSatisfy { $0.obstacle != nil } ? working.first?.obstacle : nil
    }
}

/// A row that another program wrote into the inbox.
package struct InboxRow: Sendable, Hashable {
    package var id: Int64
    package var kind: String
    package var seller: String?
    package var region: String?
    package var operation: String?
    package var parameters: String?
    package var body: String?
    package var options: String?
    package var runAt: String?
    package var priority: String?
    package var uniqueKey: String?
    package var maxAttempts: String?
    package var deadline: String?
    package var output: String?
    package var status: String
    package var jobID: JobID?
    package var error: String?
    package var createdAt: String?

    package init(
        id: Int64, kind: String = "request", seller: String? = nil, region: String? = nil, operation: String? = nil,
        parameters: String? = nil, body: String? = nil, options: String? = nil, runAt: String? = nil,
        priority: String? = nil, uniqueKey: String? = nil, maxAttempts: String? = nil, deadline: String? = nil,
        output: String? = nil, status: String = "new", jobID: JobID? = nil, error: String? = nil,
        createdAt: String? = nil
    ) {
        self.id = id
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
        self.status = status
        self.jobID = jobID
        self.error = error
        self.createdAt = createdAt
    }
}

/// What is answered to an inbox row.
package enum InboxAnswer: Sendable, Hashable {
    /// It becomes this job.
    case accepted(NewJob)
    /// It cannot become a job, for this reason.
    case rejected(String)
}
