package import JobModel
package import Overview

/// A job definition as the dashboard shows it.
package struct DefinitionView: Sendable, Hashable {
    /// Its name; the file's name when it cannot be used.
    package var name: String
    /// Where it stands.
    package var file: String
    /// The kind of job.
    package var kind: String
    /// What is asked for: an operation, a report type, a feed type; empty for queries.
    package var operation: String
    /// When it fires, as it is written; `nil` when it runs by hand only.
    package var scheduleText: String?
    /// The time zone of its times, or `marketplace` for that of each seller; `nil` where no clock matters.
    package var zone: String?
    /// How many of the configured sellers it selects.
    package var sellers: Int
    /// Whether another definition runs it for what it finds, so that it cannot be run by itself.
    package var needsItem: Bool
    /// What follows its success, in words.
    package var then: String?
    /// What follows its success.
    package var followUp: FollowUp?
    /// Why it cannot be used; `nil` when it can.
    package var problem: String?

    package init(
        name: String, file: String, kind: String = "", operation: String = "", scheduleText: String? = nil,
        zone: String? = nil, sellers: Int = 0, needsItem: Bool = false, then: String? = nil,
        followUp: FollowUp? = nil, problem: String? = nil
    ) {
        self.name = name
        self.file = file
        self.kind = kind
        self.operation = operation
        self.scheduleText = scheduleText
        self.zone = zone
        self.sellers = sellers
        self.needsItem = needsItem
        self.then = then
        self.followUp = followUp
        self.problem = problem
    }
}

/// What became of one seller when a definition was run by hand.
package struct FiredJob: Sendable, Hashable {
    /// The seller.
    package var seller: String
    /// Its region's code.
    package var region: String
    /// The job that is there now.
    package var job: JobID
    /// Whether it is new; otherwise the seller's last job of the definition has not ended.
    package var isNew: Bool

    package init(seller: String, region: String, job: JobID, isNew: Bool) {
        self.seller = seller
        self.region = region
        self.job = job
        self.isNew = isNew
    }
}
