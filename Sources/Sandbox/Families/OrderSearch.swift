/// What a search for orders asks for, apart from the page.
struct OrderSearch: Hashable {
    enum DateField: String {
        case created, updated
    }

    var field: DateField
    var after: Instant
    var before: Instant
    var statuses: Set<String>
    var channels: Set<String>
    var marketplaces: Set<String>
    var orderIds: Set<String>
    var pageSize: Int

    /// The numbers of matching orders from `offset` (a number, not a count of matches), and the number at which the next
    /// page begins, or `nil` when there is none.
    func page(of book: OrderBook, from offset: Int, status: (FakeOrder.Status) -> String) -> ([FakeOrder], next: Int?) {
        var page: [FakeOrder] = []
        var number = max(0, offset)
        while number < book.count {
            let order = book.order(number)
            if matches(order, status: status) {
                if page.count == pageSize { return (page, number) }
                page.append(order)
            }
            number += 1
        }
        return (page, nil)
    }

    private func matches(_ order: FakeOrder, status: (FakeOrder.Status) -> String) -> Bool {
        let date = field == .created ? order.created : order.updated
        return date >= after && date <= before
            && (marketplaces.isEmpty || marketplaces.contains(order.marketplace.id))
            && (statuses.isEmpty || statuses.contains(status(order.status)))
            && (channels.isEmpty || !channels.isDisjoint(with: order.isFulfilledByAmazon ? Self.amazon : Self.merchant))
            && (orderIds.isEmpty || orderIds.contains(order.id))
    }

    private static let amazon: Set<String> = ["AFN", "AMAZON"]
    private static let merchant: Set<String> = ["MFN", "MERCHANT"]

    // MARK: Inside a page token

    /// The search as one text without a bar, so that a page token can hold it.
    var text: String {
        [
            field.rawValue, String(after.microseconds), String(before.microseconds), join(statuses), join(channels),
            join(marketplaces), join(orderIds), String(pageSize),
        ].joined(separator: ";")
    }

    init?(text: Substring) {
        let parts = text.split(separator: ";", omittingEmptySubsequences: false)
        guard parts.count == 8, let field = DateField(rawValue: String(parts[0])), let after = Int64(parts[1]),
            let before = Int64(parts[2]), let pageSize = Int(parts[7])
        else { return nil }
        func set(_ text: Substring) -> Set<String> { Set(text.split(separator: ",").map(String.init)) }
        self.init(
            field: field, after: Instant(microseconds: after), before: Instant(microseconds: before),
            statuses: set(parts[3]), channels: set(parts[4]), marketplaces: set(parts[5]), orderIds: set(parts[6]),
            pageSize: pageSize)
    }

    init(
        field: DateField, after: Instant, before: Instant, statuses: Set<String>, channels: Set<String>,
        marketplaces: Set<String>, orderIds: Set<String>, pageSize: Int
    ) {
        self.field = field
        self.after = after
        self.before = before
        self.statuses = statuses
        self.channels = channels
        self.marketplaces = marketplaces
        self.orderIds = orderIds
        self.pageSize = pageSize
    }

    private func join(_ values: Set<String>) -> String { values.sorted().joined(separator: ",") }
}
