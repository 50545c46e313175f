package import JobModel

/// Something that people should know about a seller and that changes no state.
package struct SellerRemark: Sendable, Hashable {
    package var key: AuthorizationKey
    /// The kind of event, for example `renewalDue`.
    package var kind: String
    /// A sentence. The same sentence is not told twice in a row, unless `repeats` says so.
    package var message: String
    package var actor: String
    /// Whether it is told each time: what somebody does is news also when it is done again.
    package var repeats: Bool

    package init(
        key: AuthorizationKey, kind: String, message: String, actor: String = "worker", repeats: Bool = false
    ) {
        self.key = key
        self.kind = kind
        self.message = message
        self.actor = actor
        self.repeats = repeats
    }
}

/// Something that people should know about an application and that changes no state.
package struct ApplicationRemark: Sendable, Hashable {
    package var application: String
    /// The kind of event, for example `clientSecretDue`.
    package var kind: String
    /// A sentence. The same sentence is not told twice in a row.
    package var message: String
    package var actor: String

    package init(application: String, kind: String, message: String, actor: String = "worker") {
        self.application = application
        self.kind = kind
        self.message = message
        self.actor = actor
    }
}

extension QueueTransaction {
    /// How far back the seller's last event of the kind is looked for.
    private var remarkHorizon: Int { 200 }

    /// Writes the remark into the history unless the seller's last event of the kind says the same.
    package mutating func tell(_ remark: SellerRemark) throws {
        if !remark.repeats {
            let late = try tables.latestEvents(of: remark.key, limit: remarkHorizon)
            if late.first(where: { $0.kind == remark.kind })?.failure?.message == remark.message { return }
        }
        try record(remark)
    }

    /// Writes the remark into the history, whether or not it has been told.
    mutating func record(_ remark: SellerRemark) throws {
        try record(
            EventRow(
                at: now, kind: remark.kind, application: remark.key.application, seller: remark.key.seller,
                region: remark.key.region, failure: JobFailure(kind: remark.kind, message: remark.message),
                actor: remark.actor))
    }

    /// How far back an application's last event of the kind is looked for: among everybody's events, as it has few.
    private var applicationHorizon: Int { 2000 }

    /// Writes the remark into the history unless the application's last event of the kind says the same.
    package mutating func tell(_ remark: ApplicationRemark) throws {
        let last = try tables.latestEvents(limit: applicationHorizon).first {
            $0.application == remark.application && $0.seller == nil && $0.kind == remark.kind
        }
        if last?.failure?.message == remark.message { return }
        try record(
            EventRow(
                at: now, kind: remark.kind, application: remark.application,
                failure: JobFailure(kind: remark.kind, message: remark.message), actor: remark.actor))
    }
}
