import OperationCatalogue
import Testing

@Suite("Checking a call")
struct CallCheckTests {
    // MARK: All at once

    @Test("lists every problem, each with the parameter and the cure")
    func everything() throws {
        let error = #expect(throws: InvalidCall.self) {
            try prepared(
                "orders.searchOrders",
                [
                    "createAfter": "2026-01-01", "createdBefore": "yesterday", "maxResultsPerPage": "many",
                    "marketplaceIds": ["DE", "US"],
                ], body: "{}")
        }
        let problems = try #require(error).problems
        #expect(problems.map(\.code) == [.unknownParameter, .badValue, .badMarketplace, .badValue, .unexpectedBody])
        #expect(
            problems.map(\.parameter) == ["createAfter", "createdBefore", "marketplaceIds", "maxResultsPerPage", nil])
        let text = try #require(error).description
        #expect(text.hasPrefix("orders.searchOrders@2026-01-01 cannot be called, for 5 reasons:\n  - "))
        #expect(text.contains("did you mean createdAfter"))
        #expect(text.contains("maxResultsPerPage must be a whole number, not 'many'."))
    }

    // MARK: Names

    @Test("accepts another case of a name and sends Amazon's spelling")
    func otherCase() throws {
        let call = try prepared("orders.getOrders@v0", ["marketplaceids": "US", "createdafter": "2026-01-01"])
        #expect(call.query == "CreatedAfter=2026-01-01&MarketplaceIds=ATVPDKIKX0DER")
    }

    @Test("refuses one parameter in two spellings")
    func twoSpellings() throws {
        let found = try problems("reports.getReports", ["pageSize": 10, "pagesize": 20])
        #expect(found.map(\.code) == [.repeatedParameter])
        #expect(found[0].description.contains("pageSize and pagesize"))
    }

    @Test("says what an operation takes when no name is near")
    func unknownNames() throws {
        let far = try problems("reports.getReportDocument", ["reportDocumentId": "x", "zebra": 1])
        #expect(far.first?.description.hasSuffix("it takes reportDocumentId, enableContentEncodingUrlHeader.") == true)
        let none = try problems("reports.createReport", ["reportType": "X"], body: "{}")
        #expect(none.first?.description.hasSuffix("it takes none, only a body.") == true)
    }

    @Test("takes null for a parameter that was not given")
    func null() throws {
        #expect(try prepared("reports.getReports", ["pageSize": nil]).query.isEmpty)
        #expect(try problems("reports.getReport", ["reportId": nil]).map(\.code) == [.missingParameter])
    }

    // MARK: Values

    @Test(
        "accepts values as a command line writes them",
        arguments: [
            ("reports.getReports", "pageSize", "50", "pageSize=50"),
            ("reports.getReports", "pageSize", 50.0, "pageSize=50"),
            ("reports.getReports", "reportTypes", "A, B,,C", "reportTypes=A,B,C"),
            ("reports.getReports", "reportTypes", ["A", "B,C"], "reportTypes=A,B%2CC"),
            ("reports.getReports", "reportTypes", 7, "reportTypes=7"),
            ("orders.searchOrders", "paginationToken", 12, "paginationToken=12"),
            ("orders.searchOrders", "paginationToken", true, "paginationToken=true"),
            ("vendorOrders.getPurchaseOrders", "includeDetails", true, "includeDetails=true"),
            ("vendorOrders.getPurchaseOrders", "includeDetails", "False", "includeDetails=false"),
            ("supplySources.getSupplySources", "pageSize", "2.50", "pageSize=2.5"),
            ("supplySources.getSupplySources", "pageSize", 3.0, "pageSize=3"),
            ("finances.listBalances", "asOfDate", "2026-01-31", "asOfDate=2026-01-31"),
        ] as [(String, String, JSONValue, String)])
    func accepted(_ name: String, _ parameter: String, _ value: JSONValue, _ query: String) throws {
        let found = try prepared(name, [parameter: value])
        #expect(found.query.split(separator: "&").contains(Substring(query)))
        #expect(found.warnings.isEmpty)
    }

    @Test(
        "refuses values of another type",
        arguments: [
            ("reports.getReports", "pageSize", "1.5"), ("reports.getReports", "pageSize", 1.5),
            ("reports.getReports", "pageSize", true), ("reports.getReports", "pageSize", [1]),
            ("reports.getReports", "nextToken", ["a"]), ("reports.getReports", "nextToken", [:]),
            ("reports.getReports", "reportTypes", ["a": 1]), ("reports.getReports", "reportTypes", [["A"]]),
            ("reports.getReports", "reportTypes", [""]), ("reports.getReports", "createdSince", 1_767_225_600),
            ("orders.getOrders", "IsISPU", "yes"), ("orders.getOrders", "IsISPU", 1),
            ("vendorOrders.getPurchaseOrders", "includeDetails", "1"),
            ("supplySources.getSupplySources", "pageSize", "inf"),
            ("finances.listBalances", "asOfDate", "2026-01-31T08:00:00Z"),
        ] as [(String, String, JSONValue)])
    func refused(_ name: String, _ parameter: String, _ value: JSONValue) throws {
        let found = try problems(name, [parameter: value])
        #expect(found.map(\.code) == [.badValue])
        #expect(found.first?.parameter == parameter)
        #expect(found.first?.description.hasPrefix(parameter) == true)
    }

    @Test("refuses path values that would make another path", arguments: ["", ".", ".."])
    func paths(_ value: String) throws {
        #expect(try problems("reports.getReport", ["reportId": .string(value)]).map(\.code) == [.badValue])
    }

    @Test("refuses headers that would make another header, and shows no signature")
    func headers() throws {
        let found = try problems(
            "sellerWallet.createTransaction",
            ["destAccountDigitalSignature": "s3cret\r\nhost: x", "amountDigitalSignature": ["s3cret"]], body: "{}")
        #expect(found.map(\.code) == [.badValue, .badValue])
        #expect(!found.contains { $0.description.contains("s3cret") })
    }

    @Test("counts items")
    func items() throws {
        let eleven = JSONValue.array((1...11).map { .integer($0) })
        #expect(try problems("reports.getReports", ["reportTypes": eleven]).map(\.code) == [.itemCount])
        #expect(try problems("reports.getReports", ["reportTypes": []]).map(\.code) == [.itemCount])
        #expect(try prepared("orders.searchOrders", ["fulfilledBy": []]).query.isEmpty)
    }

    @Test("warns of what the models do not know, and sends it")
    func warnings() throws {
        let call = try prepared(
            "reports.getReports",
            ["processingStatuses": "DONE,done,NEW", "pageSize": 500, "createdSince": "2026-01-31T08:00:00"])
        #expect(
            call.query
                == "processingStatuses=DONE,done,NEW&pageSize=500&createdSince=2026-01-31T08%3A00%3A00")
        #expect(call.warnings.count == 4)
        #expect(call.warnings[0].contains("did you mean DONE?"))
        #expect(call.warnings[1].contains("such as CANCELLED, DONE"))
        #expect(call.warnings[2].contains("100") && call.warnings[3].contains("time zone"))
    }

    // MARK: Bodies

    @Test("wants a body where one is due, none elsewhere, and JSON always")
    func bodies() throws {
        #expect(try problems("reports.createReport").map(\.code) == [.missingBody])
        #expect(try problems("reports.createReport", body: "").map(\.code) == [.missingBody])
        #expect(try problems("reports.getReports", body: "{}").map(\.code) == [.unexpectedBody])
        #expect(try prepared("reports.getReports", body: "").body == nil)
        #expect(try prepared("replenishment.listOffers").body == nil)
        #expect(try prepared("reports.createReport", body: "{\"a\":1}").body == Array("{\"a\":1}".utf8))
        #expect(try prepared("reports.createReport", body: "\u{FEFF}{}").body == Array("{}".utf8))
        let found = try problems("reports.createReport", body: "{\n  \"secret\": 1,\n}")
        #expect(found.map(\.code) == [.badBody])
        #expect(found[0].description.contains("line 3, column 1"))
        #expect(!found[0].description.contains("secret"))
    }
}
