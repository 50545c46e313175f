import Foundation
import JobModel
import JobStore
import JobStoreTesting
import OperationCatalogue
import Ports
import Testing

@testable import SellerJobs

@Suite("Reports that are looked for", .timeLimit(.minutes(5)))
struct ReportSearchTests {
    private static let settlement = "GET_V2_SETTLEMENT_REPORT_DATA_FLAT_FILE_V2"

    @Test("One that Amazon makes is never asked for: the newest that is there is fetched")
    func settlement() async throws {
        let desk = ReportDesk()
        let shop = ReportRunTests.shop(desk)
        desk.add(Self.settlement, .init(statuses: ["DONE"], content: Array("old".utf8)))
        shop.clock.advance(by: .seconds(60))
        desk.add(Self.settlement, .init(statuses: ["DONE"], content: Array("new".utf8)))
        try await shop.work {
            let id = try await shop.put(ReportDesk.wish(Self.settlement))
            try await shop.drive(id, to: .succeeded)
            let row = try await shop.row(id)
            #expect(row.result?.inline == "new" && desk.orders.isEmpty)
            #expect(ReportRunTests.steps(row) == ["joined", "done", "document", "downloaded", "stored"])
            #expect(desk.listings.count == 1 && desk.listings[0].contains("reportTypes=\(Self.settlement)"))
        }
    }

    @Test("When there is none of them, the job succeeds as empty")
    func none() async throws {
        let desk = ReportDesk()
        let shop = ReportRunTests.shop(desk)
        try await shop.work {
            let id = try await shop.put(ReportDesk.wish(Self.settlement))
            try await shop.drive(id, to: .succeeded)
            #expect(try await shop.row(id).result == JobResult(bytes: 0) && desk.orders.isEmpty)
        }
    }

    @Test("A like one that is not too old is taken in place of a new one, when the job says so")
    func reuse() async throws {
        let desk = ReportDesk()
        let shop = ReportRunTests.shop(desk)
        desk.add(ReportDesk.type, .init(statuses: ["DONE"], content: Array("known".utf8)))
        try await shop.work {
            let fresh = try await shop.put(ReportDesk.wish(output: "{job}"))
            try await shop.drive(fresh, to: .succeeded)
            #expect(desk.orders.count == 1 && desk.listings.isEmpty, "nobody looks unless told to")
            shop.clock.advance(by: .seconds(3600))
            let reused = try await shop.put(ReportDesk.wish(options: #","reuse":"2h""#))
            try await shop.drive(reused, to: .succeeded)
            #expect(desk.orders.count == 1 && desk.listings.count == 1)
            #expect(try await shop.row(reused).result?.inline == "sku\tprice\nA\t1\n", "the newest is taken")
            let tooOld = try await shop.put(ReportDesk.wish(options: #","reuse":"5m""#))
            try await shop.drive(tooOld, to: .succeeded)
            #expect(desk.orders.count == 2 && desk.listings.count == 2)
        }
    }

    @Test("A long listing is read on after each pause for its plan, and ends with the first that will do")
    func long() async throws {
        let desk = ReportDesk()
        desk.page(by: 2)
        let shop = Shop(desk.amazon, plan: PlanOverrides.Change(rate: 0.0222, burst: 10))
        desk.use(shop.clock)
        for number in 0..<30 {
            shop.clock.advance(by: .seconds(10))
            // All but the third are of another store.
            desk.add(ReportDesk.type, .done, number == 2 ? [:] : ["marketplaceIds": ["A13V1IB3VIYZZH"]])
        }
        try await shop.work {
            let id = try await shop.put(ReportDesk.wish(options: #","reuse":"2h""#))
            try await shop.leap([id])
            let row = try await shop.row(id)
            #expect(row.state == .succeeded && desk.orders.isEmpty && row.progress?.contains("R3") == true)
            #expect(desk.listings.count == 14 && row.run > 1, "the last page is not asked for, and none twice")
        }
    }

    @Test("A listing is not read on where all that follows is too old")
    func past() async throws {
        let desk = ReportDesk()
        desk.page(by: 2)
        let shop = ReportRunTests.shop(desk)
        for _ in 0..<8 {
            shop.clock.advance(by: .seconds(100))
            desk.add(ReportDesk.type)
        }
        shop.clock.advance(by: .seconds(600))
        try await shop.work {
            let id = try await shop.put(ReportDesk.wish(options: #","reuse":"5m""#))
            try await shop.drive(id, to: .succeeded)
            #expect(desk.listings.count == 1 && desk.orders.count == 1)
        }
    }

    @Test("A listing without end fails the job, which says how to narrow it")
    func endless() async throws {
        let desk = ReportDesk()
        desk.listWithoutEnd()
        let shop = ReportRunTests.shop(desk)
        try await shop.work {
            let id = try await shop.put(ReportDesk.wish(options: #","reuse":"30d""#))
            try await shop.drive(id, to: .failed)
            let failure = try await shop.row(id).failure
            #expect(failure?.kind == "tooMuch" && failure?.message.contains("Let 'reuse' reach less far back") == true)
            #expect(desk.listings.count == SearchTrail.most && desk.orders.isEmpty)
        }
    }

    @Test("A lost answer is looked for, and what is found is waited for: nothing is asked for twice")
    func doubt() async throws {
        let desk = ReportDesk([.init(content: [65], fate: .lost)])
        let shop = ReportRunTests.shop(desk)
        try await shop.work {
            let id = try await shop.put(ReportDesk.wish())
            try await shop.drive { try await shop.row(id).waitReason == .snooze }
            #expect(try await shop.row(id).isInDoubt)
            try await shop.drive(id, to: .succeeded)
            let row = try await shop.row(id)
            #expect(row.result?.inline == "A" && desk.orders.count == 1 && row.attempt == 0 && !row.isInDoubt)
            #expect(ReportRunTests.steps(row).first == "joined")
        }
    }

    @Test("What was not created is asked for again after two looks")
    func absent() async throws {
        let desk = ReportDesk([.init(fate: .failed)])
        let shop = ReportRunTests.shop(desk)
        try await shop.work {
            let id = try await shop.put(ReportDesk.wish())
            try await shop.drive(id, to: .succeeded)
            #expect(desk.orders.count == 2 && desk.count == 1 && desk.listings.count == 2)
            #expect(try ReportRunTests.steps(await shop.row(id)).first == "created")
        }
    }

    @Test("Of two like jobs, the one in doubt does not take the other's report")
    func neighbours() async throws {
        let sales = "GET_SALES_AND_TRAFFIC_REPORT"
        let desk = ReportDesk([.init(fate: .failed)])
        let shop = ReportRunTests.shop(desk)
        try await shop.work {
            let first = try await shop.put(
                ReportDesk.wish(sales, options: #","reportOptions":{"dateGranularity":"DAY"}"#))
            try await shop.drive { try await shop.row(first).isInDoubt }
            let second = try await shop.put(
                ReportDesk.wish(sales, options: #","reportOptions":{"dateGranularity":"WEEK"}"#))
            try await shop.drive(first, second, to: .succeeded)
            // The listing tells no options: the report that is there is known to be the second job's.
            #expect(desk.count == 2 && desk.orders.count == 3)
            let ids = try await [first, second].asyncMap { try ProcessingTrace(await shop.row($0))?.ids ?? [] }
            #expect(ids == [["R2"], ["R1"]])
        }
    }
}

extension Array {
    fileprivate func asyncMap<Value>(_ change: (Element) async throws -> Value) async rethrows -> [Value] {
        var values: [Value] = []
        for element in self { values.append(try await change(element)) }
        return values
    }
}
