import Foundation
import JobModel
import JobStore
import JobStoreTesting
import OperationCatalogue
import Ports
import Testing

@testable import SellerJobs

@Suite("Queries", .timeLimit(.minutes(5)))
struct QueryRunTests {
    static func shop(_ desk: QueryDesk, probe: Probe = Probe(), pace: PollPace = PollPace()) -> Shop {
        let shop = Shop(desk.amazon, probe: probe, pace: pace)
        desk.use(shop.clock)
        return shop
    }

    static func content(_ path: String, in shop: Shop) throws -> String {
        String(decoding: try Data(contentsOf: URL(filePath: "\(shop.path)/\(path)")), as: UTF8.self)
    }

    @Test("One is asked, looked at and fetched, and a small answer goes with its job")
    func plain() async throws {
        let desk = QueryDesk()
        desk.lapse(1)
        let shop = Self.shop(desk)
        try await shop.work {
            let id = try await shop.put(QueryDesk.wish())
            try await shop.drive(id, to: .succeeded)
            let row = try await shop.row(id)
            #expect(row.result?.inline == "{\"a\":1}\n" && row.failure == nil && !row.isInDoubt)
            #expect(ReportRunTests.steps(row) == ["created", "queued", "done", "document", "downloaded", "stored"])
            #expect(desk.orders == [["query": "query{a{b}}"]])
        }
        #expect(!shop.lines.entries.contains { $0.contains("signed") }, "no address is in a log")
    }

    @Test("The pages of an answer are asked for with the same text, and joined into one file")
    func pages() async throws {
        let desk = QueryDesk(["1\n", "2", nil, "3\n"])
        let shop = Self.shop(desk)
        try await shop.work {
            let id = try await shop.put(QueryDesk.wish())
            try await shop.drive(id, to: .succeeded)
            let result = try #require(try await shop.row(id).result)
            #expect(result.path == "acme/query/\(id).ndjson" && result.pages == 4 && result.bytes == 6)
            #expect(try Self.content(try #require(result.path), in: shop) == "1\n2\n3\n")
            #expect(Set(desk.orders.compactMap { $0["query"]?.string }) == ["query{a{b}}"])
            #expect(desk.orders.map { $0["paginationToken"]?.string } == [nil, "page-1", "page-2", "page-3"])
        }
    }

    @Test("An answer whose last page is empty is whole all the same, and one without any document is empty")
    func empty() async throws {
        let desk = QueryDesk(["1\n", nil])
        let shop = Self.shop(desk)
        try await shop.work {
            let id = try await shop.put(QueryDesk.wish(output: "out.ndjson"))
            try await shop.drive(id, to: .succeeded)
            #expect(try Self.content("out.ndjson", in: shop) == "1\n")
        }
        let none = QueryDesk([nil])
        let other = Self.shop(none)
        try await other.work {
            let id = try await other.put(QueryDesk.wish())
            try await other.drive(id, to: .succeeded)
            #expect(try await other.row(id).result == JobResult(bytes: 0))
        }
    }

    @Test("The text may lie in a file, which is read once for all pages")
    func file() async throws {
        let desk = QueryDesk(["1\n", "2\n"])
        let shop = Self.shop(desk)
        let file = NSTemporaryDirectory() + "/spworker-query-\(UUID().uuidString)"
        defer { try? FileManager.default.removeItem(atPath: file) }
        try Data("query { a }".utf8).write(to: URL(filePath: file))
        try await shop.work {
            let id = try await shop.put(QueryDesk.wish(nil, options: #"{"file":"\#(file)"}"#))
            try await shop.drive { desk.count == 1 }
            try Data("query { b }".utf8).write(to: URL(filePath: file))
            try await shop.drive(id, to: .succeeded)
            #expect(desk.orders.map { $0["query"]?.string } == ["query{a}", "query{a}"])
        }
    }

    @Test("One that fails is explained, one that was cancelled says so, and neither is asked again")
    func inVain() async throws {
        for (status, kind) in [("FATAL", "queryFatal"), ("CANCELLED", "queryCancelled")] {
            let desk = QueryDesk(["The field is odd."], statuses: ["IN_QUEUE", status])
            let shop = Self.shop(desk)
            try await shop.work {
                let id = try await shop.put(QueryDesk.wish())
                try await shop.drive(id, to: .failed)
                let failure = try #require(try await shop.row(id).failure)
                #expect(failure.kind == kind && failure.message.contains("Q1") && desk.orders.count == 1)
                #expect(failure.message.contains("The field is odd.") == (status == "FATAL"))
            }
        }
    }

    @Test("When a page's token is refused the job fails, and reopened by a person it begins at the first page")
    func refusedToken() async throws {
        let desk = QueryDesk(["1\n", "2\n"])
        desk.refuseTokens(true)
        let shop = Self.shop(desk)
        try await shop.work {
            let id = try await shop.put(QueryDesk.wish(output: "out.ndjson"))
            try await shop.drive(id, to: .failed)
            #expect(try await shop.row(id).failure?.message.contains("expired") == true)
            desk.refuseTokens(false)
            #expect(try await shop.store.retry([id], confirmed: false) == [.reopened(droppedDeadline: nil)])
            try await shop.drive(id, to: .succeeded)
            #expect(try Self.content("out.ndjson", in: shop) == "1\n2\n")
            #expect(desk.orders.map { $0["paginationToken"]?.string } == [nil, "page-1", nil, "page-1"])
        }
    }
}
