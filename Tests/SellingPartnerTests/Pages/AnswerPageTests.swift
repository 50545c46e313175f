import OperationCatalogue
import Testing

@testable import SellingPartner

@Suite("Pages")
struct AnswerPageTests {
    private let listing = Pagination(
        requestParameter: "NextToken", responseField: "payload.NextToken", itemsField: "payload.Orders")
    private let offsets = Pagination(
        requestParameter: "pagination.offset", location: .body, responseField: "pagination.totalResults",
        itemsField: "offers", style: .offset)

    private func page(
        _ text: String, at position: PagePosition = .first, _ pagination: Pagination
    ) throws -> AnswerPage {
        try AnswerPage(Array(text.utf8), at: position, pagination)
    }

    @Test("Each item becomes a line, and the token leads to the next page")
    func items() throws {
        let page = try page(
            "{\"payload\": {\"Orders\": [\n {\"id\": 1},\n {\"id\": 2.0}], \"NextToken\": \"a+b/c=\"}}", listing)
        #expect(String(decoding: page.lines, as: UTF8.self) == "{\"id\":1}\n{\"id\":2.0}\n")
        #expect(page.count == 2)
        #expect(page.next == .token("a+b/c="))
    }

    @Test(
        "A missing list is empty, and only a missing, null or empty token ends the pages",
        arguments: [
            (#"{"payload":{"NextToken":"t"}}"#, PagePosition.token("t")), (#"{"payload":{"NextToken":null}}"#, nil),
            (#"{"payload":{"Orders":[],"NextToken":""}}"#, nil), (#"{"payload":{}}"#, nil), (#"{}"#, nil),
            (#"{"payload":null}"#, nil),
        ] as [(String, PagePosition?)])
    func ends(text: String, next: PagePosition?) throws {
        let page = try page(text, listing)
        #expect(page.count == 0 && page.lines.isEmpty)
        #expect(page.next == next)
    }

    @Test(
        "Only an answer without list and token, and with errors, holds nothing but errors",
        arguments: [
            (#"{"errors":[{"code":"x"}]}"#, true), (#"{"errors":[]}"#, false), (#"{"payload":{}}"#, false),
            (#"{"errors":[{}],"payload":{"Orders":[]}}"#, false),
            (#"{"errors":[{}],"payload":{"NextToken":"t"}}"#, false),
        ])
    func errors(text: String, isError: Bool) throws {
        #expect(try page(text, listing).holdsOnlyErrors == isError)
    }

    @Test("Where an answer has no single list, each page is a line")
    func whole() throws {
        var listing = listing
        listing = Pagination(requestParameter: "NextToken", responseField: listing.responseField)
        let page = try page("{\n\"payload\": {\"A\": [], \"NextToken\": \"t\"}}", listing)
        #expect(String(decoding: page.lines, as: UTF8.self) == "{\"payload\":{\"A\":[],\"NextToken\":\"t\"}}\n")
        #expect(page.count == 1)
    }

    @Test("Offsets go on until all results were read, and never over an empty page")
    func offset() throws {
        let text = #"{"offers":[1,2],"pagination":{"totalResults":5}}"#
        #expect(try page(text, offsets).next == .offset(2))
        #expect(try page(text, at: .offset(2), offsets).next == .offset(4))
        #expect(try page(text, at: .offset(3), offsets).next == nil)
        #expect(try page(#"{"offers":[],"pagination":{"totalResults":5}}"#, at: .offset(2), offsets).next == nil)
    }

    @Test("A further page repeats the parameters, or sends the token alone where Amazon wants it so")
    func requests() throws {
        func paged(_ name: String, _ parameters: [String: JSONValue], body: String? = nil) throws -> PagedCall {
            let operation = try OperationCatalogue.builtIn.operation(named: name)
            return PagedCall(
                operation: operation, pagination: try #require(operation.pagination), parameters: parameters,
                body: body.map { Array($0.utf8) })
        }
        let orders = try paged("orders.getOrders@v0", ["MarketplaceIds": "DE", "nexttoken": "old"])
        #expect(orders.request(for: .first).parameters == ["MarketplaceIds": "DE", "nexttoken": "old"])
        #expect(orders.request(for: .token("t")).parameters == ["MarketplaceIds": "DE", "NextToken": "t"])
        let reports = try paged("reports.getReports", ["reportTypes": ["A"], "pageSize": 10])
        #expect(reports.request(for: .token("t")).parameters == ["nextToken": "t"])
        let offers = try paged("replenishment.listOffers", [:], body: #"{"pagination":{"limit":2,"offset":0},"x":1}"#)
        #expect(offers.start == .offset(0) && orders.start == .first)
        let body = try JSONValue(parsing: try #require(offers.request(for: .offset(4)).body))
        #expect(body == ["pagination": ["limit": 2, "offset": 4], "x": 1])
    }

    @Test("Every further page of every paged operation is a call that Amazon's models allow")
    func everyOperation() throws {
        let paged = OperationCatalogue.builtIn.all.filter { $0.pagination != nil && $0.repetition == .safe }
        #expect(paged.count > 70)
        for operation in paged {
            let pagination = try #require(operation.pagination)
            let names = operation.parameters.map(\.name)
            switch pagination.location {
            case .query: #expect(names.contains(pagination.requestParameter), "\(operation.name)")
            case .body: #expect(operation.body != .none, "\(operation.name)")
            }
        }
    }
}
