import OperationCatalogue

/// What stands around the messages of a JSON_LISTINGS_FEED: `{"header":{...},"messages":[` ... `]}`.
struct ListingsHeader: Sendable, Hashable {
    /// Amazon's id of the seller.
    let sellerID: String
    /// The language that Amazon tells errors in, for example `en_US`; `nil` is that of the store.
    let issueLocale: String?

    init(sellerID: String, issueLocale: String? = nil) {
        self.sellerID = sellerID
        self.issueLocale = issueLocale
    }

    /// What comes before the first message.
    var opening: [UInt8] {
        var members: [String: JSONValue] = ["sellerId": .string(sellerID), "version": "2.0"]
        if let issueLocale { members["issueLocale"] = .string(issueLocale) }
        return Array("{\"header\":\(JSONValue.object(members).text),\"messages\":[".utf8)
    }

    /// What comes behind the last.
    static let closing = Array("]}".utf8)
}
