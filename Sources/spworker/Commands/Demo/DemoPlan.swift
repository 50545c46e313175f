import Foundation
import JobModel
import OperationCatalogue
import Sandbox

/// Who takes part in the demo and what they ask for. Pure, so that the same numbers always give the same demo.
struct DemoPlan {
    let world: World
    let jobs: [JobRequest]
    /// The seller whose plan at Amazon is slower than the worker believes.
    let throttled: World.Seller
    /// The seller who has revoked the authorization.
    let revoked: World.Seller

    init(sellers count: Int, jobs total: Int) {
        var world = World.standard(sellers: count)
        world.latency = .milliseconds(200)
        // Amazon lowers plans of single sellers without a word.
        let slow = PlanOverride(rate: 0.7, burst: 1)
        world.sellers[1].usagePlans = ["catalogItems.searchCatalogItems": slow]
        world.sellers[2].isRevoked = true
        throttled = world.sellers[1]
        revoked = world.sellers[2]
        self.world = world
        jobs = (0..<total).map { index in
            Self.job(number: index / count, for: world.sellers[index % count])
        }
    }

    /// The `number`th job of a seller: what people call most, within what their plans allow in a minute.
    private static func job(number: Int, for seller: World.Seller) -> JobRequest {
        func request(_ operation: String, _ parameters: [String: JSONValue]) -> JobRequest {
            JobRequest(
                kind: "request", seller: seller.id, region: seller.region.rawValue, operation: operation,
                parameters: JSONValue.object(parameters).text)
        }
        let marketplaces = JSONValue.array(seller.marketplaces.map { .string($0) })
        switch number % 5 {
        case 0 where number / 5 < 10: return request("sellers.getMarketplaceParticipations", [:])
        case 1:
            return request(
                "fbaInventory.getInventorySummaries",
                [
                    "granularityType": "Marketplace", "granularityId": .string(seller.marketplaces[0]),
                    "marketplaceIds": .array([.string(seller.marketplaces[0])]),
                ])
        case 2:
            return request(
                "listingsItems.getListingsItem@2021-08-01",
                [
                    "sellerId": .string(seller.sellerId), "sku": .string("SKU \(number)/ü"),
                    "marketplaceIds": marketplaces,
                ])
        default:
            return request(
                "catalogItems.searchCatalogItems@2022-04-01",
                [
                    "keywords": .array([.string("demo \(number)")]),
                    "marketplaceIds": .array([.string(seller.marketplaces[0])]),
                ])
        }
    }

    /// The configuration that a user would write for this world.
    func configuration(_ address: SandboxAddress) -> String {
        var lines = [
            "database: sqlite:spworker.db",
            "output: {directory: output, minFree: 1MB}",
            "endpoints:",
            "  lwa: \(address.lwaEndpoint)",
        ]
        lines += Region.allCases.map { "  \($0.rawValue): \(address.endpoint(for: $0))" }
        lines += [
            "applications:", "  - id: sandbox", "    clientId: file:secrets/application.json#clientId",
            "    clientSecret: file:secrets/application.json#clientSecret", "sellers:",
        ]
        for seller in world.sellers {
            lines += [
                "  - id: \(seller.id)", "    region: \(seller.region.rawValue)", "    sellerId: \(seller.sellerId)",
                "    marketplaces: [\(seller.marketplaces.joined(separator: ", "))]",
                "    refreshToken: file:secrets/\(seller.id).json#refreshToken",
            ]
        }
        return lines.joined(separator: "\n") + "\n"
    }
}
