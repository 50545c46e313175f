/// What Amazon tells of a feed. Everything may be missing.
public struct FeedRecord: Codable, Sendable, Hashable {
    /// The feed's id, unique among those of the seller.
    public var feedId: String?
    /// The type, for example `JSON_LISTINGS_FEED`.
    public var feedType: String?
    /// How far it is.
    public var processingStatus: ProcessingStatus?
    /// The document that tells what became of each message.
    public var resultFeedDocumentId: String?
    /// When it was sent, in ISO 8601.
    public var createdTime: String?
    /// When Amazon began with it, in ISO 8601.
    public var processingStartTime: String?
    /// When Amazon ended with it, in ISO 8601.
    public var processingEndTime: String?
}
