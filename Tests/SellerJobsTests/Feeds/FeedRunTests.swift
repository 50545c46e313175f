import Foundation
import JobModel
import JobStore
import JobStoreTesting
import OperationCatalogue
import Ports
import Testing

@testable import SellerJobs

@Suite("Feeds", .timeLimit(.minutes(5)))
struct FeedRunTests {
    static func shop(_ desk: FeedDesk, probe: Probe = Probe(), pace: PollPace = PollPace()) -> Shop {
        let shop = Shop(desk.amazon, probe: probe, pace: pace)
        desk.use(shop.clock)
        return shop
    }

    private func content(_ path: String, in shop: Shop) throws -> String {
        String(decoding: try Data(contentsOf: URL(filePath: "\(shop.path)/\(path)")), as: UTF8.self)
    }

    @Test("One is brought to Amazon and worked on, and its results go with the job, which tells steps and figures")
    func plain() async throws {
        let desk = FeedDesk()
        let shop = Self.shop(desk)
        try await shop.work {
            let id = try await shop.put(FeedDesk.wish())
            #expect(try await shop.lane(of: id).key.operation == "feeds.createFeedDocument@2021-06-30")
            try await shop.drive { try await shop.row(id).waitReason == .snooze }
            #expect(try await shop.lane(of: id).key.operation == "feeds.getFeed@2021-06-30")
            try await shop.drive(id, to: .succeeded)
            let row = try await shop.row(id)
            #expect(
                ReportRunTests.steps(row) == [
                    "documentCreated", "uploaded", "created", "queued", "inProgress", "done", "document", "downloaded",
                    "stored",
                ])
            let progress = try JSONValue(parsing: try #require(row.progress).utf8)
            #expect(progress["feedId"] == "F1" && progress["processed"] == 2 && progress["accepted"] == 2)
            #expect(progress["figures"] == nil)
            #expect(row.result?.inline?.contains("messagesAccepted") == true && row.failure == nil && !row.isInDoubt)
            #expect(desk.contents == ["in-1": FeedDesk.content] && desk.count == 1)
            #expect(desk.putTypes == ["application/json; charset=UTF-8"])
            #expect(
                desk.orders == [
                    [
                        "feedType": "JSON_LISTINGS_FEED", "marketplaceIds": ["A1PA6795UKMFR9"],
                        "inputFeedDocumentId": "in-1",
                    ]
                ])
            #expect(shop.amazon.fetches.allSatisfy { $0.headers.first("x-amz-access-token") == nil })
        }
        #expect(!shop.lines.entries.contains { $0.contains("signed") }, "no address is in a log")
    }

    @Test("One of which nothing was taken fails its job with the first errors, and its results stay in a file")
    func onlyErrors() async throws {
        let desk = FeedDesk([.done(2, invalid: 2)])
        let shop = Self.shop(desk)
        try await shop.work {
            let id = try await shop.put(FeedDesk.wish())
            try await shop.drive(id, to: .failed)
            let row = try await shop.row(id)
            let path = "acme/JSON_LISTINGS_FEED/\(id).json"
            #expect(row.failure?.kind == "feedErrors" && row.failure?.message.contains("A value is missing.") == true)
            #expect(row.failure?.message.contains(path) == true)
            #expect(try content(path, in: shop).contains("90220"))
            #expect(try JSONValue(parsing: try #require(row.progress).utf8)["errors"] == 2)
            #expect(desk.count == 1)
            #expect(try await shop.store.retry([id], confirmed: false) == [.reopened(droppedDeadline: nil)])
            try await shop.drive(id, to: .succeeded)
            #expect(desk.count == 2 && desk.places == 2, "reopened by a person, it is brought anew")
        }
    }

    @Test("One of which something was taken succeeds")
    func someErrors() async throws {
        let desk = FeedDesk([.done(3, invalid: 1)])
        let shop = Self.shop(desk)
        try await shop.work {
            let id = try await shop.put(FeedDesk.wish(output: "{job}.json"))
            try await shop.drive(id, to: .succeeded)
            #expect(try await shop.row(id).result?.path == "\(id).json")
        }
    }

    @Test(
        "One that Amazon breaks off fails its job with what is said of it, and is not sent again",
        arguments: ["The header is odd.", nil] as [String?])
    func fatal(explanation: String?) async throws {
        let desk = FeedDesk([.init(statuses: ["IN_PROGRESS", "FATAL"], result: explanation)])
        let shop = Self.shop(desk)
        try await shop.work {
            let id = try await shop.put(FeedDesk.wish())
            try await shop.drive(id, to: .failed)
            let failure = try #require(try await shop.row(id).failure)
            #expect(failure.kind == "feedFatal" && failure.message.contains("F1"))
            #expect(explanation.map { failure.message.contains($0) } ?? true)
            #expect(failure.message.contains("lies in") == (explanation != nil))
            #expect(desk.orders.count == 1)
        }
    }

    @Test("One that was cancelled fails its job")
    func cancelled() async throws {
        let desk = FeedDesk([.init(statuses: ["IN_QUEUE", "CANCELLED"])])
        let shop = Self.shop(desk)
        try await shop.work {
            let id = try await shop.put(FeedDesk.wish())
            try await shop.drive(id, to: .failed)
            #expect(try await shop.row(id).failure?.kind == "feedCancelled" && desk.orders.count == 1)
        }
    }

    @Test("A place for the content that has lapsed is asked for anew, and the feed is made of the last one")
    func lapsed() async throws {
        let desk = FeedDesk()
        desk.lapse(4)
        let shop = Self.shop(desk)
        try await shop.work {
            let id = try await shop.put(FeedDesk.wish())
            try await shop.drive(id, to: .succeeded)
            #expect(desk.places == 5 && desk.orders.count == 1)
            #expect(desk.orders[0]["inputFeedDocumentId"] == "in-5")
        }
    }

    @Test("The content may lie in a file, which must be there and hold something")
    func files() async throws {
        let desk = FeedDesk()
        let shop = Self.shop(desk)
        let file = NSTemporaryDirectory() + "/spworker-feed-\(UUID().uuidString)"
        defer { try? FileManager.default.removeItem(atPath: file) }
        try Data(FeedDesk.content.utf8).write(to: URL(filePath: file))
        try await shop.work {
            let id = try await shop.put(FeedDesk.wish(nil, options: #","file":"\#(file)""#))
            try await shop.drive(id, to: .succeeded)
            #expect(desk.contents == ["in-1": FeedDesk.content])
            let missing = try await shop.put(FeedDesk.wish(nil, options: #","file":"\#(file).none""#))
            try await shop.drive(missing, to: .failed)
            #expect(try await shop.row(missing).failure?.message.contains("cannot be read") == true)
            try Data(#"{"header":{},"messages":[]}"#.utf8).write(to: URL(filePath: file))
            let empty = try await shop.put(FeedDesk.wish(nil, options: #","file":"\#(file)""#))
            try await shop.drive(empty, to: .failed)
            #expect(try await shop.row(empty).failure?.message.contains("has no messages") == true)
            #expect(desk.count == 1 && desk.places == 1)
        }
    }

    @Test("One whose results cannot be written says that it was applied, and another attempt only fetches them again")
    func unwritten() async throws {
        let desk = FeedDesk([.done(3, invalid: 1)])
        let shop = Self.shop(desk)
        try FileManager.default.createDirectory(atPath: shop.path, withIntermediateDirectories: true)
        let obstacle = shop.path + "/feeds"
        try Data("no folder".utf8).write(to: URL(filePath: obstacle))
        try await shop.work {
            var wish = FeedDesk.wish(output: "feeds/{job}.json")
            wish.maxAttempts = 2
            let id = try await shop.put(wish)
            try await shop.drive(id, to: .failed)
            let failure = try #require(try await shop.row(id).failure)
            #expect(failure.kind == "output" && failure.message.hasPrefix("Feed F1 was applied (DONE"))
            #expect(failure.message.contains("'spworker jobs retry \(id)', fetches it again and sends nothing. The "))
            #expect(failure.message.contains("/feeds"))
            try FileManager.default.removeItem(atPath: obstacle)
            #expect(try await shop.store.retry([id], confirmed: false) == [.reopened(droppedDeadline: nil)])
            try await shop.drive(id, to: .succeeded)
            #expect(try content("feeds/\(id).json", in: shop).contains("90220"))
            #expect(desk.count == 1 && desk.orders.count == 1 && desk.places == 1)
        }
    }

    @Test("One whose results' place is taken tells its figures, and that Amazon broke it off where it did")
    func taken() async throws {
        let desk = FeedDesk([.done(3, invalid: 1), .init(statuses: ["FATAL"], result: "No header.")])
        let shop = Shop(desk.amazon, existing: .fail)
        desk.use(shop.clock)
        try await shop.work {
            for (number, words) in [
                (1, "Feed F1 was applied (DONE"), (2, "Amazon broke off feed F2 (FATAL): some, none or all"),
            ] {
                let id = try await shop.put(FeedDesk.wish(output: "\(number).json"))
                try await shop.drive { desk.count == number }
                try FileManager.default.createDirectory(atPath: shop.path, withIntermediateDirectories: true)
                try Data("mine".utf8).write(to: URL(filePath: "\(shop.path)/\(number).json"))
                try await shop.drive(id, to: .failed)
                let failure = try #require(try await shop.row(id).failure)
                #expect(failure.kind == "outputExists" && failure.message.hasPrefix(words))
                #expect(try content("\(number).json", in: shop) == "mine")
            }
            #expect(desk.orders.count == 2)
        }
    }

    @Test("One whose results are of no known form says that its figures are unknown")
    func unknownFigures() async throws {
        let desk = FeedDesk([.init(statuses: ["DONE"], result: "<html>Thank you.</html>")])
        let shop = Self.shop(desk)
        try await shop.work {
            let id = try await shop.put(FeedDesk.wish())
            try await shop.drive(id, to: .succeeded)
            let progress = try JSONValue(parsing: try #require(try await shop.row(id).progress).utf8)
            #expect(progress["figures"] == "unknown" && progress["processed"] == nil)
        }
    }

    @Test("A job whose feed's answer was lost finds its own, not that of another job")
    func own() async throws {
        let desk = FeedDesk([.done(), .done(fate: .lost)])
        let shop = Self.shop(desk)
        try await shop.work {
            let first = try await shop.put(FeedDesk.wish())
            try await shop.drive { desk.count == 1 }
            let second = try await shop.put(FeedDesk.wish())
            try await shop.drive(first, second, to: .succeeded)
            #expect(ProcessingTrace(try await shop.row(first))?.ids == ["F1"])
            #expect(ProcessingTrace(try await shop.row(second))?.ids == ["F2"])
            #expect(desk.orders.count == 2)
        }
    }
}
