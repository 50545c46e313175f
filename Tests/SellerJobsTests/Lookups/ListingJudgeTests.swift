import JobModel
import OperationCatalogue
import Testing

@testable import SellerJobs

@Suite("Looking for something in a listing", .timeLimit(.minutes(5)))
struct ListingJudgeTests {
    private static let germany = "A1PA6795UKMFR9"

    /// Judges pages of a listing. Amazon's clock agrees with ours to the second unless told otherwise.
    private static func judge(
        _ operation: String, _ body: String, _ pages: String..., offset: Duration? = .zero,
        neighbours: [Neighbour] = []
    ) throws -> Finding {
        let call = try DoubtfulCall.of(operation, [:], body)
        guard case .look(let lookup) = Lookups.way(of: call, now: call.sentAt) else { return .unclear("no lookup") }
        return lookup.judge(
            LookupAnswer(
                pages: try pages.map { try JSONValue(parsing: $0.utf8) },
                window: CreationWindow(sentAt: call.sentAt, offset: offset), neighbours: neighbours))
    }

    private static let wanted =
        #"{"reportType":"T","marketplaceIds":["\#(germany)"],"dataStartTime":"2025-12-01T00:00:00Z"}"#

    private static func report(
        _ id: String, _ type: String = "T", at time: String? = "2026-01-01T00:00:02Z", more: String = ""
    ) -> String {
        let created = time.map { #","createdTime":"\#($0)""# } ?? ""
        return #"{"reportId":"\#(id)","reportType":"\#(type)"\#(created)\#(more)}"#
    }

    private static func reports(_ reports: String...) -> String {
        "{\"reports\":[\(reports.joined(separator: ","))]}"
    }

    @Test("A report is found by its type, marketplaces, times and the time of the call")
    func report() throws {
        func found(_ reports: String...) throws -> Finding {
            try Self.judge(
                "reports.createReport", Self.wanted, "{\"reports\":[\(reports.joined(separator: ","))]}")
        }
        let found1 = Finding.found(["reportId": "1"])
        #expect(try found() == .absent)
        #expect(try found(Self.report("1")) == found1)
        #expect(try found(Self.report("1", "OTHER")) == .absent)
        #expect(try found(Self.report("1", more: #","marketplaceIds":["A13V1IB3VIYZZH"]"#)) == .absent)
        #expect(try found(Self.report("1", more: #","marketplaceIds":["\#(Self.germany)"]"#)) == found1)
        #expect(try found(Self.report("1", more: #","dataStartTime":"2025-12-01T00:00:00+00:00""#)) == found1)
        #expect(try found(Self.report("1", more: #","dataStartTime":"2025-12-02T00:00:00Z""#)) == .absent)
        #expect(try found(Self.report("1", more: #","dataEndTime":"2025-12-02T00:00:00Z""#)) == found1)
        #expect(
            try found(Self.report("0", "OTHER"), Self.report("1"), Self.report("2", at: "2025-12-31T23:59:00Z"))
                == found1)
    }

    @Test(
        "Only what was created about the time of the call is looked at, by Amazon's clock when it is known",
        arguments: [
            ("2026-01-01T00:00:00Z", Duration.zero, true), ("2025-12-31T23:59:58Z", .zero, false),
            ("2026-01-01T00:01:59Z", .zero, true), ("2026-01-01T00:03:00Z", .zero, false),
            ("2026-01-01T00:05:01Z", .seconds(300), true), ("2026-01-01T00:00:01Z", .seconds(300), false),
            ("2025-12-31T23:59:10Z", nil, true), ("2025-12-31T23:58:00Z", nil, false), ("no time", .zero, true),
        ] as [(String, Duration?, Bool)])
    func time(created: String, offset: Duration?, isFound: Bool) throws {
        let finding = try Self.judge(
            "reports.createReport", Self.wanted, Self.reports(Self.report("1", at: created)), offset: offset)
        #expect(finding == (isFound ? .found(["reportId": "1"]) : .absent))
    }

