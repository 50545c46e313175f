import OperationCatalogue
import Testing

@testable import SellerJobs

@Suite("Batches, taken apart and joined")
struct BatchAnswerTests {
    private func shape(_ name: String) throws -> BatchShape {
        try #require(try OperationCatalogue.builtIn.operation(named: name).batch)
    }

    private func request(_ body: String, _ name: String = ItemDesk.prices) throws -> BatchRequest {
        try #require(BatchRequest(Array(body.utf8), try shape(name)))
    }

    private func text(_ bytes: [UInt8]) -> String { String(decoding: bytes, as: UTF8.self) }

    private func entries(
        _ answer: String, to numbers: [Int], of request: BatchRequest
    ) -> [Int: String]? {
        BatchAnswer(Array(answer.utf8), to: numbers, of: request)?.entries.mapValues(text)
    }

    // MARK: Bodies

    @Test("A smaller body has the chosen items as they were written, and everything that stands beside them")
    func smaller() throws {
        let body = #"{"note": "a, b", "requests": [{"asin": "A", "n": 1.10}, {"asin": "B"}, {"asin":"C"}], "z": 1}"#
        let request = try request(body)
        #expect(request.count == 3)
        #expect(
            text(request.body(of: [0, 2])) == #"{"note":"a, b","requests":[{"asin":"A","n":1.10},{"asin":"C"}],"z":1}"#)
        #expect(text(request.body(of: [0, 1, 2])) == body)
    }

    @Test("A body that is itself the list is made smaller too")
    func bareList() throws {
        let request = try request(#"[{"IdValue":"A"}, {"IdValue":"B"}]"#, "productFees.getMyFeesEstimates")
        #expect(text(request.body(of: [1])) == #"[{"IdValue":"B"}]"#)
    }

    @Test(
        "A body without a list of items is no batch",
        arguments: ["{}", "[]", "not", #"{"requests":[]}"#, #"{"requests":{}}"#, #"{"requests":[1],"requests":[2]}"#])
    func others(body: String) throws {
        #expect(BatchRequest(Array(body.utf8), try shape(ItemDesk.prices)) == nil)
    }

    @Test(
        "An item's name is found wherever it lies",
        arguments: [
            ("productPricing.getItemOffersBatch", #"{"uri":"/products/pricing/v0/items/B00X/offers"}"#, "B00X"),
            (
                "productPricing.getListingOffersBatch", #"{"uri":"/products/pricing/v0/listings/a%2Fb%20c/offers"}"#,
                "a/b c"
            ),
            ("productPricing.getFeaturedOfferExpectedPriceBatch", #"{"sku":"S"}"#, "S"),
            (ItemDesk.inventory, #"{"uri":"/inventory/update?locationId=L&skuId=S-1"}"#, "S-1"),
            (ItemDesk.inventory, #"{"uri":"/inventory/update?locationId=L"}"#, nil),
        ])
    func names(operation: String, item: String, name: String?) throws {
        #expect(try request(#"{"requests":[\#(item)]}"#, operation).name(of: 0) == name)
    }

    // MARK: Answers

    private static let three = #"{"requests":[{"asin":"A"},{"asin":"B"},{"asin":"C"}]}"#

    @Test("Entries belong to the items of their places, those of failed items too")
    func inOrder() throws {
        let found = entries(
            #"{"responses": [{"body": {"asin": "A"}}, {"body":{"errors":[]}}, {"body":{"asin":"C"}}]}"#, to: [0, 1, 2],
            of: try request(Self.three))
        #expect(found == [0: #"{"body":{"asin":"A"}}"#, 1: #"{"body":{"errors":[]}}"#, 2: #"{"body":{"asin":"C"}}"#])
    }

    @Test("An entry that names another item belongs to that one, and the rest is shared out in order")
    func otherOrder() throws {
        let found = entries(
            #"{"responses":[{"body":{"asin":"C"}},{"body":{"asin":"A"}},{"body":{}}]}"#, to: [0, 1, 2],
            of: try request(Self.three))
        #expect(found == [0: #"{"body":{"asin":"A"}}"#, 1: #"{"body":{}}"#, 2: #"{"body":{"asin":"C"}}"#])
    }

    @Test("An entry that names nobody's item stands for the one that is left, as at Amazon names are not always kept")
    func strangeName() throws {
        let found = entries(
            #"{"responses":[{"body":{"asin":"A"}},{"body":{"asin":"?"}}]}"#, to: [0, 2], of: try request(Self.three))
        #expect(found == [0: #"{"body":{"asin":"A"}}"#, 2: #"{"body":{"asin":"?"}}"#])
    }

    @Test("Items that differ in a lesser mark are told apart, and a lesser mark alone names nobody")
    func lesserMarks() throws {
        let request = try request(
            #"{"requests":[{"asin":"A","marketplaceId":"M"},{"asin":"A","marketplaceId":"N"}]}"#)
        let swapped = entries(
            #"{"responses":[{"body":{"asin":"A","marketplaceId":"N"}},{"body":{"asin":"A","marketplaceId":"M"}}]}"#,
            to: [0, 1], of: request)
        #expect(swapped?[0]?.contains(#""M""#) == true && swapped?[1]?.contains(#""N""#) == true)
        #expect(entries(#"{"responses":[{"body":{"marketplaceId":"N"}}]}"#, to: [0, 1], of: request) == nil)
    }

    @Test("When entries are missing only names count, and an entry without one makes the answer of no use")
    func missing() throws {
        let request = try request(Self.three)
        #expect(
            entries(#"{"responses":[{"body":{"asin":"B"}}]}"#, to: [0, 1, 2], of: request)
                == [1: #"{"body":{"asin":"B"}}"#])
        #expect(entries(#"{"responses":[{"body":{}}]}"#, to: [0, 1, 2], of: request) == nil)
    }

    @Test(
        "Other answers tell nothing of the items",
        arguments: [
            "", "{}", #"{"responses":[]}"#, #"{"responses":{}}"#, #"{"responses":[1,2,3,4]}"#, #"{"errors":[1]}"#,
        ])
    func useless(answer: String) throws {
        #expect(entries(answer, to: [0, 1, 2], of: try request(Self.three)) == nil)
    }
}
