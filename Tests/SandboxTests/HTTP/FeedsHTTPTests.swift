import JobStoreTesting
import NIOHTTP1
import OperationCatalogue
import Sandbox
import Testing

@Suite(.timeLimit(.minutes(5))) struct FeedsHTTPTests {
    private static let path = "/feeds/2021-06-30"
    private static let json = "application/json; charset=UTF-8"

    private struct Feed {
        let client: SandboxClient
        let token: String

        /// A new document: its id and where to upload it.
        func document(_ contentType: String = FeedsHTTPTests.json) async throws -> (id: String, url: String) {
            let answer = try await client.call(
                "POST", FeedsHTTPTests.path + "/documents", token: token, body: #"{"contentType":"\#(contentType)"}"#)
            #expect(answer.status == 201)
            return (
                try #require(answer.json?["feedDocumentId"]?.string), try #require(answer.json?["url"]?.string)
            )
        }

        func upload(_ content: String, _ contentType: String = FeedsHTTPTests.json) async throws -> String {
            let (id, url) = try await document(contentType)
            let answer = try await client.send(
                "PUT", url, headers: [("content-type", contentType)], body: content)
            #expect(answer.status == 200, "\(answer.text)")
            return id
        }

        func create(_ document: String, _ type: String = "JSON_LISTINGS_FEED") async throws -> SandboxClient.Answer {
            try await client.call(
                "POST", FeedsHTTPTests.path + "/feeds", token: token,
                body: #"{"feedType":"\#(type)","marketplaceIds":["ATVPDKIKX0DER"],"#
                    + #""inputFeedDocumentId":"\#(document)"}"#)
        }

        func look(_ id: String) async throws -> JSONValue {
            try await client.look(FeedsHTTPTests.path + "/feeds", id, token: token)
        }

        /// What became of a feed that is done by now.
        func result(_ content: String, _ type: String, _ contentType: String) async throws -> SandboxClient.Answer {
            let created = try await create(try await upload(content, contentType), type)
            client.timekeeper.advance(by: .seconds(200))
            let feed = try await look(try #require(created.json?["feedId"]?.string, "\(created.text)"))
            #expect(feed.status == "DONE")
            let id = try #require(feed["resultFeedDocumentId"]?.string)
            let query = "?enableContentEncodingUrlHeader=true"
            let told = try await client.call(FeedsHTTPTests.path + "/documents/\(id)\(query)", token: token)
            #expect(told.json?["feedDocumentId"]?.string == id)
            #expect(told.json?["compressionAlgorithm"]?.string == "GZIP")
            let (type, text) = try await client.inflated(try #require(told.json?["url"]?.string))
            return SandboxClient.Answer(
                status: 200, headers: ["content-type": type ?? ""], bytes: Array(text.utf8))
        }
    }

    private static func play(
        _ world: World = .unhurried, _ body: @escaping @Sendable (SandboxClient, Feed) async throws -> Void
    ) async throws {
        try await withSandbox(world) { client in
            try await body(client, Feed(client: client, token: try await client.token()))
        }
    }

    private static let messages = #"""
        {"header":{"sellerId":"A","version":"2.0"},"messages":[
        {"messageId":1,"sku":"GOOD-1","operationType":"UPDATE"},{"messageId":2,"sku":"BAD-1","operationType":"UPDATE"},
        {"messageId":3,"sku":"WARN-1","operationType":"UPDATE"},{"messageId":9,"sku":"BAD-2","operationType":"DELETE"}]}
        """#

    @Test func `each message of a listings feed is accepted, warned of or refused`() async throws {
        try await Self.play { client, feed in
            let result = try await feed.result(Self.messages, "JSON_LISTINGS_FEED", Self.json)
            #expect(result.header("content-type") == Self.json)
            let summary = try #require(result.json?["summary"])
            let counts = ["messagesProcessed", "messagesAccepted", "messagesInvalid", "errors", "warnings"].map {
                summary.number($0)
            }
            #expect(counts == [4, 2, 2, 2, 1])
            let issues = try #require(result.json?.items("issues"))
            #expect(issues.map { $0.number("messageId") } == [2, 3, 9])
            #expect(issues.map { $0["severity"]?.string } == ["ERROR", "WARNING", "ERROR"])
            #expect(result.json?["header"]?["feedId"]?.string?.hasPrefix("feed-") == true)
            #expect(result.json?["header"]?["sellerId"]?.string == client.state.world.sellers[0].sellerId)
            #expect(client.state.ledger.complaintCount == 0)
        }
    }

    @Test func `feeds in XML and of rows are answered in kind`() async throws {
        try await Self.play { client, feed in
            let message = { (id: Int, sku: String) in
                "<Message><MessageID>\(id)</MessageID><Product><SKU>\(sku)</SKU></Product></Message>"
            }
            let xml = "<?xml version=\"1.0\"?><AmazonEnvelope>\(message(1, "A"))\(message(2, "BAD"))</AmazonEnvelope>"
            let processed = try await feed.result(xml, "POST_ORDER_FULFILLMENT_DATA", "text/xml; charset=UTF-8").text
            for part in [
                "<MessagesProcessed>2<", "<MessagesSuccessful>1<", "<MessagesWithError>1<", "<MessagesWithWarning>0<",
                "<Result><MessageID>2</MessageID><ResultCode>Error</ResultCode>",
            ] { #expect(processed.contains(part), "\(processed)") }
            let rows = "order-id\tsku\n1\tA\n2\tBAD-7\n3\tB\n"
            let type = "text/tab-separated-values; charset=UTF-8"
            let summary = try await feed.result(rows, "POST_FLAT_FILE_FULFILLMENT_DATA", type).text
            #expect(summary.contains("Number of records processed\t\t3\n"))
            #expect(summary.contains("Number of records successful\t\t2\n") && summary.contains("\n2\tBAD-7\t"))
        }
    }

    @Test func `feeds end as the world says`() async throws {
        var world = World.unhurried
        world.feeds = [
            .init(times: 1, outcome: .onlyErrors), .init(times: 1, outcome: .fatal, explanation: "No"),
            .init(times: 1, outcome: .cancelled), .init(type: "OTHER"),
        ]
        try await Self.play(world) { client, feed in
            let result = try await feed.result(Self.messages, "JSON_LISTINGS_FEED", Self.json)
            #expect(result.json?["summary"]?.number("messagesAccepted") == 0)
            #expect(result.json?["summary"]?.number("errors") == 4)
            let document = try await feed.upload(Self.messages)
            var ids: [String] = []
            for _ in 0..<2 { ids.append(try #require(try await feed.create(document).json?["feedId"]?.string)) }
            let broken = try await feed.create(try await feed.upload("{"))
            ids.append(try #require(broken.json?["feedId"]?.string))
            client.timekeeper.advance(by: .seconds(600))
            var feeds: [JSONValue] = []
            for id in ids { feeds.append(try await feed.look(id)) }
            #expect(feeds.map(\.status) == ["FATAL", "CANCELLED", "FATAL"])
            #expect(feeds.map { $0["resultFeedDocumentId"] != nil } == [true, false, true])
        }
    }

    @Test func `an upload is taken under the Content-Type that was named, and is kept`() async throws {
        try await Self.play { client, feed in
            let (id, url) = try await feed.document()
            func put(_ type: String?) async throws -> Int {
                let headers = type.map { [("content-type", $0)] } ?? []
                return try await client.send("PUT", url, headers: headers, body: "abc").status
            }
            #expect(try await put(nil) == 403)
            #expect(try await put("application/json") == 403)
            #expect(client.state.ledger.complaintCount == 2)
            #expect(try await feed.create(id).status == 400, "nothing was uploaded")
            #expect(try await put(Self.json) == 200)
            let figures = try await client.figures(ofDocument: id)
            #expect(figures["raw"]?["bytes"] == .integer(3))
            #expect(
                figures["raw"]?["sha256"]?.string == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")
            let content = client.address.controlEndpoint + "/documents/\(id)/content"
            #expect(try await client.send("GET", content).text == "abc")
            let created = try await feed.create(id)
            #expect(created.status == 202)
            let creation = client.state.ledger.creations.values.first?.first
            #expect(creation?.id == created.json?["feedId"]?.string)
            #expect(creation?.contentHash == figures["raw"]?["sha256"]?.string)
            client.timekeeper.advance(by: .seconds(301))
            #expect(try await put(Self.json) == 403, "the address has lapsed")
        }
    }

    @Test func `a feed is made of a document of its seller`() async throws {
        try await Self.play { client, feed in
            let document = try await feed.upload(Self.messages)
            let other = Feed(client: client, token: try await client.token(seller: 4))
            #expect(try await other.create(document).status == 400)
            #expect(try await feed.create("amzn1.tortuga.4.na.feed-document-1").status == 400)
            #expect(try await feed.create("amzn1.tortuga.4.na.sample").status == 202)
        }
    }

    @Test func `feeds of a seller are worked on one after another, and one that waits can be cancelled`() async throws {
        var world = World.unhurried
        world.feeds = [.init(queued: .seconds(10), processing: .seconds(100))]
        try await Self.play(world) { client, feed in
            let document = try await feed.upload(Self.messages)
            var ids: [String] = []
            for _ in 0..<3 { ids.append(try #require(try await feed.create(document).json?["feedId"]?.string)) }
            let other = Feed(client: client, token: try await client.token(seller: 4))
            let theirs = try await other.create(try await other.upload(Self.messages))
            client.timekeeper.advance(by: .seconds(50))
            func states() async throws -> [String?] {
                var states: [String?] = []
                for id in ids { states.append(try await feed.look(id).status) }
                return states
            }
            #expect(try await states() == ["IN_PROGRESS", "IN_QUEUE", "IN_QUEUE"])
            #expect(try await other.look(try #require(theirs.json?["feedId"]?.string)).status == "IN_PROGRESS")
            let cancelled = try await client.call("DELETE", Self.path + "/feeds/\(ids[2])", token: feed.token)
            let refused = try await client.call("DELETE", Self.path + "/feeds/\(ids[0])", token: feed.token)
            #expect(cancelled.status == 200 && refused.status == 400)
            client.timekeeper.advance(by: .seconds(100))
            #expect(try await states() == ["DONE", "IN_PROGRESS", "CANCELLED"])
        }
    }
}
