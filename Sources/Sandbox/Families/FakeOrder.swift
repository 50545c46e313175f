/// One made-up order. The same seller, number and start of the sandbox always give the same order.
struct FakeOrder {
    enum Status: Int, CaseIterable {
        case pending, unshipped, partiallyShipped, shipped, canceled

        /// The word of Orders v0.
        var v0: String { ["Pending", "Unshipped", "PartiallyShipped", "Shipped", "Canceled"][rawValue] }
        /// The word of Orders 2026-01-01.
        var v2026: String { ["PENDING", "UNSHIPPED", "PARTIALLY_SHIPPED", "SHIPPED", "CANCELLED"][rawValue] }
    }

    let number: Int
    let created: Instant
    let updated: Instant
    let status: Status
    let isFulfilledByAmazon: Bool
    let marketplace: SandboxMarketplace
    let quantity: Int
    /// The total in hundredths of the currency.
    let cents: Int
    let id: String

    var price: String { "\(cents / 100).\(cents % 100 < 10 ? "0" : "")\(cents % 100)" }
    var itemId: String { String(10_000_000_000_000 + number) }
    var sku: String { "SKU-\(number % 97 + 1)" }
    var asin: String { "B0SANDBO\(number % 90 + 10)" }
}
