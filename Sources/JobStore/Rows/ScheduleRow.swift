package import JobModel

/// What one row of the schedules is found by: a definition, and one seller in one region for whom it works.
///
/// Which application's authorization it uses is the configuration's business and may change.
package struct ScheduleKey: Sendable, Hashable, CustomStringConvertible {
    /// The definition's name.
    package let definition: String
    /// The seller's id in the configuration.
    package let seller: String
    /// The region's code.
    package let region: String

    package init(definition: String, seller: String, region: String) {
        self.definition = definition
        self.seller = seller
        self.region = region
    }

    package var description: String { "\(definition) for \(seller)/\(region)" }
}

/// Where a definition stands for one seller.
package struct ScheduleRow: Sendable, Hashable {
    package var id: Int64
    package var key: ScheduleKey
    /// The application whose authorization is used.
    package var application: String
    /// A digest of the definition's schedule. Another one means that the next fire is planned anew.
    package var signature: String
    /// When it fires next; `nil` when it runs by hand only.
    package var nextFireAt: Timestamp?
    /// The instant for which it last fired by itself.
    package var lastFireAt: Timestamp?
    /// The latest instant for which a job of it succeeded.
    package var lastSuccessAt: Timestamp?
    /// How far it has come. Only a success moves it, and only on; a person may set it to anything.
    package var cursor: String?
    /// How often a person has set the cursor. Jobs whose window was chosen by an earlier edition do not move it.
    package var cursorEdition: Int
    /// Why it does not fire, or `nil`.
    package var pauseReason: String?
    /// The last job that it put in; that may have been deleted since.
    package var lastJob: JobID?
    /// Whether its definition is there and selects the seller. A row that is not active never fires.
    package var isActive: Bool
    /// What follows the success of a job of it, as a JSON object that the `chain` kind reads; `nil` for nothing.
    package var chain: String?

    package init(
        id: Int64 = 0, key: ScheduleKey, application: String, signature: String, nextFireAt: Timestamp? = nil,
        lastFireAt: Timestamp? = nil, lastSuccessAt: Timestamp? = nil, cursor: String? = nil,
        cursorEdition: Int = 0, pauseReason: String? = nil, lastJob: JobID? = nil, isActive: Bool = true,
        chain: String? = nil
    ) {
        self.id = id
        self.key = key
        self.application = application
        self.signature = signature
        self.nextFireAt = nextFireAt
        self.lastFireAt = lastFireAt
        self.lastSuccessAt = lastSuccessAt
        self.cursor = cursor
        self.cursorEdition = cursorEdition
        self.pauseReason = pauseReason
        self.lastJob = lastJob
        self.isActive = isActive
        self.chain = chain
    }

    /// Whether it may fire when its time comes.
    package var isRunning: Bool { isActive && pauseReason == nil }

    /// What its job is told at the claim.
    func run(of job: JobRow) -> ScheduledRun {
        ScheduledRun(
            definition: key.definition, scheduledAt: job.scheduledAt ?? job.createdAt, cursor: cursor,
            isTemplate: job.isTemplate, lastSuccessAt: lastSuccessAt)
    }

    /// Takes note of a job of it that succeeded.
    mutating func succeed(_ job: JobRow, now: Timestamp) {
        let instant = job.scheduledAt ?? now
        // A job that waited for long may end after those that were put in later.
        lastSuccessAt = max(lastSuccessAt ?? instant, instant)
        lastJob = max(lastJob ?? job.id, job.id)
        if let reached = job.cursor, job.cursorEdition == cursorEdition { cursor = Self.further(cursor, reached) }
    }

    /// The further one of two cursors.
    ///
    /// Instants are compared as such where both are: texts of unequal precision or zone sort wrongly.
    static func further(_ old: String?, _ new: String) -> String {
        guard let old else { return new }
        if let before = Timestamp(iso8601: old), let after = Timestamp(iso8601: new) {
            return after > before ? new : old
        }
        return max(old, new)
    }
}
