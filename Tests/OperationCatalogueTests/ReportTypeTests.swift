import Testing

@testable import OperationCatalogue

@Suite("Report types")
struct ReportTypeTests {
    private func type(_ name: String) throws -> ReportType {
        try #require(ReportTypes.builtIn.type(named: name))
    }

    @Test("All that are built in can be read, and each is named once")
    func builtIn() {
        let types = ReportTypes.builtIn.all
        #expect(types.count == 135 && Set(types.map(\.name)).count == types.count)
        #expect(types.count { $0.making == .amazon } == 10)
        #expect(types.count { $0.making == .schedule } == 6)
        #expect(types.count { $0.making == .request || $0.making == .requestOrSchedule } == 115)
        #expect(types.count { $0.isRestricted } == 16)
        for type in types { #expect(ReportTypes.builtIn.type(named: type.name) == type) }
    }

    @Test("A plain type is asked for when it is wanted")
    func plain() throws {
        let type = try type("GET_MERCHANT_LISTINGS_ALL_DATA")
        #expect(type.format == .tab && type.standing == .listed && !type.isRestricted && type.audience == .seller)
        #expect(type.making == .request || type.making == .requestOrSchedule)
    }

    @Test("Settlement reports are Amazon's to make, and one of them is to go")
    func settlement() throws {
        #expect(try type("GET_V2_SETTLEMENT_REPORT_DATA_FLAT_FILE_V2").making == .amazon)
        let old = try type("GET_V2_SETTLEMENT_REPORT_DATA_XML")
        #expect(old.making == .amazon && old.format == .xml && old.standing == .leaving(since: "2026-11-11"))
        #expect(try type("GET_FBA_SNS_FORECAST_DATA").standing == .removed(on: "2025-12-11"))
    }

    @Test("Limits are told in their units")
    func limits() throws {
        let shipping = try type("GET_FLAT_FILE_ORDER_REPORT_DATA_SHIPPING")
        #expect(shipping.isRestricted && shipping.lookbackDays == 60 && shipping.maxRangeDays == nil)
        #expect(try type("GET_AMAZON_FULFILLED_SHIPMENTS_DATA_GENERAL").maxRangeDays == 30)
        #expect(try type("GET_REFERRAL_FEE_PREVIEW_REPORT").minRequestIntervalHours == 24)
        #expect(try type("GET_REMOTE_FULFILLMENT_ELIGIBILITY").longestMakingHours == 24)
    }

    @Test("Options are told with their values and whether they must be given")
    func options() throws {
        let sales = try type("GET_SALES_AND_TRAFFIC_REPORT").options
        #expect(sales.map(\.name) == ["dateGranularity", "asinGranularity"])
        #expect(sales[0].values == ["DAY", "WEEK", "MONTH"] && sales.allSatisfy { !$0.isRequired })
        let query = try type("GET_BRAND_ANALYTICS_SEARCH_QUERY_PERFORMANCE_REPORT").options
        #expect(query.map(\.name) == ["reportPeriod", "asin"] && query.allSatisfy(\.isRequired))
        #expect(query[1].values.isEmpty)
    }

    @Test("A type of some countries or of one region is not offered elsewhere")
    func places() throws {
        func stores(_ codes: String...) -> [Marketplace] { codes.compactMap(Marketplace.named) }
        let replacements = try type("GET_FBA_FULFILLMENT_CUSTOMER_SHIPMENT_REPLACEMENT_DATA")
        #expect(replacements.onlyIn == ["NA", "IN"])
        #expect(replacements.isOffered(in: stores("US")) && replacements.isOffered(in: stores("DE", "IN")))
        #expect(!replacements.isOffered(in: stores("DE", "JP")))
        #expect(try type("GET_MERCHANT_LISTINGS_ALL_DATA").isOffered(in: stores("JP")))
    }

    @Test("A misspelt type has the nearest ones as hints, never one that is gone")
    func nearest() {
        let near = ReportTypes.builtIn.nearest(to: "get_merchant_listing_all_data")
        #expect(near.first == "GET_MERCHANT_LISTINGS_ALL_DATA")
        #expect(!ReportTypes.builtIn.nearest(to: "GET_FBA_SNS_FORECAST_DAT").contains("GET_FBA_SNS_FORECAST_DATA"))
    }

    @Test(
        "A line that cannot be read is told by its number",
        arguments: [
            "", "B seller c request tab", "B nobody c request tab listed", "B seller c made tab listed",
            "B seller c request doc listed", "B seller c request tab gone", "B seller c request tab removed",
            "B seller c request tab listed range=30h", "B seller c request tab listed ?",
            "B seller c request tab listed x",
            "B seller c request tab listed ?a{b",
        ])
    func unreadable(line: String) {
        let error = #expect(throws: CatalogueTextError.self) {
            try ReportTypeReader.types(in: "A both - - - unlisted\n\(line)")
        }
        #expect(error?.line == 2)
    }
}
