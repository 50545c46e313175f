package import JobModel

/// Something that a person did to the queue, by a command, a page or a request.
///
/// It is written down in the transaction of the change itself, as is what is done to sellers, applications and
/// schedules.
package struct Deed: Sendable, Hashable {
    /// What was done; the kind of the event that tells of it.
    package enum Kind: String, Sendable, Hashable, CaseIterable {
        case jobsEnqueued, jobsRetried, jobsCancelled
        case lanesPaused, lanesResumed, lanesReset
        case workersDrained, inboxRetried
    }

    /// Whom it was done to.
    package enum Owner: Sendable, Hashable {
        case seller(AuthorizationKey)
        case application(String)
        /// Several applications, or nobody in particular.
        case queue
        /// Whoever has these jobs: the store finds out. Of more than `Deed.mostJobs` it is not looked up.
        case jobs([JobID])

        /// Whoever has these lanes.
        package init(of lanes: some Sequence<LaneKey>) {
            let lanes = Array(lanes)
            let applications = Set(lanes.map(\.application))
            let authorizations = Set(lanes.map(\.authorization))
            if authorizations.count == 1, let seller = authorizations.first ?? nil {
                self = .seller(seller)
            } else if applications.count == 1, let application = applications.first {
                self = .application(application)
            } else {
                self = .queue
            }
        }
    }

    /// Of more jobs the store does not look up whose they are.
    package static let mostJobs = 100

    package var kind: Kind
    package var owner: Owner
    /// What it was, for people: `job 12`. Nothing here may be a secret.
    package var note: String
    /// Who did it: the user of a command, or of the dashboard and from where.
    package var actor: String

    package init(_ kind: Kind, to owner: Owner, note: String, actor: String) {
        self.kind = kind
        self.owner = owner
        self.note = note
        self.actor = actor
    }
}
