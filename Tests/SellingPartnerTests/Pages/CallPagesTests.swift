import JobStoreTesting
import OperationCatalogue
import Ports
import Testing

@testable import SellingPartner

@Suite("Listings for Swift programs")
struct CallPagesTests {
    private struct Row: Decodable, Sendable, Equatable { var transactionId: String? }

    private static func transactions(_ ids: [String], next: String?) -> String {
        let rows = ids.map { #"{"transactionId" : "\#($0)"}"# }.joined(separator: ",")
        let token = next.map { #","nextToken":"\#($0)""# } ?? ""
        return #"{"payload":{"transactions":[\#(rows)]\#(token)}}"#
    }

    private func scene(
        _ pages: [String], settings: ClientSettings = ClientSettings()
    ) throws -> ClientScene {
        try ClientScene(settings: settings) { _, number in .json(200, pages[min(number, pages.count) - 1]) }
    }

    private func pages(_ client: SellingPartnerClient) -> CallPages {
        client.pages("finances.listTransactions", parameters: ["postedAfter": "2026-01-01T00:00:00Z"])
    }

    @Test("Pages are read to the last, empty ones in between, and items come byte for byte")
    func tokens() async throws {
        let scene = try scene([
            Self.transactions(["1", "2"], next: "a+b/c="), Self.transactions([], next: "second"),
            Self.transactions(["3"], next: nil),
        ])
        var counts: [Int] = []
        var tokens: [String?] = []
        var items: [String] = []
        for try await page in pages(scene.client) {
            counts.append(page.items.count)
            tokens.append(page.nextToken)
            items += page.items.map { String(decoding: $0, as: UTF8.self) }
            #expect(page.number == counts.count)
        }
        #expect(counts == [2, 0, 1])
        #expect(tokens == ["a+b/c=", "second", nil])
        #expect(items == ["1", "2", "3"].map { #"{"transactionId":"\#($0)"}"# })
        #expect(scene.calls[1].url.contains("nextToken=a%2Bb%2Fc%3D"))
        #expect(scene.calls[1].url.contains("postedAfter="))
    }

    @Test("Items come typed, and no page is read before it is needed")
    func typed() async throws {
        let scene = try scene([Self.transactions(["1", "2"], next: "t"), Self.transactions(["3"], next: nil)])
        var iterator = pages(scene.client).items(as: Row.self).makeAsyncIterator()
        #expect(scene.calls.isEmpty)
        #expect(try await iterator.next() == Row(transactionId: "1"))
        #expect(try await iterator.next() == Row(transactionId: "2"))
        #expect(scene.calls.count == 1)
        #expect(try await iterator.next() == Row(transactionId: "3"))
        #expect(try await iterator.next() == nil)
        #expect(try await iterator.next() == nil)
        #expect(scene.calls.count == 2)
    }

    @Test("Every iteration reads anew, and a token among the parameters begins at its page")
    func anew() async throws {
        let scene = try scene([Self.transactions(["1"], next: nil)])
        let pages = scene.client.pages(
            "finances.listTransactions", parameters: ["postedAfter": "2026-01-01T00:00:00Z", "nextToken": "there"])
        for _ in 0..<2 {
            var count = 0
            for try await page in pages { count += page.items.count }
            #expect(count == 1)
        }
        #expect(scene.calls.count == 2)
        #expect(scene.calls.allSatisfy { $0.url.contains("nextToken=there") })
    }

    @Test("A token that is sent alone is sent alone")
    func alone() async throws {
        let scene = try scene([#"{"reports":[{"reportId":"1"}],"nextToken":"t"}"#, #"{"reports":[]}"#])
        var ids: [String?] = []
        let reports = scene.client.pages("reports.getReports", parameters: ["reportTypes": ["GET_X"]])
        for try await report in reports.items(as: ReportRecord.self) { ids.append(report.reportId) }
        #expect(ids == ["1"])
        #expect(scene.calls[1].url.hasSuffix("/reports?nextToken=t"))
    }

    private static let refusals: [(String, String)] = [
        (#"{"payload":{"transactions":"#, "not valid JSON"),
        (#"{"errors":[{"code":"InternalFailure","message":"later"}]}"#, "InternalFailure"),
        (transactions(["2"], next: "t"), "its own token"),
    ]

    @Test("A page that is none ends the listing with an error, and so it stays", arguments: refusals)
    func refused(_ second: String, _ words: String) async throws {
        let scene = try scene([Self.transactions(["1"], next: "t"), second])
        var iterator = pages(scene.client).makeAsyncIterator()
        _ = try await iterator.next()
        do {
            _ = try await iterator.next()
            Issue.record("no failure")
        } catch let failure as CallFailure {
            #expect(failure.code == .doubtful)
            #expect(failure.detail.contains("page 2") && failure.detail.contains(words), "\(failure)")
        }
        #expect(try await iterator.next() == nil)
        #expect(scene.calls.count == 2)
    }

    @Test("With rules for repetitions a page that is none is asked for again")
    func repeated() async throws {
        let scene = try scene(
            [Self.transactions(["1"], next: "t"), "{", Self.transactions(["2"], next: nil)],
            settings: .with { $0.retries = RetryRules() })
        let ids = Recorder<String?>()
        _ = try await scene.passingTime { client in
            for try await row in client.transactions(postedAfter: "2026-01-01T00:00:00Z") {
                ids.append(row.transactionId)
            }
        }
        #expect(ids.all == ["1", "2"])
        #expect(scene.calls.count == 3)
    }

    @Test("What is wrong with the call is told by the first page")
    func wrong() async throws {
        let scene = try scene(["{}"])
        for name in ["sellers.getMarketplaceParticipations", "finances.listTransactions", "no.such"] {
            await #expect(throws: (any Error).self) {
                for try await _ in scene.client.pages(name, parameters: ["nonsense": 1]) {}
            }
        }
        #expect(scene.transport.requests.isEmpty)
    }
}
