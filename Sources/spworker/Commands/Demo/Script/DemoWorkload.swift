import JobModel
import OperationCatalogue
import Sandbox

/// A job of the demo.
struct DemoJob: Sendable {
    /// The seller's place.
    let seller: Int
    let call: DemoCall
    let request: JobRequest
    /// How many calls it takes when nothing goes wrong.
    let pages: Int
}

/// Writes the sellers' jobs. Pure.
struct DemoWorkload: Sendable {
    /// So many orders a seller has, and so many are on a page.
    static let orders = 150
    static let ordersPerPage = 50

    let world: World
    /// From when on listings ask, in ISO 8601: before the oldest order.
    let since: String

    /// All jobs, the sellers in turn.
    func jobs(_ total: Int) -> [DemoJob] {
        let count = world.sellers.count
        return (0..<total).map { job(number: $0 / count, of: $0 % count) }
    }

    /// The seller's job with this number, from 0.
    func job(number: Int, of place: Int) -> DemoJob {
        let seller = world.sellers[place]
        let call = DemoCall.call(number: number)
        var request = JobRequest(
            kind: "request", seller: seller.id, region: seller.region.rawValue, operation: call.operation)
        request.parameters = JSONValue.object(parameters(of: call, number, seller)).text
        if call.isPost { request.body = JSONValue.object(body(of: call, number, seller)).text }
        if call.isListing {
            request.options = JSONValue.object(["allPages": true]).text
            request.output = "\(call == .orders ? "orders" : "transactions")/{seller}/{job}.ndjson"
        }
        return DemoJob(seller: place, call: call, request: request, pages: pages(of: call, seller))
    }

    /// Amazon's name of a product that nothing else asks for.
    private func asin(_ number: Int) -> String { "B0" + String(100_000_000 + number).dropFirst() }

    private func parameters(of call: DemoCall, _ number: Int, _ seller: World.Seller) -> [String: JSONValue] {
        let all = JSONValue.array(seller.marketplaces.map { .string($0) })
        let first = JSONValue.string(seller.marketplaces[0])
        return switch call {
        case .orders:
            [
                "createdAfter": .string(since), "marketplaceIds": all,
                "maxResultsPerPage": .integer(Int64(Self.ordersPerPage)),
            ]
        case .transactions: ["postedAfter": .string(since)]
        case .participations: [:]
        case .listing: ["sku": .string("SKU \(number)/ü"), "marketplaceIds": all]
        case .order, .shipment: ["orderId": .string(seller.orderId(number % max(1, seller.orders)))]
        case .offers: ["Asin": .string(asin(number)), "MarketplaceId": first, "ItemCondition": "New"]
        case .prices: ["Asins": .array([.string(asin(number))]), "MarketplaceId": first, "ItemType": "Asin"]
        case .fees: ["SellerSKU": .string("SKU \(number)")]
        }
    }

    private func body(of call: DemoCall, _ number: Int, _ seller: World.Seller) -> [String: JSONValue] {
        let first = JSONValue.string(seller.marketplaces[0])
        guard call == .shipment else {
            return [
                "FeesEstimateRequest": [
                    "MarketplaceId": first, "Identifier": .string("demo-\(number)"),
                    "PriceToEstimateFees": ["ListingPrice": ["CurrencyCode": "USD", "Amount": 10]],
                ]
            ]
        }
        return [
            "marketplaceId": first,
            "packageDetail": [
                "packageReferenceId": "1", "carrierCode": "UPS", "trackingNumber": .string("1Z\(number)"),
                "shipDate": .string(since), "orderItems": [["orderItemId": "1", "quantity": 1]],
            ],
        ]
    }

    private func pages(of call: DemoCall, _ seller: World.Seller) -> Int {
        switch call {
        case .orders: return max(1, (seller.orders + Self.ordersPerPage - 1) / Self.ordersPerPage)
        case .transactions:
            let full = max(1, (world.pagedItems + Self.itemsPerPage - 1) / Self.itemsPerPage)
            // The sandbox puts an empty page behind the first where Amazon may.
            let mayBeEmpty = call.entry?.pagination?.emptyPagesPossible == true && world.emptyPages
            return full > 1 && mayBeEmpty ? full + 1 : full
        default: return 1
        }
    }

    /// The sandbox's page of whoever asks for no size.
    private static let itemsPerPage = 10
}
