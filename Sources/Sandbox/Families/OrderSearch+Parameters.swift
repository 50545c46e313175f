import OperationCatalogue

extension OrderSearch {
    /// The spelling of the search parameters in one version of the Orders API.
    struct Names {
        var createdAfter: String
        var createdBefore: String
        var updatedAfter: String
        var updatedBefore: String
        var statuses: String
        var channels: String
        var marketplaces: String
        var orderIds: String
        var pageSize: String
        var token: String
    }

    /// Reads a search from the parameters of a call.
    ///
    /// Amazon's documentation: one of the two `...After` must be given, and a `...Before` must be at least two minutes
    /// past.
    init(_ context: CheckedCall, _ names: Names) throws(CallCheck.Refusal) {
        let created = try Self.range(context, after: names.createdAfter, before: names.createdBefore)
        let updated = try Self.range(context, after: names.updatedAfter, before: names.updatedBefore)
        let orderIds = Set(context.list(names.orderIds) ?? [])
        if created.after != nil && updated.after != nil {
            throw CallCheck.Refusal("\(names.createdAfter) and \(names.updatedAfter) exclude each other")
        }
        if created.after == nil && updated.after == nil && orderIds.isEmpty {
            throw CallCheck.Refusal("\(names.createdAfter) or \(names.updatedAfter) is missing")
        }
        if (created.after == nil && created.before != nil) || (updated.after == nil && updated.before != nil) {
            throw CallCheck.Refusal("an end of a time range needs its beginning")
        }
        let range = updated.after == nil ? created : updated
        let latest = Instant(microseconds: context.now.microseconds - Self.margin)
        let after = range.after ?? Instant(microseconds: 0)
        let before = range.before ?? latest
        if range.before != nil, before < after { throw CallCheck.Refusal("the time range ends before it begins") }
        let pageSize = context.query[names.pageSize].flatMap(Int.init) ?? Self.largestPage
        guard (1...Self.largestPage).contains(pageSize) else {
            throw CallCheck.Refusal("\(names.pageSize) is not from 1 to \(Self.largestPage)")
        }
        self.init(
            field: updated.after == nil ? .created : .updated, after: after, before: before,
            statuses: Set(context.list(names.statuses) ?? []), channels: Set(context.list(names.channels) ?? []),
            marketplaces: Set(context.list(names.marketplaces) ?? []), orderIds: orderIds, pageSize: pageSize)
    }

    private static func range(
        _ context: CheckedCall, after: String, before: String
    ) throws(CallCheck.Refusal) -> (after: Instant?, before: Instant?) {
        let beginning = try instant(context, after)
        let end = try instant(context, before)
        if let end, end.microseconds > context.now.microseconds - margin {
            throw CallCheck.Refusal("\(before) is not at least two minutes in the past")
        }
        return (beginning, end)
    }

    private static func instant(_ context: CheckedCall, _ name: String) throws(CallCheck.Refusal) -> Instant? {
        guard let text = context.query[name] else { return nil }
        guard let instant = Instant(iso: text) else {
            throw CallCheck.Refusal("\(name) is not an ISO 8601 date and time with a zone")
        }
        return instant
    }

    private static let margin: Int64 = 120 * 1_000_000
    private static let largestPage = 100
}
