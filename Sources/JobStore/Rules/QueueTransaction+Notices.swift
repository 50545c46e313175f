package import JobModel

/// Something that people should know about a seller and that changes no state.
package struct SellerNotice: Sendable, Hashable {
    package var key: AuthorizationKey
    /// The kind of event, for example `renewalDue`.
    package var kind: String
    /// A sentence. The same sentence is not told twice in a row.
    package var message: String
    package var actor: String

    package init(key: AuthorizationKey, kind: String, message: String, actor: String = "worker") {
        self.key = key
        self.kind = kind
        self.message = message
        self.actor = actor
    }
}

extension QueueTransaction {
    /// How far back the seller's last event of the kind is looked for.
    private var noticeHorizon: Int { 200 }

    /// Writes the notice into the history unless the seller's last event of the kind says the same.
    package mutating func tell(_ notice: SellerNotice) throws {
        let late = try tables.latestEvents(of: notice.key, limit: noticeHorizon)
        if late.first(where: { $0.kind == notice.kind })?.failure?.message == notice.message { return }
        try tables.append(
            EventRow(
                at: now, kind: notice.kind, application: notice.key.application, seller: notice.key.seller,
                region: notice.key.region, failure: JobFailure(kind: notice.kind, message: notice.message),
                actor: notice.actor))
    }
}