    @Test("Of several that may be it none is chosen, and all are named")
    func several() throws {
        let finding = try Self.judge(
            "reports.createReport", Self.wanted, Self.reports(Self.report("7")), Self.reports(Self.report("8")))
        guard case .unclear(let sight) = finding else {
            Issue.record("\(finding)")
            return
        }
        #expect(sight.contains("2 of the listed") && sight.contains("7, 8"))
    }

    @Test("What another job made is not taken for this one's, and what another one may have made is not either")
    func neighbours() throws {
        let body = #"{"feedType":"F","marketplaceIds":["\#(Self.germany)"],"inputFeedDocumentId":"mine"}"#
        let own = try JSONValue(parsing: body.utf8)
        let other = try JSONValue(parsing: body.replacing("mine", with: "other").utf8)
        let elsewhere = try JSONValue(parsing: body.replacing("\"F\"", with: "\"G\"").utf8)
        let page = #"{"feeds":[{"feedId":"1","feedType":"F","createdTime":"2026-01-01T00:00:01Z"}]}"#
        func found(_ neighbours: Neighbour...) throws -> Finding {
            try Self.judge("feeds.createFeed", body, page, neighbours: neighbours)
        }
        let mine = Finding.found(["feedId": "1"])
        #expect(try found() == mine)
        #expect(try found(Neighbour(identity: "1")) == .absent)
        #expect(try found(Neighbour(identity: "2")) == mine)
        #expect(try found(Neighbour(body: elsewhere)) == mine)
        // The same document twice: it does not matter whose it is.
        #expect(try found(Neighbour(body: own)) == mine)
        for rival in [Neighbour(body: other), Neighbour()] {
            guard case .unclear(let sight) = try found(rival) else {
                Issue.record("a feed was taken that another job may have made")
                continue
            }
            #expect(sight.contains("feedId 1"))
        }
    }

    @Test("A query is found by its text, whatever its white space")
    func query() throws {
        let page = #"{"queries":[{"queryId":"1","query":"query{a{b}}"},{"queryId":"2","query":"query{a{c}}"}]}"#
        let body = #"{"query":"query {\n  a { b }\n}"}"#
        #expect(try Self.judge("dataKiosk.createQuery", body, page) == .found(["queryId": "1"]))
        let other = #"{"query":"query { a { d } }"}"#
        #expect(try Self.judge("dataKiosk.createQuery", other, page) == .absent)
    }

    @Test("A destination is found by its name when it leads to the same place")
    func destination() throws {
        let body = #"{"name":"n","resourceSpecification":{"eventBridge":{"accountId":"1","region":"eu"}}}"#
        func page(_ account: String, _ name: String = "n") -> String {
            #"{"payload":[{"name":"\#(name)","destinationId":"d","resource":{"eventBridge":"#
                + #"{"name":"x","accountId":"\#(account)","region":"eu"}}}]}"#
        }
        func judge(_ page: String) throws -> Finding { try Self.judge("notifications.createDestination", body, page) }
        guard case .found(let answer?) = try judge(page("1")) else {
            Issue.record("the destination was not found")
            return
        }
        #expect(answer.text(at: "payload.destinationId") == "d")
        #expect(try judge(page("2")) == .absent)
        #expect(try judge(page("1", "other")) == .absent)
        #expect(try judge(#"{"payload":[]}"#) == .absent)
    }

    @Test("A supply source is found by its code")
    func supplySource() throws {
        let page = #"{"supplySources":[{"supplySourceCode":"c","supplySourceId":"s","alias":"a"}]}"#
        func judge(_ code: String) throws -> Finding {
            try Self.judge("supplySources.createSupplySource", #"{"supplySourceCode":"\#(code)"}"#, page)
        }
        #expect(try judge("c") == .found(["supplySourceId": "s", "supplySourceCode": "c"]))
        #expect(try judge("d") == .absent)
    }
}
