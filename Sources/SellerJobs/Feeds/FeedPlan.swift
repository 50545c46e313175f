import JobModel
import OperationCatalogue

/// What a feed job is to do, as its row says it.
struct FeedPlan: Sendable {
    /// The type's name.
    let type: String
    let options: FeedOptions
    /// The content, where the row holds it.
    let body: String?

    /// What the content is, with its charset: told to Amazon and to the storage letter by letter.
    ///
    /// - Throws: `JobRejection` when nobody knows.
    var contentType: String {
        get throws(JobRejection) {
            if let known = options.contentType ?? FeedTypes.builtIn.type(named: type)?.fullContentType { return known }
            throw JobRejection("What the content is must be said with the option 'contentType'.")
        }
    }

    /// How the job goes on, looking at `pace`. Nothing is sent twice: Amazon may have applied some of it.
    func rules(_ pace: PollPace) -> ProcessingMachine.Rules {
        var rules = ProcessingMachine.Rules()
        rules.uploads = true
        rules.mayLackDocument = true
        rules.keepsExplanation = true
        rules.mostRetries = 0
        rules.pace = pace
        return rules
    }

    /// Where the document with the results goes.
    ///
    /// - Parameter output: The template that the job names.
    func delivery(output: String?) throws(JobRejection) -> DocumentDelivery {
        let form = String(try contentType.prefix { $0 != ";" }).lowercased()
        let fileExtension =
            switch form {
            case "application/json": "json"
            case "text/xml", "application/xml": "xml"
            case "text/tab-separated-values": "tsv"
            default: "txt"
            }
        return DocumentDelivery(
            // XML says itself how it is written.
            options: options.document, isBinary: fileExtension == "xml",
            template: try OutputTemplate(output ?? "{seller}/{operation}/{job}.\(fileExtension)"),
            keepsSmall: output == nil, mayBeRestricted: false)
    }

    /// The content. All of it is in memory until it is sent: up to ``FeedSize/largest`` bytes.
    ///
    /// - Throws: `JobRejection` when there is none that could be sent.
    func content() async throws -> [UInt8] {
        let bytes: [UInt8]
        if let file = options.file {
            let (messages, isListings) = (options.messages, type == FeedType.listings)
            bytes = try await FileExecutor().run { () throws -> [UInt8] in
                // Put together and checked by its hash.
                if let messages { return try messages.document(of: file) }
                let bytes = try ContentFile.bytes(of: file, what: "feed", upTo: Int(FeedSize.largest)) { size in
                    if let problem = FeedSize.problem(size) { throw JobRejection("\(file): \(problem)") }
                }
                if isListings { try ListingsContent.check(bytes) }
                return bytes
            }
        } else {
            bytes = Array((body ?? "").utf8)
            if type == FeedType.listings { try ListingsContent.check(bytes) }
        }
        if let problem = FeedSize.problem(Int64(bytes.count)) { throw JobRejection(problem) }
        return bytes
    }
}

extension FeedOptions {
    /// The body that asks for the work on a feed.
    ///
    /// - Parameter document: What Amazon calls the content; `nil` leaves it out, for comparisons.
    func order(of type: String, document: String?) -> JSONValue {
        var order: [String: JSONValue] = [
            "feedType": .string(type), "marketplaceIds": .array(marketplaces.map { .string($0) }),
        ]
        order["inputFeedDocumentId"] = document.map { .string($0) }
        if !feedOptions.isEmpty { order["feedOptions"] = .object(feedOptions.mapValues { .string($0) }) }
        return .object(order)
    }
}

extension ProcessingTerms {
    /// How things are called with feeds.
    static func feeds() throws(UnknownOperation) -> ProcessingTerms {
        func operation(_ name: String) throws(UnknownOperation) -> Operation {
            try OperationCatalogue.builtIn.operation(named: "feeds.\(name)@2021-06-30")
        }
        return ProcessingTerms(
            noun: "feed", uploading: try operation("createFeedDocument"), creation: try operation("createFeed"),
            listing: try operation("getFeeds"), looking: try operation("getFeed"),
            addressing: try operation("getFeedDocument"), idName: "feedId", documentName: "resultFeedDocumentId",
            explanationName: "resultFeedDocumentId", addressName: "feedDocumentId")
    }
}
