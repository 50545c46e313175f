package import JobModel

/// An event that one target of a hook has yet to be told of.
package struct NoticeRow: Sendable, Hashable {
    /// The job that an event is about.
    package struct Job: Sendable, Hashable {
        package var id: JobID
        package var kind: String
        package var operation: String
        /// The file that it has brought.
        package var output: Output?

        package init(id: JobID, kind: String, operation: String, output: Output? = nil) {
            self.id = id
            self.kind = kind
            self.operation = operation
            self.output = output
        }
    }

    /// The file that a job has brought.
    package struct Output: Sendable, Hashable {
        /// Where it lies, as the job's result tells it.
        package var path: String
        /// Its size in bytes.
        package var bytes: Int
        /// Its SHA-256 in hexadecimal.
        package var sha256: String?

        package init(path: String, bytes: Int, sha256: String?) {
            self.path = path
            self.bytes = bytes
            self.sha256 = sha256
        }
    }

    /// The notice's number; 0 before it is stored. Numbers are never used again.
    package var id: Int64
    /// The number that all notices of one event share: that of the first one. 0 means its own.
    package var eventID: Int64
    package var hook: Hook
    /// Who is to be told, by the name that the configuration gives.
    package var target: String
    /// When the event happened.
    package var at: Timestamp
    package var application: String
    package var seller: String?
    package var region: String?
    /// The state before, in a word.
    package var from: String?
    /// The state after, in a word.
    package var to: String?
    package var failure: JobFailure?
    /// Who caused it: `worker`, or the user of a command; `nil` for the end of a job.
    package var actor: String?
    package var job: Job?
    /// How often it was tried in vain.
    package var tries: Int
    /// When it was tried in vain for the first time.
    package var triedSince: Timestamp?
    /// It is not tried before; while somebody tries it, the instant at which it is anybody's again.
    package var nextAt: Timestamp
    /// Why the last try failed.
    package var lastError: String?

    package init(
        id: Int64 = 0, eventID: Int64 = 0, hook: Hook, target: String = "", at: Timestamp, application: String,
        seller: String? = nil, region: String? = nil, from: String? = nil, to: String? = nil,
        failure: JobFailure? = nil, actor: String? = nil, job: Job? = nil, tries: Int = 0,
        triedSince: Timestamp? = nil, nextAt: Timestamp, lastError: String? = nil
    ) {
        self.id = id
        self.eventID = eventID
        self.hook = hook
        self.target = target
        self.at = at
        self.application = application
        self.seller = seller
        self.region = region
        self.from = from
        self.to = to
        self.failure = failure
        self.actor = actor
        self.job = job
        self.tries = tries
        self.triedSince = triedSince
        self.nextAt = nextAt
        self.lastError = lastError
    }
}

/// What became of a try to deliver a notice.
package enum NoticeEnd: Sendable, Hashable {
    /// The target knows.
    case delivered
    /// The target does not know, for this reason; it is tried again.
    case failed(String, retryAt: Timestamp)
    /// The try was broken off by this side and does not count.
    case returned
    /// The target will not be told, for this reason. With it goes what else it should have been told of events before the
    /// instant.
    case givenUp(String, andBefore: Timestamp? = nil)
}

/// Notices that have the same hook, target and application.
package struct NoticeGroup: Sendable, Hashable {
    package var hook: Hook
    package var target: String
    package var application: String
    package var count: Int

    package init(hook: Hook, target: String, application: String, count: Int) {
        self.hook = hook
        self.target = target
        self.application = application
        self.count = count
    }
}

/// What became of notices whose targets are configured no longer.
package struct NoticeAdoption: Sendable, Hashable {
    /// Those that the hook's only target gets instead.
    package var moved = 0
    /// Those that nobody gets.
    package var dropped = 0

    package init(moved: Int = 0, dropped: Int = 0) {
        self.moved = moved
        self.dropped = dropped
    }
}
