import JobStoreTesting
import OperationCatalogue
import Sandbox
import Testing

@Suite(.timeLimit(.minutes(5))) struct ReportsHTTPTests {
    @Test func `a report waits, is worked on and is done, and then has a document`() async throws {
        try await withSandbox(.reports(.init(queued: .seconds(20), processing: .seconds(60)))) { client in
            let token = try await client.token()
            let id = try await client.report(token: token)
            var seen: [String?] = []
            for pause in [0, 19, 1, 59, 1] {
                client.timekeeper.advance(by: .seconds(pause))
                seen.append(try await client.look(atReport: id, token: token).status)
            }
            #expect(seen == ["IN_QUEUE", "IN_QUEUE", "IN_PROGRESS", "IN_PROGRESS", "DONE"])
            let report = try await client.look(atReport: id, token: token)
            #expect(report["reportId"]?.string == id && report["reportDocumentId"]?.string != nil)
            #expect(report["createdTime"]?.string == "2026-01-01T00:00:00.000Z")
            #expect(report["processingStartTime"]?.string == "2026-01-01T00:00:20.000Z")
            #expect(report["processingEndTime"]?.string == "2026-01-01T00:01:20.000Z")
            let other = try await client.call("/reports/2021-06-30/reports/\(id)", token: client.token(seller: 4))
            #expect(other.status == 404, "another seller's report is shown")
            #expect(try await client.call("/reports/2021-06-30/reports/report-1", token: token).status == 404)
        }
    }

    @Test func `without a script a report takes as long as its id says, and no longer than two and a half minutes`()
        async throws
    {
        let times = try await [1, 2].asyncMap { _ in try await Self.times() }
        #expect(times[0] == times[1])
        #expect(Set(times[0]).count > 1)
    }

    /// Beginnings and ends of five reports.
    private static func times() async throws -> [String] {
        try await withSandboxValue { client in
            let token = try await client.token()
            var ids: [String] = []
            for _ in 0..<5 { ids.append(try await client.report(token: token)) }
            client.timekeeper.advance(by: .seconds(150))
            var times: [String] = []
            for id in ids {
                let report = try await client.look(atReport: id, token: token)
                #expect(report.status == "DONE")
                times += [report["processingStartTime"]?.string ?? "", report["processingEndTime"]?.string ?? ""]
            }
            return times
        }
    }

    @Test func `a script holds for its type, its seller and so many reports`() async throws {
        var world = World.unhurried
        world.reports = [
            .init(type: "A", seller: "seller-4", outcome: .cancelled),
            .init(type: "A", times: 1, outcome: .fatal, explanation: "Zu früh"), .init(type: "A", processing: .zero),
            .init(outcome: .cancelled),
        ]
        try await withSandbox(world) { client in
            let (token, other) = (try await client.token(), try await client.token(seller: 4))
            let ids = [
                try await client.report("A", token: token), try await client.report("A", token: token),
                try await client.report("B", token: token),
            ]
            let foreign = try await client.report("A", token: other)
            client.timekeeper.advance(by: .seconds(200))
            var reports: [JSONValue] = []
            for id in ids { reports.append(try await client.look(atReport: id, token: token)) }
            #expect(reports.map(\.status) == ["FATAL", "DONE", "CANCELLED"])
            #expect(reports.map { $0["reportDocumentId"] != nil } == [true, true, false])
            #expect(try await client.look(atReport: foreign, token: other).status == "CANCELLED")
            let document = try #require(reports[0]["reportDocumentId"]?.string)
            let query = "?enableContentEncodingUrlHeader=true"
            let url = try await client.address(ofDocument: document, query, token: token)
            let explanation = try await client.inflated(url)
            #expect(explanation.text == "Zu früh" && explanation.contentType == "text/plain; charset=UTF-8")
        }
    }

    @Test(arguments: [World.ReportScript.Outcome.done, .throttle])
    func `a report that is asked for again too soon is cancelled, or refused`(
        outcome: World.ReportScript.Outcome
    ) async throws {
        let script = World.ReportScript(outcome: outcome, minInterval: .seconds(1800))
        try await withSandbox(.reports(script)) { client in
            let token = try await client.token()
            let first = try await client.report(token: token)
            client.timekeeper.advance(by: .seconds(1000))
            let second = try await client.createReport(token: token)
            #expect(second.status == (outcome == .throttle ? 429 : 202))
            let elsewhere = try await client.createReport(
                "GET_MERCHANT_LISTINGS_ALL_DATA", #""marketplaceIds":["A2EUQ1WTGCTBG2"]"#, token: token)
            #expect(elsewhere.status == 202, "the interval is one for each marketplace")
            client.timekeeper.advance(by: .seconds(800))
            let third = try await client.report(token: token)
            client.timekeeper.advance(by: .seconds(200))
            #expect(try await client.look(atReport: first, token: token).status == "DONE")
            #expect(try await client.look(atReport: third, token: token).status == "DONE")
            if let id = second.json?["reportId"]?.string {
                #expect(try await client.look(atReport: id, token: token).status == "CANCELLED")
            }
            let ledger = client.state.ledger
            #expect(ledger.throttleCount == 0 && ledger.effectCount == (outcome == .throttle ? 3 : 4))
        }
    }

    @Test func `only a report that waits can be cancelled`() async throws {
        try await withSandbox(.reports(.init(queued: .seconds(20), processing: .seconds(60)))) { client in
            let token = try await client.token()
            let ids = [try await client.report(token: token), try await client.report(token: token)]
            func cancel(_ id: String) async throws -> Int {
                try await client.call("DELETE", "/reports/2021-06-30/reports/\(id)", token: token).status
            }
            #expect(try await cancel(ids[0]) == 200)
            client.timekeeper.advance(by: .seconds(30))
            #expect(try await cancel(ids[1]) == 400)
            #expect(try await client.look(atReport: ids[0], token: token).status == "CANCELLED")
            #expect(try await client.look(atReport: ids[1], token: token).status == "IN_PROGRESS")
            client.timekeeper.advance(by: .seconds(60))
            #expect(try await client.look(atReport: ids[0], token: token)["reportDocumentId"] == nil)
            #expect(client.state.ledger.complaintCount == 0, "a client cannot know how far a report is")
        }
    }

    @Test func `a document with personal data needs a restricted data token, and another can have none`() async throws {
        try await withSandbox(.unhurried) { client in
            let token = try await client.token()
            let path = "/reports/2021-06-30/documents/"
            let personal = try await client.document("GET_FLAT_FILE_ORDER_REPORT_DATA_SHIPPING", token: token)
            #expect(try await client.call(path + personal, token: token).status == 403)
            let restricted = try await client.restrictedToken("GET", path + personal, token: token)
            #expect(try await client.call(path + personal, token: restricted).status == 200)
            #expect(client.state.ledger.complaintCount == 1)
            let plain = try await client.document(token: token)
            #expect(try await client.call(path + plain, token: token).status == 200)
            #expect(try await client.mint("GET", path + plain, token: token).status == 400)
            #expect(client.state.ledger.complaintCount == 1)
        }
    }

    @Test(arguments: [
        "{}", #"{"reportType":"A"}"#, #"{"reportType":"A","marketplaceIds":[]}"#,
        #"{"reportType":"A","marketplaceIds":["ATVPDKIKX0DER"],"dataEndTime":"2026-01-02T00:00:00Z"}"#,
        #"{"reportType":"A","marketplaceIds":["ATVPDKIKX0DER"],"dataStartTime":"yesterday"}"#,
        #"{"reportType":"A","marketplaceIds":["ATVPDKIKX0DER"],"reportOptions":{"a":1}}"#,
    ])
    func `a report that nobody could make is refused`(body: String) async throws {
        try await withSandbox { client in
            let token = try await client.token()
            let answer = try await client.call("POST", "/reports/2021-06-30/reports", token: token, body: body)
            #expect(answer.status == 400)
            let ledger = client.state.ledger
            #expect(ledger.complaintCount == 1 && ledger.effectCount == 0 && ledger.creationCount == 0)
        }
    }
}

extension Sequence {
    fileprivate func asyncMap<Value>(_ transform: (Element) async throws -> Value) async throws -> [Value] {
        var values: [Value] = []
        for element in self { values.append(try await transform(element)) }
        return values
    }
}

/// Runs a sandbox and returns what `body` found.
private func withSandboxValue<Value: Sendable>(
    _ body: @escaping @Sendable (SandboxClient) async throws -> Value
) async throws -> Value {
    let (values, found) = AsyncStream<Value>.makeStream()
    try await withSandbox(.unhurried) { client in found.yield(try await body(client)) }
    var iterator = values.makeAsyncIterator()
    return try #require(await iterator.next())
}
