import OperationCatalogue
import Testing

@testable import SellerJobs

@Suite("The items of a batch")
struct BatchItemsTests {
    private static func shape(_ name: String) throws -> BatchShape {
        try #require(try OperationCatalogue.builtIn.operation(named: name).batch)
    }

    private static func entry(_ status: Int) -> [UInt8] {
        Array(#"{"status":{"statusCode":\#(status)},"body":{"errors":[{"code":"C","message":"M."}]}}"#.utf8)
    }

    private func items(_ statuses: [Int?], mayRepeat: Bool = true) throws -> BatchItems {
        let list = statuses.indices.map { #"{"asin":"P\#($0)"}"# }.joined(separator: ",")
        let request = try #require(
            BatchRequest(Array(#"{"requests":[\#(list)]}"#.utf8), try Self.shape(ItemDesk.prices)))
        var entries: [Int: [UInt8]] = [:]
        for (number, status) in statuses.enumerated() { entries[number] = status.map(Self.entry) }
        return BatchItems(request, mayRepeat: mayRepeat, entries: entries)
    }

    private enum Sort { case succeeded, refused, failed }

    private func sort(_ entry: String, _ operation: String = ItemDesk.prices) throws -> Sort {
        switch ItemVerdict(Array(entry.utf8), try Self.shape(operation)) {
        case .succeeded: .succeeded
        case .refused: .refused
        case .failed: .failed
        }
    }

    // MARK: Verdicts

    @Test("A number tells by itself whether an item may succeed later")
    func numbers() throws {
        for status in [200, 207] { #expect(try sort(#"{"status":{"statusCode":\#(status)}}"#) == .succeeded) }
        for status in [408, 429, 500, 502, 503, 504] {
            #expect(try sort(#"{"status":{"statusCode":\#(status)}}"#) == .refused, "\(status)")
        }
        for status in [400, 401, 403, 404, 409, 413, 422] {
            #expect(try sort(#"{"status":{"statusCode":\#(status)}}"#) == .failed, "\(status)")
        }
    }

    @Test("Without a number there is a word, and without a word there are errors or none")
    func words() throws {
        let fees = "productFees.getMyFeesEstimates"
        #expect(try sort(#"{"Status":"Success","Error":{"Type":"","Code":"","Message":""}}"#, fees) == .succeeded)
        #expect(try sort(#"{"Status":"ClientError","Error":{"Code":"InvalidParameterValue"}}"#, fees) == .failed)
        #expect(try sort(#"{"Status":"ClientError","Error":{"Code":"QuotaExceeded"}}"#, fees) == .refused)
        #expect(try sort(#"{"Status":"ServiceError","Error":{"Code":"InternalError"}}"#, fees) == .refused)
        #expect(try sort(#"{"body":{"errors":[{"code":"X"}]}}"#) == .failed)
        #expect(try sort(#"{"body":{}}"#) == .succeeded)
        #expect(try sort("null") == .succeeded)
    }

    // MARK: What is next

    @Test("Before the first answer all items wait, then those that were refused for now or have no answer")
    func waiting() throws {
        #expect(try items([nil, nil, nil]).waiting == [0, 1, 2])
        #expect(try items([200, 429, 404, nil, 503]).waiting == [1, 3, 4])
    }

    @Test("Where an item may have taken effect, only what was refused for its rate is sent again")
    func effects() throws {
        #expect(try items([nil, nil], mayRepeat: false).waiting == [0, 1])
        #expect(try items([200, 429, 404, nil, 503], mayRepeat: false).waiting == [1])
    }

    @Test("Counts tell what is still open, and in the end it has failed")
    func counts() throws {
        let items = try items([200, 429, 404, 200])
        #expect(items.counts(isOver: false).progress == #"{"failed":1,"items":4,"succeeded":2,"waiting":1}"#)
        #expect(items.counts(isOver: true).progress == #"{"failed":2,"items":4,"succeeded":2}"#)
    }

    // MARK: Answers

    @Test("Later entries replace earlier ones, and the joined answer has them in the order of the request")
    func document() throws {
        var items = try items([429, 200, nil])
        let answer = BatchAnswer(
            Array(#"{"responses":[{"status":{"statusCode":200},"body":{"asin":"P0","price":1.10}}]}"#.utf8), to: [0],
            of: items.request)
        items.take(try #require(answer))
        let text = String(decoding: items.document, as: UTF8.self)
        #expect(text.hasPrefix(#"{"responses":[{"status":{"statusCode":200},"body":{"asin":"P0","price":1.10}},{"#))
        #expect(text.hasSuffix(",null]}"))
        #expect(try JSONValue(parsing: items.document) != .null)
    }

    @Test("A complaint names the first items and counts the others")
    func complaint() throws {
        let items = try items([429, nil, 404, 404, 404])
        #expect(
            items.complaint(of: [0, 1, 2, 3, 4])
                == "Item 1 (P0): 429 C, M; item 2 (P1): no answer; item 3 (P2): 404 C, M; and 2 more.")
        #expect(items.complaint(of: [2]) == "Item 3 (P2): 404 C, M.")
    }
}
