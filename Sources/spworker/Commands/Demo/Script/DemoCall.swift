import OperationCatalogue

/// A call that the demo's sellers ask for.
enum DemoCall: Sendable, Hashable, CaseIterable {
    case orders, transactions, participations, listing, order, offers, prices, shipment, fees

    /// The operation's full name.
    var operation: String {
        switch self {
        case .orders: "orders.searchOrders@2026-01-01"
        case .transactions: "finances.listTransactions@2024-06-19"
        case .participations: "sellers.getMarketplaceParticipations@v1"
        case .listing: "listingsItems.getListingsItem@2021-08-01"
        case .order: "orders.getOrder@2026-01-01"
        case .offers: "productPricing.getItemOffers@v0"
        case .prices: "productPricing.getCompetitivePricing@v0"
        case .shipment: "orders.confirmShipment@v0"
        case .fees: "productFees.getMyFeesEstimateForSKU@v0"
        }
    }

    /// The operation's name as people say it.
    var shortName: String {
        let name = operation.prefix { $0 != "@" }
        return name.split(separator: ".").last.map(String.init) ?? operation
    }

    /// Whether all pages are read, into a file.
    var isListing: Bool { self == .orders || self == .transactions }

    /// Whether it is a POST.
    var isPost: Bool { self == .shipment || self == .fees }

    /// What the catalogue knows of the operation.
    var entry: Operation? { try? OperationCatalogue.builtIn.operation(named: operation) }

    /// How long a seller's lane takes for so many jobs, at most.
    func time(for jobs: Int, rate: Double? = nil, burst: Int? = nil) -> Duration {
        guard let plan = entry?.plan else { return .zero }
        let rate = rate ?? plan.rate
        // Where there is no burst to take it from, the worker's margin spaces calls a quarter wider.
        let spacing = plan.burst == 1 ? 1.25 : 1
        let waiting = max(0, jobs - (plan.burst == 1 ? 0 : burst ?? plan.burst))
        return .seconds(Double(waiting) * spacing / rate)
    }

    // MARK: Order

    /// The call of a seller's job with this number, from 0: one of each first, so that small demos show something too,
    /// then mostly those whose plans are slow.
    static func call(number: Int) -> DemoCall {
        guard number >= beginning.count else { return beginning[number] }
        let (round, place) = (number - beginning.count).quotientAndRemainder(dividingBy: cycle.count)
        return cycle[place][round % cycle[place].count]
    }

    private static let beginning: [DemoCall] = [
        .orders, .participations, .listing, .listing, .order, .offers, .prices, .listing, .listing, .shipment, .fees,
        .transactions,
    ]
    private static let cycle: [[DemoCall]] = [
        [.offers], [.prices], [.listing], [.offers], [.prices], [.order], [.offers], [.prices], [.shipment, .fees],
        [.offers, .prices],
    ]
}
