import OperationCatalogue

/// The made-up orders of one seller, spread evenly over the 30 days before the sandbox started.
struct OrderBook {
    let count: Int
    private let start: Instant
    private let fingerprint: Fingerprint
    private let marketplaces: [SandboxMarketplace]

    init(seller: World.Seller, start: Instant) {
        self.start = start
        marketplaces = seller.marketplaces.compactMap(SandboxMarketplace.named)
        count = marketplaces.isEmpty ? 0 : seller.orders
        var fingerprint = Fingerprint(seller.sellerId.utf8)
        fingerprint.add(seller.region.rawValue.utf8)
        self.fingerprint = fingerprint
    }

    /// The order with a number from 0, the oldest, to `count - 1`.
    func order(_ number: Int) -> FakeOrder {
        let step = Self.span / Int64(max(1, count))
        let created = start.microseconds - Self.span + step * Int64(number) + step / 2
        let delay = Int64(draw(number, 1, below: 21_600_000_000))
        return FakeOrder(
            number: number, created: Instant(microseconds: created),
            updated: Instant(microseconds: min(created + delay, start.microseconds)),
            status: FakeOrder.Status.allCases[Int(draw(number, 2, below: UInt64(FakeOrder.Status.allCases.count)))],
            isFulfilledByAmazon: draw(number, 3, below: 2) == 0,
            marketplace: marketplaces[Int(draw(number, 4, below: UInt64(marketplaces.count)))],
            quantity: Int(draw(number, 5, below: 3)) + 1, cents: Int(draw(number, 6, below: 20_000)) + 500,
            id: prefix + String(10_000_000 + number).dropFirst())
    }

    /// The order with Amazon's id `id`, or `nil` when this seller has none such.
    func order(id: String) -> FakeOrder? {
        let prefix = prefix
        guard id.hasPrefix(prefix), id.utf8.count == prefix.utf8.count + 7,
            let number = Int(id.dropFirst(prefix.count)), number >= 0, number < count
        else { return nil }
        return order(number)
    }

    private var prefix: String {
        "\(100 + fingerprint.number(7, below: 900))-\(1_000_000 + fingerprint.number(8, below: 9_000_000))-"
    }

    private func draw(_ number: Int, _ salt: UInt64, below bound: UInt64) -> UInt64 {
        fingerprint.number(UInt64(number) &* 16 &+ salt, below: bound)
    }

    private static let span: Int64 = 30 * 86_400 * 1_000_000
}
