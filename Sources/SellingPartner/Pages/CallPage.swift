#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// One page of a listing.
public struct CallPage: Sendable {
    /// The page's number, from 1.
    public let number: Int
    /// The whole answer in JSON, as it came.
    public let body: [UInt8]
    /// The page's items, each in JSON without line breaks. None on an empty page, which need not be the last. The whole
    /// answer is the one item where the operation's answer has no single list.
    public let items: [[UInt8]]
    /// The token of the next page, or `nil` after the last and for listings that are paged by offset. Given as the
    /// operation's page parameter, together with the others, it begins a listing there, as long as it is valid.
    public let nextToken: String?
    /// Amazon's id of the request, which its support asks for.
    public let requestID: String?
    /// Where the next page is, or `nil` after the last.
    let position: PagePosition?

    init(number: Int, body: [UInt8], page: AnswerPage, requestID: String?) {
        self.number = number
        self.body = body
        self.requestID = requestID
        items = page.lines.split(separator: UInt8(ascii: "\n")).map(Array.init)
        position = page.next
        nextToken = if case .token(let token)? = page.next { token } else { nil }
    }

    /// Decodes the whole answer.
    ///
    /// - Throws: `DecodingError` for another shape of answer.
    public func decoded<Value: Decodable>(as type: Value.Type) throws -> Value {
        try JSONDecoder().decode(type, from: Data(body))
    }

    /// Decodes every item.
    ///
    /// - Throws: `DecodingError` for another shape of item.
    public func decodedItems<Item: Decodable>(as type: Item.Type) throws -> [Item] {
        let decoder = JSONDecoder()
        return try items.map { try decoder.decode(type, from: Data($0)) }
    }
}
