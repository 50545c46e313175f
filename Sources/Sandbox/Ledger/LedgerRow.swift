package import OperationCatalogue

/// One request that the sandbox answered, or would not answer.
package struct LedgerRow: Sendable, Hashable {
    /// What kind of request it was.
    package enum Kind: String, Sendable {
        /// A token exchange.
        case exchange
        /// A call of the API.
        case call
    }

    /// What kind of request it was.
    package var kind: Kind
    /// Time since the sandbox started, on the injected clock.
    package var at: Duration
    /// The wall clock at that time.
    package var time: Instant
    /// The application's id, or `nil` when it could not be told.
    package var application: String?
    /// The seller's id, or `nil` for grantless requests and unknown tokens.
    package var seller: String?
    /// The region, or `nil` for exchanges without a seller.
    package var region: Region?
    /// `family.operation@version`, `lwa`, or the method for paths that mean nothing.
    package var operation: String
    /// The status that was sent; 0 when the connection was closed or left hanging.
    package var status: Int
    /// The request id that was sent.
    package var requestId: String
    /// A hash of the body, or `nil` when there was none. Never made of a token exchange.
    package var bodyHash: String?
    /// The id of what the call changed, or `nil` when it changed nothing.
    package var effectId: String?
    /// How many items a batch had; `nil` for other calls.
    package var items: Int?
    /// The error code, or the fault that was injected.
    package var note: String?

    /// Creates a row.
    package init(
        kind: Kind, at: Duration, time: Instant, application: String? = nil, seller: String? = nil,
        region: Region? = nil, operation: String, status: Int, requestId: String, bodyHash: String? = nil,
        effectId: String? = nil, items: Int? = nil, note: String? = nil
    ) {
        self.kind = kind
        self.at = at
        self.time = time
        self.application = application
        self.seller = seller
        self.region = region
        self.operation = operation
        self.status = status
        self.requestId = requestId
        self.bodyHash = bodyHash
        self.effectId = effectId
        self.items = items
        self.note = note
    }
}
