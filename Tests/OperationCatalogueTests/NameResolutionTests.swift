import OperationCatalogue
import Testing

@Suite("Names of operations")
struct NameResolutionTests {
    private let catalogue = OperationCatalogue.builtIn

    @Test("every operation is found by its full name", arguments: OperationCatalogue.builtIn.all)
    func fullNames(_ operation: Operation) throws {
        #expect(try catalogue.operation(named: operation.name) == operation)
    }

    @Test(
        "a name without a version means the newest version that is not deprecated",
        arguments: [
            ("orders.getOrder", "orders.getOrder@2026-01-01"),
            ("orders.getOrders", "orders.getOrders@v0"),
            ("catalogItems.getCatalogItem", "catalogItems.getCatalogItem@2022-04-01"),
            ("listingsItems.putListingsItem", "listingsItems.putListingsItem@2021-08-01"),
            ("shipping.getRates", "shipping.getRates@v2"),
            ("fulfillmentInbound.getShipment", "fulfillmentInbound.getShipment@2024-03-20"),
        ])
    func newestVersions(_ name: String, _ meant: String) throws {
        #expect(try catalogue.operation(named: name).name == meant)
    }

    @Test(
        "a bare id is enough where one family has it",
        arguments: [
            ("searchOrders", "orders.searchOrders@2026-01-01"),
            ("getReport", "reports.getReport@2021-06-30"),
            ("getReport@2021-06-30", "reports.getReport@2021-06-30"),
            ("getCatalogItem@2020-12-01", "catalogItems.getCatalogItem@2020-12-01"),
            // Two families have the id, but one of them the version.
            ("getOrder@2026-01-01", "orders.getOrder@2026-01-01"),
        ])
    func bareIDs(_ name: String, _ meant: String) throws {
        #expect(try catalogue.operation(named: name).name == meant)
    }

    /// The error that `name` is answered with.
    private func refusal(of name: String) throws -> UnknownOperation {
        try #require(throws: UnknownOperation.self) { try catalogue.operation(named: name) }
    }

    @Test("a bare id of several families is refused with all of them")
    func ambiguous() throws {
        let error = try refusal(of: "getOrder")
        #expect(error.reason == .ambiguous)
        #expect(
            error.suggestions == [
                "fulfillmentOutbound.getOrder", "orders.getOrder", "vendorDirectFulfillmentOrders.getOrder",
            ])
        #expect(error.description.contains("Did you mean fulfillmentOutbound.getOrder, orders.getOrder or vendor"))
    }

    @Test("a version that does not exist is answered with those that do")
    func missingVersion() throws {
        let error = try refusal(of: "orders.getOrder@v7")
        #expect(error.reason == .versionNotFound)
        #expect(error.suggestions == ["orders.getOrder@2026-01-01", "orders.getOrder@v0"])
        #expect(error.description.hasPrefix("There is no version 'v7' of operation 'orders.getOrder'."))
        #expect(try refusal(of: "orders.getOrder@").reason == .versionNotFound)
    }

    @Test(
        "a misspelt name is answered with the nearest ones, the same name in other letters first",
        arguments: [
            ("orders.getOrdrs", "orders.getOrders"),
            ("orders.getorders", "orders.getOrders"),
            ("ORDERS.SEARCHORDERS", "orders.searchOrders"),
            ("createreport", "reports.createReport"),
            ("craeteReport", "reports.createReport"),
            ("listings.getListingsItem", "listingsItems.getListingsItem"),
            ("serchOrders@2026-01-01", "orders.searchOrders"),
        ])
    func misspelt(_ name: String, _ meant: String) throws {
        let error = try refusal(of: name)
        #expect(error.reason == .notFound)
        #expect(error.suggestions.first == meant)
        #expect(error.suggestions.count <= 3)
        #expect(error.description.contains("Did you mean \(meant)"))
    }

    @Test("every suggestion can be given instead", arguments: ["getOrder", "orders.getOrder@v7", "inventory"])
    func suggestionsWork(_ name: String) throws {
        let suggestions = try refusal(of: name).suggestions
        #expect(!suggestions.isEmpty)
        for suggestion in suggestions {
            #expect(throws: Never.self) { try catalogue.operation(named: suggestion) }
        }
    }

    @Test("nonsense is refused without a guess", arguments: ["", "@", ".", "zzzzzz", "ü\n\u{1B}[31m"])
    func nonsense(_ name: String) throws {
        let error = try refusal(of: name)
        #expect(error.suggestions.isEmpty)
        #expect(!error.description.contains("\n") && !error.description.contains("\u{1B}"))
    }

    @Test("an endless name makes no endless error")
    func endless() throws {
        #expect(try refusal(of: String(repeating: "orders", count: 10_000)).description.count < 120)
    }

    @Test("where all versions are deprecated the newest is meant, and dates come after numbers")
    func allDeprecated() throws {
        let text = """
            api a v2 /
            GET x 1 1/1 deprecated:..
            api a v10 /
            GET x 2 1/1 deprecated:..
            api b v3 /
            GET y 3 1/1
            api b 2020-01-01 /
            GET y 4 1/1
            api b 2026-01-01 /
            GET y 5 1/1 deprecated:..
            """
        let catalogue = OperationCatalogue(try CatalogueReader.operations(in: text))
        #expect(try catalogue.operation(named: "a.x").version == "v10")
        #expect(try catalogue.operation(named: "b.y").version == "2020-01-01")
    }
}
