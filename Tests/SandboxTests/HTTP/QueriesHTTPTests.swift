import JobStoreTesting
import OperationCatalogue
import Sandbox
import Testing

@Suite(.timeLimit(.minutes(5))) struct QueriesHTTPTests {
    private static let path = "/dataKiosk/2023-11-15"
    private static let text = "query { analytics { rows { asin } } }"

    private struct Kiosk {
        let client: SandboxClient
        let token: String

        func create(_ query: String = QueriesHTTPTests.text, page: String? = nil) async throws -> SandboxClient.Answer {
            var body: [String: JSONValue] = ["query": .string(query)]
            body["paginationToken"] = page.map { .string($0) }
            return try await client.call(
                "POST", QueriesHTTPTests.path + "/queries", token: token, body: JSONValue.object(body).text)
        }

        /// A query that has ended by now.
        func ended(_ created: SandboxClient.Answer) async throws -> JSONValue {
            client.timekeeper.advance(by: .seconds(200))
            return try await look(created)
        }

        func look(_ created: SandboxClient.Answer) async throws -> JSONValue {
            let id = try #require(created.json?["queryId"]?.string, "\(created.text)")
            return try await client.look(QueriesHTTPTests.path + "/queries", id, token: token)
        }

        func document(_ id: String) async throws -> (contentType: String?, text: String) {
            let told = try await client.call(QueriesHTTPTests.path + "/documents/\(id)", token: token)
            #expect(told.json?["documentId"]?.string == id && told.json?["compressionAlgorithm"] == nil)
            return try await client.inflated(try #require(told.json?["documentUrl"]?.string))
        }

        func cancel(_ created: SandboxClient.Answer) async throws -> Int {
            let id = try #require(created.json?["queryId"]?.string)
            return try await client.call("DELETE", QueriesHTTPTests.path + "/queries/\(id)", token: token).status
        }
    }

    private static func play(
        _ queries: [World.QueryScript] = [], _ body: @escaping @Sendable (SandboxClient, Kiosk) async throws -> Void
    ) async throws {
        var world = World.unhurried
        world.queries = queries
        try await withSandbox(world) { client in
            try await body(client, Kiosk(client: client, token: try await client.token()))
        }
    }

    @Test func `each page of a result is a query of its own with the same text`() async throws {
        try await Self.play([.init(pages: 3, rowsPerPage: 4)]) { client, kiosk in
            var rows: [String] = []
            var page: String?
            var queries = 0
            repeat {
                let query = try await kiosk.ended(kiosk.create(page: page))
                queries += 1
                #expect(query.status == "DONE" && query["query"]?.string == Self.text)
                let document = try await kiosk.document(try #require(query["dataDocumentId"]?.string))
                #expect(document.contentType == "application/jsonl; charset=UTF-8")
                rows += document.text.split(separator: "\n").map(String.init)
                page = query["pagination"]?["nextToken"]?.string
            } while page != nil && queries < 10
            #expect(queries == 3 && rows.count == 12 && Set(rows).count == 12)
            #expect(rows.allSatisfy { (try? JSONValue(parsing: $0.utf8)) != nil })
            #expect(client.state.ledger.complaintCount == 0)
            #expect(client.state.ledger.creationCount == 3)
        }
    }

    @Test func `a page token is good for its query`() async throws {
        try await Self.play([.init(pages: 2)]) { client, kiosk in
            let query = try await kiosk.ended(kiosk.create())
            let token = try #require(query["pagination"]?["nextToken"]?.string)
            #expect(try await kiosk.create("query { other }", page: token).status == 400)
            #expect(try await kiosk.create(page: token + "=").status == 400)
            let other = Kiosk(client: client, token: try await client.token(seller: 4))
            #expect(try await other.create(page: token).status == 400)
            #expect(client.state.ledger.complaintCount == 3)
            #expect(try await kiosk.create(page: token).status == 202)
        }
    }

    @Test func `a query without data has no document, and one that is fatal explains itself`() async throws {
        let scripts: [World.QueryScript] = [
            .init(contains: "empty", outcome: .empty), .init(contains: "fatal", outcome: .fatal),
            .init(contains: "cancelled", outcome: .cancelled), .init(contains: "none", rowsPerPage: 0),
        ]
        try await Self.play(scripts) { _, kiosk in
            for name in ["empty", "none"] {
                let query = try await kiosk.ended(kiosk.create("query { \(name) }"))
                #expect(query.status == "DONE" && query["dataDocumentId"] == nil && query["pagination"] == nil)
            }
            let fatal = try await kiosk.ended(kiosk.create("query { fatal }"))
            #expect(fatal.status == "FATAL" && fatal["dataDocumentId"] == nil)
            let url = try #require(fatal["errorDocumentId"]?.string)
            let told = try await kiosk.client.call(Self.path + "/documents/\(url)", token: kiosk.token)
            #expect(told.json?["documentUrl"]?.string != nil)
            let cancelled = try await kiosk.ended(kiosk.create("query { cancelled }"))
            #expect(cancelled.status == "CANCELLED")
            let plain = try await kiosk.ended(kiosk.create("query { plain }"))
            #expect(plain["dataDocumentId"] != nil && plain["pagination"] == nil)
        }
    }

    @Test func `a query can be cancelled until it has ended`() async throws {
        try await Self.play([.init(queued: .seconds(10), processing: .seconds(50))]) { client, kiosk in
            let (one, two) = (try await kiosk.create(), try await kiosk.create())
            client.timekeeper.advance(by: .seconds(30))
            #expect(try await kiosk.cancel(one) == 204)
            #expect(try await kiosk.cancel(one) == 204, "twice is once")
            client.timekeeper.advance(by: .seconds(30))
            #expect(try await kiosk.cancel(two) == 400)
            #expect(try await kiosk.look(one).status == "CANCELLED")
            #expect(try await kiosk.look(two).status == "DONE")
        }
    }

    @Test func `what is no query is refused`() async throws {
        try await Self.play { client, kiosk in
            let long = "query { " + String(repeating: "a ", count: 4000) + "}"
            for query in ["", "select 1", "query { a", "query } {", long] {
                let refused = try await kiosk.create(query)
                #expect(refused.status == 400, "\(query.prefix(20))")
            }
            #expect(client.state.ledger.complaintCount == 5)
            let spaced = "query {" + String(repeating: " ", count: 9000) + "a }"
            let taken = try await kiosk.create(spaced)
            #expect(taken.status == 202, "white space does not count")
        }
    }

    @Test func `a listing of queries is paged with its other parameters repeated`() async throws {
        try await Self.play { client, kiosk in
            for number in 0..<3 { _ = try await kiosk.create("query { q\(number) }") }
            let list = Self.path + "/queries?processingStatuses=IN_QUEUE"
            let first = try await client.call(list + "&pageSize=2", token: kiosk.token)
            #expect(
                first.json?.items("queries")?.compactMap { $0["query"]?.string } == ["query { q2 }", "query { q1 }"])
            let next = try #require(first.json?["pagination"]?["nextToken"]?.string).inQuery
            let second = try await client.call(list + "&paginationToken=\(next)", token: kiosk.token)
            #expect(second.json?.items("queries")?.compactMap { $0["query"]?.string } == ["query { q0 }"])
            #expect(second.json?["pagination"] == nil)
            let changed = try await client.call(
                Self.path + "/queries?paginationToken=\(next)", token: kiosk.token)
            #expect(changed.status == 400)
        }
    }
}
