import OperationCatalogue
import Testing

@Suite("Marketplaces and sellers of a call")
struct CallFillingTests {
    @Test(
        "translates country codes, each marketplace once",
        arguments: ["UK, GB,gb", "a1f83g8c2aro7p", "A1F83G8C2ARO7P,uk"])
    func countryCodes(_ value: String) throws {
        let call = try prepared("reports.getReports", ["marketplaceIds": .string(value)], in: .europeanSeller)
        #expect(call.query == "marketplaceIds=A1F83G8C2ARO7P")
    }

    @Test("refuses marketplaces of another region and countries without one, and lets unknown ids pass with a warning")
    func regions() throws {
        let wrong = try problems("reports.getReports", ["marketplaceIds": "US,XX,DE"], in: .europeanSeller)
        #expect(wrong.map(\.code) == [.badMarketplace, .badMarketplace])
        #expect(wrong[0].description.contains("belongs to region NA, but the call goes to EU"))
        #expect(wrong[1].description.contains("'XX' is no country"))
        let new = try prepared("reports.getReports", ["marketplaceIds": "ATVPDKIKX0DEX"])
        #expect(new.query == "marketplaceIds=ATVPDKIKX0DEX")
        #expect(new.warnings.first?.contains("did you mean ATVPDKIKX0DER") == true)
        #expect(try prepared("reports.getReports", ["marketplaceIds": "US,DE"], in: CallContext()).warnings.isEmpty)
    }

    @Test("fills required marketplaces and the seller's id from what is known")
    func filled() throws {
        let orders = try prepared("orders.getOrders@v0", in: .europeanSeller)
        #expect(orders.query == "MarketplaceIds=A1PA6795UKMFR9,A13V1IB3VIYZZH")
        let listing = try prepared("listingsItems.getListingsItem", ["sku": "a/b"])
        #expect(listing.path == "/listings/2021-08-01/items/A2EXAMPLE/a%2Fb")
        #expect(listing.query == "marketplaceIds=ATVPDKIKX0DER")
        let one = try prepared("catalogItems.listCatalogCategories", ["ASIN": "B0"])
        #expect(one.query == "MarketplaceId=ATVPDKIKX0DER&ASIN=B0")
        let other = try prepared("listingsItems.getListingsItem", ["sku": "x", "sellerId": "OTHER"])
        #expect(other.path == "/listings/2021-08-01/items/OTHER/x")
    }

    @Test("leaves optional marketplaces and seller ids out")
    func optional() throws {
        #expect(try prepared("reports.getReports", ["nextToken": "t"]).query == "nextToken=t")
        #expect(
            try prepared("productTypes.getDefinitionsProductType", ["productType": "SHIRT"]).query
                == "marketplaceIds=ATVPDKIKX0DER")
    }

    @Test("asks which marketplace is meant when the seller has more than the operation takes")
    func tooManyToFill() throws {
        for (name, parameters) in [
            ("catalogItems.searchCatalogItems", [:]), ("catalogItems.listCatalogCategories", ["ASIN": "B0"]),
        ] as [(String, [String: JSONValue])] {
            let found = try problems(name, parameters, in: .europeanSeller)
            #expect(found.map(\.code) == [.missingParameter])
            #expect(found[0].description.hasSuffix("takes 1 at a time; choose from DE, FR."))
        }
    }

    @Test("names what cannot be filled")
    func cannotFill() throws {
        let found = try problems("listingsItems.getListingsItem", in: CallContext())
        #expect(found.map(\.parameter) == ["sellerId", "sku", "marketplaceIds"])
        #expect(found.allSatisfy { $0.code == .missingParameter })
        #expect(found[0].description.contains("sellerId in the configuration"))
        let listed = try problems("fbaInventory.getInventorySummaries", ["granularityId": "x"])
        #expect(listed.map(\.description) == ["granularityType is missing; give one of Marketplace."])
    }
}
