import JobStoreTesting
import OperationCatalogue
import Ports
import Secrets
import SellingPartner
import Testing

/// The code of the article "Reports and feeds".
@Suite("Reports and feeds in the articles")
struct ReportSnippets {
    private static func client() throws -> SellingPartnerClient {
        var settings = ClientSettings()
        settings.transport = ScriptedTransport { request in
            let url = request.url
            if url.contains("/auth/") {
                return .json(200, #"{"access_token":"Atza|one","token_type":"bearer","expires_in":3600}"#)
            }
            if url.hasPrefix("https://storage.example/") { return .json(200, "{}") }
            if url.hasSuffix("/restrictedDataToken") { return .json(400, "{}") }
            if url.contains("/documents") {
                return .json(200, #"{"feedDocumentId":"d1","url":"https://storage.example/d1"}"#)
            }
            if request.method == "POST" { return .json(202, #"{"reportId":"1","feedId":"1"}"#) }
            return .json(200, #"{"processingStatus":"DONE","reportDocumentId":"d1","resultFeedDocumentId":"d1"}"#)
        }
        return try SellingPartnerClient(
            credentials: .init(clientID: "c", clientSecret: Secret("s"), refreshToken: Secret("r")),
            region: .northAmerica, settings: settings)
    }

    @Test("A report is read in one go, and step by step")
    func report() async throws {
        let client = try Self.client()
        var bytes = 0

        let order = ReportOrder("GET_MERCHANT_LISTINGS_ALL_DATA", marketplaces: ["US"])
        let download = try await client.downloadReport(order)
        for try await chunk in download.body { bytes += chunk.count }

        let id = try await client.createReport(order)
        let record = try await client.waitForReport(id)
        if record.processingStatus == .done, let document = record.reportDocumentId {
            let download = try await client.reportDocument(document)
            for try await chunk in download.body { bytes += chunk.count }
        }

        #expect(bytes == 4)
    }

    @Test("A feed is sent and its result read")
    func feed() async throws {
        let client = try Self.client()
        let content = Array("{}".utf8)

        let feed = try await client.submitFeed("JSON_LISTINGS_FEED", content: content, marketplaces: ["US"])
        let outcome = try await client.waitForFeed(feed)
        if let document = outcome.resultFeedDocumentId {
            let result = try await client.feedDocument(document)
            print(String(decoding: try await result.body.collect(upTo: 16 << 20), as: UTF8.self))
        }

        #expect(outcome.processingStatus == .done)
    }
}
