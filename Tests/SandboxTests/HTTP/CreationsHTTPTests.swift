import JobStoreTesting
import OperationCatalogue
import Sandbox
import Testing

@Suite(.timeLimit(.minutes(5))) struct CreationsHTTPTests {
    private static func ids(_ answer: SandboxClient.Answer, _ list: String, _ id: String) -> [String] {
        guard case .array(let items)? = answer.json?[list] else { return [] }
        return items.compactMap { $0[id]?.string }
    }

    @Test func `reports that were created are listed, newest first, and the filters hold`() async throws {
        var world = World.standard(sellers: 4)
        world.reports = [World.ReportScript(queued: .seconds(15), processing: .seconds(60))]
        try await withSandbox(world) { client in
            let token = try await client.token()
            func create(_ type: String) async throws -> String {
                let answer = try await client.call(
                    "POST", "/reports/2021-06-30/reports", token: token,
                    body: #"{"reportType":"\#(type)","marketplaceIds":["ATVPDKIKX0DER"]}"#)
                #expect(answer.status == 202)
                client.timekeeper.advance(by: .seconds(10))
                return try #require(answer.json?["reportId"]?.string)
            }
            let made = [try await create("A"), try await create("B"), try await create("A")]
            #expect(Set(made).count == 3)
            func list(_ query: String) async throws -> [String] {
                let answer = try await client.call("/reports/2021-06-30/reports?\(query)", token: token)
                #expect(answer.status == 200)
                return Self.ids(answer, "reports", "reportId")
            }
            #expect(try await list("reportTypes=A,B") == made.reversed())
            #expect(try await list("reportTypes=A") == [made[2], made[0]])
            #expect(try await list("reportTypes=A,B&marketplaceIds=A2EUQ1WTGCTBG2") == [])
            #expect(try await list("reportTypes=A,B&processingStatuses=DONE") == [])
            #expect(try await list("processingStatuses=IN_QUEUE") == [made[2]])
            #expect(try await list("processingStatuses=IN_PROGRESS,FATAL") == [made[1], made[0]])
            #expect(try await list("createdSince=2026-01-01T00:00:05Z") == [made[2], made[1]])
            #expect(try await list("reportTypes=A,B&createdUntil=2026-01-01T00:00:05Z") == [made[0]])
            let other = try await client.call("/reports/2021-06-30/reports", token: client.token(seller: 4))
            #expect(Self.ids(other, "reports", "reportId").isEmpty, "another seller's reports are shown")
        }
    }

    @Test func `a call that is carried out and whose answer is spoilt leaves its report in the list`() async throws {
        try await withSandbox(.standard(sellers: 1)) { client in
            let token = try await client.token()
            for isCarriedOut in [true, false] {
                client.state.inject(
                    Fault(
                        match: .init(operation: "reports.createReport"), kind: .unavailable, carriedOut: isCarriedOut,
                        times: 1))
                let answer = try await client.call(
                    "POST", "/reports/2021-06-30/reports", token: token,
                    body: #"{"reportType":"A","marketplaceIds":["ATVPDKIKX0DER"]}"#)
                #expect(answer.status == 503)
                let listed = try await client.call("/reports/2021-06-30/reports?reportTypes=A", token: token)
                #expect(Self.ids(listed, "reports", "reportId").count == 1)
            }
        }
    }

    @Test func `feeds and queries are listed with what they were asked for`() async throws {
        try await withSandbox(.standard(sellers: 1)) { client in
            let token = try await client.token()
            let feed = try await client.call(
                "POST", "/feeds/2021-06-30/feeds", token: token,
                body:
                    #"{"feedType":"F","marketplaceIds":["ATVPDKIKX0DER"],"#
                    + #""inputFeedDocumentId":"amzn1.tortuga.4.na.sample"}"#
            )
            let feeds = try await client.call("/feeds/2021-06-30/feeds?feedTypes=F", token: token)
            #expect(Self.ids(feeds, "feeds", "feedId") == [feed.json?["feedId"]?.string])
            #expect(!feeds.text.contains("inputFeedDocumentId"))
            let query = try await client.call(
                "POST", "/dataKiosk/2023-11-15/queries", token: token, body: #"{"query":"query{a}"}"#)
            let queries = try await client.call("/dataKiosk/2023-11-15/queries", token: token)
            #expect(Self.ids(queries, "queries", "queryId") == [query.json?["queryId"]?.string])
            #expect(Self.ids(queries, "queries", "query") == ["query{a}"])
        }
    }

    @Test func `a destination is there once, and a seller has one subscription of a type`() async throws {
        try await withSandbox(.standard(sellers: 4)) { client in
            let grantless = try await client.grantlessToken()
            let body = #"{"name":"n","resourceSpecification":{"sqs":{"arn":"arn:aws:sqs:us-east-2:1:q"}}}"#
            func create() async throws -> SandboxClient.Answer {
                try await client.call("POST", "/notifications/v1/destinations", token: grantless, body: body)
            }
            let empty = try await client.call("/notifications/v1/destinations", token: grantless)
            #expect(empty.json?["payload"] == .array([]))
            let destination = try await create().json?["payload"]
            #expect(try await create().status == 409)
            let listed = try await client.call("/notifications/v1/destinations", token: grantless)
            #expect(listed.json?["payload"] == .array([try #require(destination)]))

            let token = try await client.token()
            let path = "/notifications/v1/subscriptions/ANY_OFFER_CHANGED"
            let id = try #require(destination?["destinationId"]?.string)
            func subscribe() async throws -> SandboxClient.Answer {
                try await client.call(
                    "POST", path, token: token, body: #"{"destinationId":"\#(id)","payloadVersion":"1.0"}"#)
            }
            #expect(try await client.call(path, token: token).status == 404)
            let subscription = try await subscribe()
            #expect(subscription.status == 200)
            #expect(try await subscribe().status == 409)
            #expect(try await client.call(path + "?payloadVersion=1.0", token: token).json == subscription.json)
            #expect(try await client.call(path + "?payloadVersion=2.0", token: token).status == 404)
            #expect(try await client.call(path, token: client.token(seller: 4)).status == 404)
        }
    }
}
