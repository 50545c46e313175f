import Foundation
import JobModel
import JobStore
import OperationCatalogue
import Testing

@testable import SellerJobs

@Suite("Jobs of a file of messages", .timeLimit(.minutes(5)))
struct ListingsJobsTests {
    /// Of messages with about 1250 bytes each, more than eight make two feeds.
    private static let largest: Int64 = 10 << 10

    private static func messages(_ count: Int) -> String {
        let much = String(repeating: "x", count: 1180)
        return (1...count).map { #"{"sku":"s\#($0)","operationType":"PATCH","note":"\#(much)"}"# + "\n" }.joined()
    }

    private func request(_ operation: String = FeedType.listings) -> JobRequest {
        JobRequest(
            kind: "feed", seller: "acme", operation: operation, options: #"{"marketplaces":["DE"],"timeout":"5m"}"#)
    }

    /// Gives `body` a file of messages that is gone afterwards.
    private func inFile(_ text: String, _ body: (String) async throws -> Void) async throws {
        let path = NSTemporaryDirectory() + "/spworker-messages-\(UUID().uuidString)"
        defer { try? FileManager.default.removeItem(atPath: path) }
        try Data(text.utf8).write(to: URL(filePath: path))
        try await body(path)
    }

    private func skus(_ content: String?) throws -> [String?] {
        let value = try JSONValue(parsing: try #require(content).utf8)
        return (value["messages"]?.items ?? []).map { $0["sku"]?.string }
    }

    @Test("each send their part of it, with the seller's id and the lines' numbers, and every message is sent once")
    func parts() async throws {
        let desk = FeedDesk()
        let shop = FeedRunTests.shop(desk)
        try await inFile("\n" + Self.messages(10)) { path in
            let feeds = try ListingsFeeds(
                file: path, request: request(), issueLocale: "de_DE", directory: shop.keeper.directory,
                largest: Self.largest)
            #expect(feeds.messages == 10 && feeds.feeds.map(\.messages) == [8, 2])
            #expect(feeds.feeds.map(\.lines) == [2...9, 10...11])
            try await shop.work {
                for feed in feeds.feeds {
                    try await shop.drive(try await shop.put(feed.request), to: .succeeded)
                }
            }
            #expect(try skus(desk.contents["in-1"]) == (1...8).map { "s\($0)" })
            #expect(try skus(desk.contents["in-2"]) == ["s9", "s10"])
            #expect(desk.contents["in-2"]?.utf8.count == feeds.feeds[1].bytes)
            let second = try JSONValue(parsing: try #require(desk.contents["in-2"]).utf8)
            #expect(second["header"] == ["sellerId": "A1acme", "version": "2.0", "issueLocale": "de_DE"])
            #expect(second["messages"]?.items?.first?["messageId"] == 10)
            #expect(desk.putTypes == Array(repeating: "application/json; charset=UTF-8", count: 2))
        }
    }

    @Test("that has changed send nothing and say so; put back, it is sent")
    func changed() async throws {
        let desk = FeedDesk()
        let shop = FeedRunTests.shop(desk)
        let text = #"{"sku":"a","operationType":"DELETE"}"#
        try await inFile(text) { path in
            let feeds = try ListingsFeeds(file: path, request: request(), directory: shop.keeper.directory)
            try Data(text.replacing("\"a\"", with: "\"b\"").utf8).write(to: URL(filePath: path))
            try await shop.work {
                let id = try await shop.put(feeds.feeds[0].request)
                try await shop.drive(id, to: .failed)
                let failure = try #require(try await shop.row(id).failure)
                #expect(failure.message.contains("has changed") && failure.message.contains("lines 1 to 1"))
                #expect(desk.places == 0)
                try Data(text.utf8).write(to: URL(filePath: path))
                #expect(try await shop.store.retry([id], confirmed: false) == [.reopened(droppedDeadline: nil)])
                try await shop.drive(id, to: .succeeded)
                #expect(try skus(desk.contents["in-1"]) == ["a"])
            }
        }
    }

    @Test("may hold their content, where it came as a text")
    func texts() async throws {
        let shop = Shop()
        func feeds(_ count: Int) throws -> ListingsFeeds {
            try ListingsFeeds(
                text: Self.messages(count), request: request(), directory: shop.keeper.directory,
                largest: Self.largest)
        }
        #expect(try feeds(8).feeds.count == 1)
        let two = try feeds(9)
        #expect(two.feeds.count == 2)
        #expect(try two.feeds.flatMap { try skus($0.request.body) } == (1...9).map { "s\($0)" })
        for feed in two.feeds {
            #expect(try shop.feeds.admit(feed.request, now: shop.now).job.body == feed.request.body)
        }
        await shop.close()
    }

    @Test("what they are to send is written down with them, and can be read again")
    func slice() throws {
        let part = ListingsPlan.Part(lines: 3...9, messages: 5, bytes: 700, offset: 0, sha256: "ab")
        for locale in [nil, "en_US"] {
            let slice = ListingsSlice(header: ListingsHeader(sellerID: "A1", issueLocale: locale), part: part)
            #expect(ListingsSlice(slice.json) == slice)
        }
        let json = ListingsSlice(header: ListingsHeader(sellerID: "A1"), part: part).json
        guard case .object(let members) = json else { return }
        for name in members.keys {
            var fewer = members
            fewer[name] = nil
            #expect(ListingsSlice(.object(fewer)) == nil, "\(name)")
        }
        #expect(ListingsSlice(true) == nil)
        // Anybody may write options: these would be counted past the last number there is.
        let wild: [(String, Int64)] = [
            ("offset", .max), ("offset", -1), ("lastLine", .max), ("count", 8), ("count", 0), ("bytes", .max),
        ]
        for (name, number) in wild {
            #expect(
                ListingsSlice(.object(members.merging([name: .integer(number)]) { $1 })) == nil, "\(name) \(number)")
        }
        let last = members.merging(["firstLine": .integer(.max), "lastLine": .integer(.max)]) { $1 }
        #expect(ListingsSlice(.object(last)) == nil)
    }

    @Test("whose part of the file is gone say that the file has changed")
    func shorter() async throws {
        try await inFile(#"{"sku":"a","operationType":"DELETE"}"#) { path in
            let part = ListingsPlan.Part(lines: 3...9, messages: 5, bytes: 700, offset: 1 << 60, sha256: "ab")
            let slice = ListingsSlice(header: ListingsHeader(sellerID: "A1"), part: part)
            let error = #expect(throws: JobRejection.self) { try slice.document(of: path) }
            #expect(error?.problems.first?.contains("has changed since the job was enqueued") == true)
        }
    }

    @Test("are refused for another type, a seller without an id, or an option that somebody else wrote")
    func refused() async throws {
        let shop = Shop()
        func problem(_ body: () throws -> Void) -> String {
            do {
                try body()
                return ""
            } catch {
                return "\(error)"
            }
        }
        let directory = shop.keeper.directory
        #expect(
            problem {
                _ = try ListingsFeeds(
                    text: "{}", request: request("POST_FLAT_FILE_FULFILLMENT_DATA"), directory: directory)
            }.contains("JSON_LISTINGS_FEED, not of"))
        #expect(
            problem { _ = try ListingsFeeds(text: "{}", request: request(), directory: directory) }.contains("Line 1"))
        var seller = try #require(directory.current.sellers[Shop.acme])
        seller.sellerID = nil
        let nameless = DirectoryHolder(
            SellerDirectory(applications: Array(directory.current.applications.values), sellers: [seller]))
        #expect(
            problem { _ = try ListingsFeeds(text: "{}", request: request(), directory: nameless) }
                .contains("add 'sellerId' to the seller 'acme'"))
        var odd = request()
        (odd.options, odd.body) = (#"{"marketplaces":["DE"],"messages":true}"#, FeedDesk.content)
        #expect(problem { _ = try shop.feeds.admit(odd, now: shop.now) }.contains("enqueue feed --messages"))
        let part = ListingsPlan.Part(lines: 1...1, messages: 1, bytes: 9, offset: 0, sha256: "ab")
        let slice = ListingsSlice(header: ListingsHeader(sellerID: "A1"), part: part)
        odd.options = JSONValue.object(["marketplaces": ["DE"], "messages": slice.json]).text
        #expect(problem { _ = try shop.feeds.admit(odd, now: shop.now) }.contains("needs the type"))
        await shop.close()
    }
}
