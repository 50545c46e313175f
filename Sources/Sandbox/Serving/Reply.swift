/// What goes back to a client, before it is put into the server's types.
struct Reply {
    var status: Int
    var contentType: String? = "application/json"
    var body: [UInt8] = []
    /// What the client did that a correct one never does; goes into the ledger.
    var complaint: String?
    /// A short word for the ledger that says why, for example an error code.
    var note: String?
    /// What the call created, for the ledger.
    var created: Created?
    /// Whether the call did what it was asked to, so that an effect is recorded.
    var isSuccess: Bool { (200..<300).contains(status) }

    /// Something that a call created.
    struct Created {
        var id: String
        /// The SHA-256 of what a feed was made of.
        var contentHash: String?
    }
}

/// How a reply reaches the client, or does not.
struct Answer {
    enum Manner {
        case reply(Reply)
        /// A document of the storage, piece by piece.
        case document(DocumentDelivery)
        /// A reply that takes long to find.
        case later(@Sendable () async -> Reply)
        /// The connection is closed without a word.
        case reset
        /// Nothing happens until the client or the server gives up.
        case hang
    }

    var manner: Manner
    var delay: Duration = .zero
    var requestId: String
    var date: String
    /// The rate of the caller's usage plan, or `nil` when the header is left out.
    var rate: Double?
}
