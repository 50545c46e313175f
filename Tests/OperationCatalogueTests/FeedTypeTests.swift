import Testing

@testable import OperationCatalogue

@Suite("Feed types")
struct FeedTypeTests {
    @Test("all that are built in can be read, and each is named once")
    func builtIn() throws {
        let types = FeedTypes.builtIn.all
        #expect(types.count == 37 && Set(types.map(\.name)).count == types.count)
        #expect(types.count { $0.standing == .active } == 20)
        for type in types { #expect(FeedTypes.builtIn.type(named: type.name) == type) }
    }

    @Test("listings are sent as JSON by sellers and vendors")
    func listings() throws {
        let type = try #require(FeedTypes.builtIn.type(named: FeedType.listings))
        #expect(type.audience == .both && type.standing == .active)
        #expect(type.fullContentType == "application/json; charset=UTF-8")
    }

    @Test("a removed type tells when it was removed")
    func removed() throws {
        func standing(_ name: String) throws -> FeedType.Standing {
            try #require(FeedTypes.builtIn.type(named: name)).standing
        }
        #expect(try standing("POST_FLAT_FILE_FBA_CREATE_INBOUND_PLAN") == .removed("2024-03-27"))
        guard case .removed(let time) = try standing("POST_PRODUCT_DATA") else {
            Issue.record("POST_PRODUCT_DATA is removed")
            return
        }
        #expect(time.hasPrefix("2025"))
    }

    @Test("text is sent in UTF-8, a PDF as it is, and a type may leave the content type open")
    func contentTypes() {
        func full(_ name: String) -> String? { FeedTypes.builtIn.type(named: name)?.fullContentType }
        #expect(full("POST_ORDER_FULFILLMENT_DATA") == "text/xml; charset=UTF-8")
        #expect(full("POST_FLAT_FILE_FULFILLMENT_DATA") == "text/tab-separated-values; charset=UTF-8")
        #expect(full("UPLOAD_VAT_INVOICE") == "application/pdf")
        #expect(full("POST_ENHANCED_CONTENT_DATA") == nil)
    }

    @Test("a misspelt type has the nearest one as a hint, never a removed one")
    func nearest() {
        #expect(FeedTypes.builtIn.nearest(to: "JSON_LISTING_FEED") == [FeedType.listings])
        #expect(FeedTypes.builtIn.nearest(to: "json_listings_feed") == [FeedType.listings])
        #expect(!FeedTypes.builtIn.nearest(to: "POST_PRODUCT_DATE").contains("POST_PRODUCT_DATA"))
    }

    @Test(
        "a line that cannot be read is told by its number",
        arguments: [
            "", "A|seller|-|c", "A|nobody|-|c|active", "A|seller|-|c|gone", "A|seller|-|c|removed", "A|||c|active",
        ])
    func unreadable(line: String) {
        let error = #expect(throws: CatalogueTextError.self) {
            try FeedTypeReader.types(in: "A|both|-|c|active\n\(line)")
        }
        #expect(error?.line == 2)
    }
}
