extension Scene {
    static let createFeedDocument = "feeds.createFeedDocument@2021-06-30"
    static let createFeed = "feeds.createFeed@2021-06-30"
    static let getFeedDocument = "feeds.getFeedDocument@2021-06-30"
}

/// The content of a listings feed.
///
/// - Parameter skus: One for each message. The sandbox refuses those that begin with `BAD`, and warns of those with `WARN`.
func listings(_ skus: [String]) -> String {
    let messages = skus.enumerated().map { #"{"messageId": \#($0.offset + 1), "sku": "\#($0.element)"}"# }
    return #"{"header": {"sellerId": "A1", "version": "2.0"}, "messages": ["#
        + messages.joined(separator: ", ") + "]}"
}
