/// A type of feed: what Amazon does with the content, and what form that must have.
package struct FeedType: Sendable, Hashable {
    /// Who may send it.
    package enum Audience: String, Sendable, Hashable {
        case seller, vendor, both
    }

    /// Whether Amazon takes it.
    package enum Standing: Sendable, Hashable {
        case active
        /// Taken no more: a feed of it ends `FATAL`. With the time, which begins with a year or a date.
        case removed(String)
        /// Amazon's pages do not agree about it; how they do not.
        case unsure(String)
    }

    /// The name, for example `JSON_LISTINGS_FEED`.
    package let name: String
    /// Who may send it.
    package let audience: Audience
    /// What its content is, without a charset; `nil` where that is not known.
    package let contentType: String?
    /// What it is about, in Amazon's words.
    package let category: String
    /// Whether Amazon takes it.
    package let standing: Standing
    /// What else is to know.
    package let note: String?

    /// The type that listings are sent with.
    package static let listings = "JSON_LISTINGS_FEED"

    /// What to tell Amazon about the content, in UTF-8 where it is text; `nil` where the type does not decide it.
    package var fullContentType: String? {
        guard let contentType else { return nil }
        let isText = contentType.hasPrefix("text/") || contentType == "application/json"
        return isText ? contentType + "; charset=UTF-8" : contentType
    }
}
