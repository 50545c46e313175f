import OperationCatalogue

/// The document that tells what became of a feed's messages.
struct FeedResult {
    private let feedId: String
    private let type: String
    private let sellerId: String
    private let content: FeedContent
    private let issues: [FeedContent.Flagged]

    /// - Parameter fails: Whether no message at all is accepted.
    init(feed: String, type: String, sellerId: String, _ content: FeedContent, fails: Bool) {
        feedId = feed
        self.type = type
        self.sellerId = sellerId
        self.content = content
        issues =
            fails
            ? content.messages.map { .init(messageId: $0, sku: "", isError: true) }
            : content.flagged
    }

    private var errors: Int { issues.count(where: \.isError) }
    private var accepted: Int { content.messages.count - errors }

    /// The document as the storage keeps it.
    func document(_ id: String, seller: Int) -> StoredDocument {
        let (text, contentType) =
            if type == "JSON_LISTINGS_FEED" || content.form == .json {
                (json, "application/json; charset=UTF-8")
            } else if content.form == .xml {
                (xml, "text/xml; charset=UTF-8")
            } else {
                (rows, "text/plain; charset=UTF-8")
            }
        return StoredDocument(
            id: id, seller: seller, content: .written(Array(text.utf8)), contentType: contentType, compression: .gzip)
    }

    private var json: String {
        let issues = issues.map { issue -> JSONValue in
            [
                "messageId": .integer(Int64(issue.messageId)), "code": .string(Self.code(issue)),
                "severity": issue.isError ? "ERROR" : "WARNING", "message": .string(Self.message(issue)),
                "attributeNames": [issue.isError ? "item_name" : "list_price"],
            ]
        }
        let summary: [String: Int] = [
            "errors": errors, "warnings": self.issues.count - errors, "messagesProcessed": content.messages.count,
            "messagesAccepted": accepted, "messagesInvalid": errors,
        ]
        return JSONValue.object([
            "header": ["sellerId": .string(sellerId), "version": "2.0", "feedId": .string(feedId)],
            "issues": .array(issues), "summary": .object(summary.mapValues { .integer(Int64($0)) }),
        ]).text
    }

    private var xml: String {
        let results = issues.map { issue in
            """
            <Result><MessageID>\(issue.messageId)</MessageID><ResultCode>\(issue.isError ? "Error" : "Warning")\
            </ResultCode><ResultMessageCode>\(Self.code(issue))</ResultMessageCode><ResultDescription>\
            \(Self.message(issue))</ResultDescription></Result>
            """
        }
        return """
            <?xml version="1.0" encoding="UTF-8"?>
            <AmazonEnvelope><Header><DocumentVersion>1.02</DocumentVersion><MerchantIdentifier>\(sellerId)\
            </MerchantIdentifier></Header><MessageType>ProcessingReport</MessageType><Message><MessageID>1</MessageID>
            <ProcessingReport><DocumentTransactionID>\(feedId)</DocumentTransactionID><StatusCode>Complete</StatusCode>
            <ProcessingSummary><MessagesProcessed>\(content.messages.count)</MessagesProcessed>\
            <MessagesSuccessful>\(accepted)</MessagesSuccessful><MessagesWithError>\(errors)</MessagesWithError>\
            <MessagesWithWarning>\(issues.count - errors)</MessagesWithWarning></ProcessingSummary>
            \(results.joined(separator: "\n"))
            </ProcessingReport></Message></AmazonEnvelope>

            """
    }

    private var rows: String {
        var lines = [
            "Feed Processing Summary:", "\tNumber of records processed\t\t\(content.messages.count)",
            "\tNumber of records successful\t\t\(accepted)", "",
            "original-record-number\tsku\terror-code\terror-type\terror-message",
        ]
        lines += issues.map { issue in
            "\(issue.messageId)\t\(issue.sku)\t\(Self.code(issue))\t\(issue.isError ? "Error" : "Warning")\t"
                + Self.message(issue)
        }
        return lines.joined(separator: "\n") + "\n"
    }

    private static func code(_ issue: FeedContent.Flagged) -> String { issue.isError ? "90220" : "99016" }

    private static func message(_ issue: FeedContent.Flagged) -> String {
        issue.isError ? "'item_name' is required but was not supplied." : "The list price is unusual for this product."
    }
}
