import Foundation
import JobModel
import JobStore
import JobStoreTesting
import OperationCatalogue
import Ports
import Testing

@testable import SellerJobs

@Suite("Reports", .timeLimit(.minutes(5)))
struct ReportRunTests {
    static func shop(
        _ desk: ReportDesk, minFree: Int64 = 0, probe: Probe = Probe(), pace: PollPace = PollPace()
    ) -> Shop {
        let shop = Shop(desk.amazon, minFree: minFree, probe: probe, pace: pace)
        desk.use(shop.clock)
        return shop
    }

    static func steps(_ row: JobRow) -> [String] { (ProcessingTrace(row)?.steps ?? []).map(\.word.rawValue) }

    private func file(_ row: JobRow, in shop: Shop) throws -> String {
        let path = try #require(row.result?.path)
        return String(decoding: try Data(contentsOf: URL(filePath: "\(shop.path)/\(path)")), as: UTF8.self)
    }

    @Test("A small one without personal data goes with its job, and the job tells its steps")
    func small() async throws {
        let desk = ReportDesk()
        let shop = Self.shop(desk)
        try await shop.work {
            let id = try await shop.put(ReportDesk.wish())
            try await shop.drive(id, to: .succeeded)
            let row = try await shop.row(id)
            #expect(row.result?.inline == "sku\tprice\nA\t1\n" && row.result?.path == nil && row.result?.bytes == 14)
            #expect(Self.steps(row) == ["created", "queued", "inProgress", "done", "document", "downloaded", "stored"])
            let progress = try JSONValue(parsing: try #require(row.progress).utf8)
            #expect(progress["reportId"] == "R1" && progress["step"] == "stored")
            #expect(progress["steps"]?.items?.first?["requestId"] == "request-1")
            #expect(desk.orders.count == 1 && desk.orders[0]["marketplaceIds"] == ["A1PA6795UKMFR9"])
            #expect(desk.looks.count == 3 && desk.looks[0] >= .seconds(12))
            #expect(row.attempt == 0 && row.failure == nil && !row.isInDoubt)
            #expect(shop.amazon.fetches.allSatisfy { $0.headers.first("x-amz-access-token") == nil })
            #expect(shop.amazon.mints.isEmpty, "no restricted data token is asked for")
            #expect(try await shop.lane(of: id).key.operation == "reports.getReportDocument@2021-06-30")
        }
        #expect(!shop.lines.entries.contains { $0.contains("signed") }, "the address is in no log")
    }

    @Test("While it waits, it waits in the lane of its next call, without a permit")
    func lanes() async throws {
        let desk = ReportDesk()
        let shop = Self.shop(desk)
        try await shop.work {
            let id = try await shop.put(ReportDesk.wish())
            #expect(try await shop.lane(of: id).key.operation == "reports.createReport@2021-06-30")
            try await shop.drive { try await shop.row(id).waitReason == .snooze }
            #expect(try await shop.lane(of: id).key.operation == "reports.getReport@2021-06-30")
            #expect(try await shop.lane(of: id).limiter.reserved == 0)
            try await shop.drive(id, to: .succeeded)
        }
    }

    @Test("A large one, and one whose job names a place, lies in a file")
    func files() async throws {
        let content = Array(String(repeating: "A\t1\n", count: 20_000).utf8)
        let desk = ReportDesk([.init(statuses: ["DONE"], content: content), .init(statuses: ["DONE"], content: [65])])
        let shop = Self.shop(desk)
        try await shop.work {
            let large = try await shop.put(ReportDesk.wish())
            try await shop.drive(large, to: .succeeded)
            let row = try await shop.row(large)
            #expect(row.result?.path == "acme/\(ReportDesk.type)/\(large).tsv" && row.result?.inline == nil)
            #expect(row.result?.bytes == content.count)
            #expect(try file(row, in: shop).utf8.count == content.count)
            let named = try await shop.put(ReportDesk.wish(output: "my/{job}.txt"))
            try await shop.drive(named, to: .succeeded)
            #expect(try file(try await shop.row(named), in: shop) == "A")
            #expect(
                try await shop.services.output.checksum(of: "my/\(named).txt") == shop.row(named).result?.sha256)
        }
    }

    @Test("One with personal data is fetched with a restricted data token, and never goes with its job")
    func restricted() async throws {
        let desk = ReportDesk()
        let shop = Self.shop(desk)
        try await shop.work {
            let id = try await shop.put(ReportDesk.wish("GET_FLAT_FILE_ORDER_REPORT_DATA_SHIPPING"))
            try await shop.drive(id, to: .succeeded)
            #expect(shop.amazon.mints.count == 1)
            let row = try await shop.row(id)
            #expect(row.result?.inline == nil && row.result?.path != nil)
            #expect(try file(row, in: shop) == "sku\tprice\nA\t1\n")
        }
    }

    @Test("A second job for the same report joins the first")
    func joined() async throws {
        let desk = ReportDesk()
        let shop = Self.shop(desk)
        let first = try await shop.store.enqueue([try shop.reports.admit(ReportDesk.wish(), now: shop.now).job])[0]
        let second = try await shop.store.enqueue([try shop.reports.admit(ReportDesk.wish(), now: shop.now).job])[0]
        #expect(second == .duplicate(first.id))
        await shop.close()
    }

