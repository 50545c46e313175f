import OperationCatalogue
import Secrets

extension SellingPartnerClient {
    /// Sends a feed: a document is created and uploaded, and then a feed of it.
    ///
    /// - Parameters:
    ///   - type: The type, for example `JSON_LISTINGS_FEED`.
    ///   - content: The content.
    ///   - contentType: What the content is. `application/json; charset=UTF-8` unless told otherwise.
    ///   - marketplaces: Marketplaces by id or country code, 1 to 25.
    ///   - options: What the type asks for.
    /// - Returns: The feed's id.
    /// - Throws: ``CallFailure`` with the code `storageRefused` when the content cannot be uploaded; otherwise as
    ///   ``call(_:parameters:body:dataElements:)``; `DecodingError` for another shape of answer. The code `doubtful`
    ///   means that the feed may have been taken: look with `feeds.getFeeds` before you send it again.
    public func submitFeed(
        _ type: String, content: [UInt8], contentType: String = "application/json; charset=UTF-8",
        marketplaces: [String], options: [String: String] = [:]
    ) async throws -> String {
        struct Document: Encodable { var contentType: String }
        struct Place: Decodable {
            var feedDocumentId: String
            var url: String
        }
        let operation = "feeds.createFeedDocument@2021-06-30"
        let place = try await core.value(operation, body: Document(contentType: contentType), as: Place.self)
        try await core.upload(content, contentType: contentType, to: Secret(place.url), operation)

        struct Body: Encodable {
            var feedType: String
            var marketplaceIds: [String]
            var inputFeedDocumentId: String
            var feedOptions: [String: String]?
        }
        struct Answer: Decodable { var feedId: String }
        return try await core.value(
            "feeds.createFeed@2021-06-30",
            body: Body(
                feedType: type, marketplaceIds: marketplaces.map(Marketplace.id),
                inputFeedDocumentId: place.feedDocumentId, feedOptions: options.isEmpty ? nil : options),
            as: Answer.self
        ).feedId
    }

    /// Looks how far a feed is, by `feeds.getFeed`.
    ///
    /// - Throws: As ``call(_:parameters:body:dataElements:)``; `DecodingError` for another shape of answer.
    public func feed(_ id: String) async throws -> FeedRecord {
        try await core.value("feeds.getFeed@2021-06-30", ["feedId": CallParameter(id)], as: FeedRecord.self)
    }

    /// Looks at a feed until it has ended, well or not.
    ///
    /// - Parameters:
    ///   - id: The feed's id.
    ///   - polling: How often to look.
    /// - Throws: ``CallFailure`` with the code `noDocument` when it takes too long, otherwise as ``feed(_:)``.
    public func waitForFeed(_ id: String, polling: Polling = Polling()) async throws -> FeedRecord {
        try await core.wait("feeds.getFeed@2021-06-30", polling, status: \.processingStatus) { try await feed(id) }
    }

    /// Begins to download what became of a feed's messages, by `feeds.getFeedDocument`. Read it even when the feed is
    /// `DONE`: each message may have failed.
    ///
    /// - Parameter id: The ``FeedRecord/resultFeedDocumentId``.
    /// - Throws: As ``reportDocument(_:)``.
    public func feedDocument(_ id: String) async throws -> DocumentDownload {
        try await core.download("feeds.getFeedDocument@2021-06-30", "feedDocumentId", id)
    }
}
