import JobModel
import JobStore
import Ports
import Testing

@testable import SellerJobs

@Suite("Jobs that find out what became of their call", .timeLimit(.minutes(5)))
struct DoubtRunTests {
    static let createReport = JobRequest(
        kind: "request", seller: "acme", operation: "reports.createReport",
        body: #"{"reportType":"T","marketplaceIds":["A1PA6795UKMFR9"]}"#)

    private static func feed(_ document: String) -> JobRequest {
        JobRequest(
            kind: "request", seller: "acme", operation: "feeds.createFeed",
            body: #"{"feedType":"F","marketplaceIds":["A1PA6795UKMFR9"],"inputFeedDocumentId":"\#(document)"}"#)
    }

    static func shop(_ desk: CreationDesk) -> Shop {
        let shop = Shop(FakeAmazon(onCall: { try await desk.answer($0) }))
        desk.use(shop.clock)
        return shop
    }

    @Test("A call whose answer was lost is found half a minute later, and the job succeeds with the answer's content")
    func found() async throws {
        let desk = CreationDesk("report", [.lost])
        let shop = Self.shop(desk)
        try await shop.work {
            let id = try await shop.put(Self.createReport)
            try await shop.drive { try await shop.row(id).waitReason == .snooze }
            let waiting = try await shop.row(id)
            #expect(waiting.isInDoubt && waiting.failure?.kind == "doubtful")
            #expect(waiting.failure?.message.contains("looked up with reports.getReports") == true)
            #expect(try await shop.lane(of: id).key.operation == "reports.getReports@2021-06-30")
            try await shop.drive(id, to: .succeeded)
            let row = try await shop.row(id)
            #expect(row.result?.inline == #"{"reportId":"report-1"}"# && row.result?.status == 202)
            #expect(row.progress == #"{"foundBy":"reports.getReports@2021-06-30"}"#)
            #expect(row.attempt == 0 && !row.isInDoubt && row.failure == nil)
            #expect(desk.posts.count == 1 && desk.looks.count == 1)
            #expect(desk.looks[0] - desk.posts[0] >= .seconds(30))
        }
    }

    @Test("A call of which two looks, a minute apart, show nothing is made again, once, and that spends an attempt")
    func absent() async throws {
        let desk = CreationDesk("report", [.failed])
        let shop = Self.shop(desk)
        try await shop.work {
            let id = try await shop.put(Self.createReport)
            try await shop.drive(id, to: .succeeded)
            let row = try await shop.row(id)
            #expect(row.result?.inline == #"{"reportId":"report-1"}"# && row.attempt == 1 && !row.isInDoubt)
            #expect(desk.posts.count == 2 && desk.looks.count == 2 && desk.count == 1)
            #expect(desk.looks[1] - desk.looks[0] >= .seconds(60))
            #expect(try await shop.lane(of: id).key.operation == "reports.createReport@2021-06-30")
            let history = await shop.store.attempts(of: id)
            #expect(history.map(\.outcome) == ["snooze", "snooze", "retry", "succeeded"])
            #expect(history[2].failure?.message.contains("Two looks") == true)
        }
    }

    @Test("A call that is never carried out fails when the attempts are used up")
    func attempts() async throws {
        let desk = CreationDesk("report", [.failed, .failed, .failed])
        let shop = Self.shop(desk)
        try await shop.work {
            var request = Self.createReport
            request.maxAttempts = 2
            let id = try await shop.put(request)
            try await shop.drive(id, to: .failed)
            let row = try await shop.row(id)
            #expect(desk.posts.count == 2 && row.attempt == 2 && !row.isInDoubt)
            #expect(row.failure?.kind == "unanswered")
        }
    }

    @Test("When several may be the one, a person decides; reopened, the call is made as if for the first time")
    func several() async throws {
        let desk = CreationDesk("report", [.failed])
        let shop = Self.shop(desk)
        let ids = (0..<2).map { _ in desk.add(Self.createReport.body ?? "") }
        try await shop.work {
            let id = try await shop.put(Self.createReport)
            try await shop.drive(id, to: .quarantined)
            let failure = try #require(try await shop.row(id).failure)
            #expect(failure.message.contains(ids.joined(separator: ", ")) && failure.message.contains("jobs retry"))
            #expect(desk.posts.count == 1)
            #expect(try await shop.store.retry([id], confirmed: true) == [.reopened(droppedDeadline: nil)])
            try await shop.drive(id, to: .succeeded)
            #expect(desk.posts.count == 2 && desk.looks.count == 1)
            #expect(try await shop.lane(of: id).key.operation == "reports.createReport@2021-06-30")
        }
    }

    @Test("A look that is throttled slows the listing's lane, not the other one, and leaves the doubt")
    func throttled() async throws {
        let desk = CreationDesk("report", [.lost], listings: [.error(429, "You exceeded your quota")])
        let shop = Self.shop(desk)
        try await shop.work {
            let id = try await shop.put(Self.createReport)
            try await shop.drive { try await shop.row(id).waitReason == .throttled }
            #expect(try await shop.row(id).isInDoubt)
            let lanes = try await shop.store.lanes().map(\.lane)
            func refusals(_ operation: String) -> Int? {
                lanes.first { $0.key.operation == operation }?.limiter.refusals
            }
            #expect(refusals("reports.getReports@2021-06-30") == 1)
            #expect(refusals("reports.createReport@2021-06-30") == 0)
            try await shop.drive(id, to: .succeeded)
            #expect(desk.posts.count == 1 && desk.count == 1)
            #expect(try await shop.row(id).attempt == 0)
        }
    }

    @Test("A look that Amazon does not answer is tried again for as long as it takes, and spends no attempt")
    func unanswered() async throws {
        let desk = CreationDesk(
            "report", [.lost],
            listings: [.error(500, "Oops"), .json(200, "{"), .json(200, #"{"errors":[{"code":"x"}]}"#)])
        let shop = Self.shop(desk)
        try await shop.work {
            var request = Self.createReport
            request.maxAttempts = 1
            let id = try await shop.put(request)
            try await shop.drive(id, to: .succeeded)
            #expect(desk.posts.count == 1 && desk.looks.count == 4)
            #expect(try await shop.row(id).attempt == 0)
        }
    }

    @Test("A look that is refused leaves the decision to a person, and says why")
    func refused() async throws {
        let desk = CreationDesk("report", [.lost], listings: [.denied("")])
        let shop = Self.shop(desk)
        try await shop.work {
            let id = try await shop.put(Self.createReport)
            try await shop.drive(id, to: .quarantined)
            let failure = try #require(try await shop.row(id).failure)
            #expect(failure.kind == "doubtful" && failure.message.contains("reports.getReports@2021-06-30 was refused"))
            #expect(try await shop.row(id).isInDoubt)
        }
    }

    @Test("A feed that another job made is not taken for the one that is looked for")
    func neighbour() async throws {
        let desk = CreationDesk("feed", [.answered, .failed])
        let shop = Self.shop(desk)
        try await shop.work {
            let first = try await shop.put(Self.feed("one"))
            try await shop.drive(first, to: .succeeded)
            let second = try await shop.put(Self.feed("two"))
            try await shop.drive(second, to: .succeeded)
            #expect(desk.count == 2 && desk.posts.count == 3)
            #expect(try await shop.row(second).result?.inline == #"{"feedId":"feed-2"}"#)
        }
    }

    @Test("However far the clocks are apart, a feed that another job made is not taken", arguments: [600, -600])
    func neighbourByAnotherClock(seconds: Int) async throws {
        let desk = CreationDesk("feed", [.answered, .failed], ahead: .seconds(seconds))
        let shop = Self.shop(desk)
        try await shop.work {
            let first = try await shop.put(Self.feed("one"))
            try await shop.drive(first, to: .succeeded)
            let second = try await shop.put(Self.feed("two"))
            try await shop.drive(second, to: .succeeded)
            #expect(desk.count == 2 && desk.posts.count == 3)
            #expect(try await shop.row(second).result?.inline == #"{"feedId":"feed-2"}"#)
        }
    }

    @Test("However long the queue of jobs behind it is, a feed that another job made is not taken")
    func neighbourInALongQueue() async throws {
        let desk = CreationDesk("feed", [.answered, .failed])
        let shop = Self.shop(desk)
        try await shop.work {
            let first = try await shop.put(Self.feed("one"))
            try await shop.drive(first, to: .succeeded)
            let second = try await shop.put(Self.feed("two"))
            try await shop.drive { try await shop.row(second).waitReason == .snooze }
            var later = Self.feed("later")
            later.runAt = shop.now + .seconds(86_400)
            let job = try shop.kind.admit(later, now: shop.now).job
            _ = try await shop.store.enqueue(Array(repeating: job, count: 1200))
            try await shop.drive(second, to: .succeeded)
            #expect(desk.count == 2 && desk.posts.count == 3)
            #expect(try await shop.row(second).result?.inline == #"{"feedId":"feed-2"}"#)
        }
    }

    @Test("A listing that leads round in a circle is no listing that shows nothing")
    func circle() async throws {
        let page = HTTPResponse.json(200, #"{"reports":[],"nextToken":"t"}"#)
        let desk = CreationDesk("report", [.lost], listings: Array(repeating: page, count: 4))
        let shop = Self.shop(desk)
        try await shop.work {
            let id = try await shop.put(Self.createReport)
            try await shop.drive(id, to: .succeeded)
            #expect(desk.posts.count == 1 && desk.count == 1)
        }
    }

    @Test("A run that is stopped while its call is under way leaves the doubt to the next one")
    func stopped() async throws {
        let desk = CreationDesk("report", [.silent])
        let shop = Self.shop(desk)
        let id = try await shop.put(Self.createReport)
        try await shop.work { try await shop.drive { desk.count == 1 } }
        let row = try await shop.row(id)
        #expect(row.state == .waiting && row.isInDoubt && row.waitReason == .snooze)
        #expect(DoubtNote(row.checkpoint) != nil)
    }

    @Test("A job in doubt that is called off waits for a person")
    func calledOff() async throws {
        let desk = CreationDesk("report", [.silent])
        let shop = Self.shop(desk)
        try await shop.work {
            let id = try await shop.put(Self.createReport)
            try await shop.drive { desk.count == 1 }
            #expect(try await shop.store.cancel([id]) == [.requested])
            try await shop.drive(id, to: .quarantined)
            #expect(try await shop.row(id).failure == .inDoubt)
        }
    }

    @Test("A call that may be made again as it is is not looked for")
    func again() async throws {
        let shop = Shop(FakeAmazon(onCall: { $0.number == 1 ? .error(500, "Oops") : .json(200, "{}") }))
        try await shop.work {
            let id = try await shop.put(
                JobRequest(
                    kind: "request", seller: "acme", operation: "listingsItems.patchListingsItem",
                    parameters: #"{"sku":"s","marketplaceIds":["DE"]}"#,
                    body: #"{"productType":"P","patches":[{"op":"replace","path":"/attributes/a","value":[]}]}"#))
            try await shop.drive(id, to: .succeeded)
            #expect(shop.amazon.calls.map(\.method) == ["PATCH", "PATCH"])
            #expect(try await shop.row(id).attempt == 1)
        }
    }
}
