/// Which orders are wanted. Give one of the two beginnings. Times are in ISO 8601, for example `2026-01-31T08:00:00Z`.
public struct OrderSearch: Sendable, Hashable {
    /// Orders placed at or after this time.
    public var createdAfter: String?
    /// Orders placed before this time. At least two minutes ago.
    public var createdBefore: String?
    /// Orders changed at or after this time.
    public var lastUpdatedAfter: String?
    /// Orders changed before this time. At least two minutes ago.
    public var lastUpdatedBefore: String?
    /// Marketplaces by id or country code. All that the authorization covers when empty.
    public var marketplaces: [String] = []
    /// For example `UNSHIPPED`. Every status when empty.
    public var fulfillmentStatuses: [String] = []
    /// Parts that are left out otherwise, for example `PROCEEDS`, `FULFILLMENT`, `BUYER`.
    public var includedData: [String] = []
    /// Orders on a page; Amazon's default unless set.
    public var pageSize: Int?

    /// Orders placed at or after a time.
    public init(createdAfter: String) { self.createdAfter = createdAfter }

    /// Orders changed at or after a time.
    public init(lastUpdatedAfter: String) { self.lastUpdatedAfter = lastUpdatedAfter }

    var parameters: [String: CallParameter] {
        var parameters = CallParameters()
        parameters.set("createdAfter", createdAfter)
        parameters.set("createdBefore", createdBefore)
        parameters.set("lastUpdatedAfter", lastUpdatedAfter)
        parameters.set("lastUpdatedBefore", lastUpdatedBefore)
        parameters.set("marketplaceIds", marketplaces)
        parameters.set("fulfillmentStatuses", fulfillmentStatuses)
        parameters.set("includedData", includedData)
        parameters.set("maxResultsPerPage", pageSize)
        return parameters.given
    }
}