    @Test("One that ends for want of data succeeds as empty, or fails when that is not to be")
    func empty() async throws {
        let desk = ReportDesk([.cancelled, .cancelled])
        let shop = Self.shop(desk)
        try await shop.work {
            let id = try await shop.put(ReportDesk.wish())
            try await shop.drive(id, to: .succeeded)
            let row = try await shop.row(id)
            #expect(row.result == JobResult(bytes: 0) && Self.steps(row).last == "cancelled")
            #expect(row.progress?.contains(#""empty":true"#) == true)
            let strict = try await shop.put(ReportDesk.wish(options: #","emptyFails":true"#))
            try await shop.drive(strict, to: .failed)
            #expect(try await shop.row(strict).failure?.kind == "noData")
            #expect(try await shop.store.retry([strict], confirmed: false) == [.reopened(droppedDeadline: nil)])
            try await shop.drive(strict, to: .succeeded)
            #expect(desk.orders.count == 3, "reopened by a person, it asks for another")
        }
    }

    @Test("One that was asked for too soon is asked for once more, when its type may be")
    func tooSoon() async throws {
        let type = "GET_FBA_MYI_ALL_INVENTORY_DATA"
        let desk = ReportDesk([.done, .cancelled])
        let shop = Self.shop(desk)
        try await shop.work {
            let first = try await shop.put(ReportDesk.wish(type))
            try await shop.drive(first, to: .succeeded)
            let created = try #require(ProcessingTrace(try await shop.row(first))?.steps.first?.at)
            let second = try await shop.put(ReportDesk.wish(type, output: "{job}"))
            try await shop.drive { try await shop.row(second).failure?.kind == "cancelledTooSoon" }
            let waiting = try await shop.row(second)
            #expect(waiting.state == .waiting && waiting.runAt >= created + .seconds(1800) && waiting.attempt == 0)
            #expect(try await shop.lane(of: second).key.operation == "reports.createReport@2021-06-30")
            #expect(await shop.store.coolDowns().count == 1)
            shop.clock.advance(by: waiting.runAt - shop.now)
            try await shop.drive(second, to: .succeeded)
            #expect(desk.orders.count == 3)
        }
    }

    @Test("One that fails is explained and asked for once more, late; failing again, it fails its job")
    func fatal() async throws {
        let desk = ReportDesk([.fatal("{\n \"error\": \"The window is odd.\"\n}"), .fatal(nil)])
        let shop = Self.shop(desk)
        let start = shop.now
        try await shop.work {
            let id = try await shop.put(ReportDesk.wish())
            try await shop.drive { try await shop.row(id).failure?.kind == "reportFatal" }
            let waiting = try await shop.row(id)
            #expect(waiting.state == .waiting && waiting.runAt >= start + .seconds(1800))
            #expect(waiting.failure?.message.contains(#"Amazon says: { "error": "The window is odd." }"#) == true)
            shop.clock.advance(by: waiting.runAt - shop.now)
            try await shop.drive(id, to: .failed)
            let row = try await shop.row(id)
            #expect(row.failure?.kind == "reportFatal" && row.failure?.message.contains("R2") == true)
            #expect(
                desk.orders.count == 2
                    && Self.steps(row) == ["created", "inProgress", "fatal", "created", "inProgress", "fatal"])
        }
    }

    @Test("One that does not end is given up, and its job tells its id")
    func timedOut() async throws {
        let desk = ReportDesk([.init(statuses: ["IN_QUEUE"])])
        let shop = Self.shop(desk, pace: PollPace(first: .seconds(5), max: .seconds(20), giveUpAfter: .seconds(60)))
        try await shop.work {
            let id = try await shop.put(ReportDesk.wish())
            try await shop.drive(id, to: .failed)
            let failure = try #require(try await shop.row(id).failure)
            #expect(failure.kind == "processingTimeout" && failure.message.contains("R1"))
            #expect(failure.message.contains("IN_QUEUE") && failure.message.contains("60 s"))
            #expect(desk.orders.count == 1)
        }
    }

    @Test("One that Amazon does not know yet is looked at once more")
    func missing() async throws {
        let desk = ReportDesk([.init(content: [65], missing: 1), .init(missing: 9)])
        let shop = Self.shop(desk)
        try await shop.work {
            let id = try await shop.put(ReportDesk.wish())
            try await shop.drive(id, to: .succeeded)
            let never = try await shop.put(ReportDesk.wish(output: "{job}"))
            try await shop.drive(never, to: .failed)
            #expect(try await shop.row(never).failure?.status == 404 && desk.orders.count == 2)
        }
    }

    @Test("An address that has lapsed is asked for anew, and one whose document breaks off is used again")
    func lapsed() async throws {
        let desk = ReportDesk()
        desk.lapse(2)
        desk.breakOff(1)
        let shop = Self.shop(desk)
        try await shop.work {
            let id = try await shop.put(ReportDesk.wish())
            try await shop.drive(id, to: .succeeded)
            #expect(try await shop.row(id).result?.bytes == 14)
            #expect(desk.addresses == 3 && shop.amazon.fetches.count == 4 && desk.orders.count == 1)
        }
    }

    @Test("While the disk has no room the job waits and says so")
    func fullDisk() async throws {
        let desk = ReportDesk()
        let shop = Self.shop(desk, minFree: .max)
        try await shop.work {
            let id = try await shop.put(ReportDesk.wish())
            try await shop.drive { try await shop.row(id).waitReason == .snooze }
            let failure = try #require(try await shop.row(id).failure)
            #expect(failure.kind == "diskFull" && desk.orders.isEmpty)
            #expect(failure.message.contains("that 'output.minFree' keeps free"), "\(failure.message)")
        }
    }
}
