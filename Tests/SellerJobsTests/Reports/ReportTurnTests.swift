import JobModel
import JobStore
import Testing

@testable import SellerJobs

@Suite("Second tries of reports", .timeLimit(.minutes(5)))
struct ReportTurnTests {
    /// A type that Amazon makes every half an hour at most.
    private static let type = "GET_FBA_MYI_ALL_INVENTORY_DATA"

    private func creations(_ row: JobRow) -> [Timestamp] {
        KnownReports.creations(ProcessingTrace(row)?.steps ?? [])
    }

    @Test("Several of one type without data, asked for together, are asked for again one by one, and all end as empty")
    func together() async throws {
        let desk = ReportDesk(Array(repeating: .cancelled, count: 6))
        let shop = ReportRunTests.shop(desk)
        try await shop.work {
            var ids: [JobID] = []
            for name in ["a", "b", "c"] {
                ids.append(try await shop.put(ReportDesk.wish(Self.type, output: "\(name)/{job}")))
            }
            try await shop.leap(ids)
            var second: [Timestamp] = []
            for id in ids {
                let row = try await shop.row(id)
                #expect(row.state == .succeeded && row.result == JobResult(bytes: 0), "\(row)")
                #expect(row.attempt == 0 && creations(row).count == 2)
                second.append(try #require(creations(row).last))
            }
            #expect(desk.orders.count == 6, "none is asked for a third time")
            #expect(zip(second, second.dropFirst()).allSatisfy { $1 - $0 >= .seconds(1800) }, "\(second)")
        }
    }

    @Test("While it waits for its turn, the job says for what")
    func waiting() async throws {
        let desk = ReportDesk(Array(repeating: .cancelled, count: 4))
        let shop = ReportRunTests.shop(desk)
        try await shop.work {
            let first = try await shop.put(ReportDesk.wish(Self.type, output: "a/{job}"))
            let second = try await shop.put(ReportDesk.wish(Self.type, output: "b/{job}"))
            try await shop.drive { try await shop.row(second).failure?.kind == "cancelledTooSoon" }
            let told = try await shop.row(second)
            #expect(told.failure?.message.contains("It is asked for once more at \(told.runAt.iso8601)") == true)
            try await shop.leap([first])
            try await shop.drive { try await shop.row(second).failure?.kind == "coolDown" }
            try await shop.leap([second])
            let row = try await shop.row(second)
            let reasons = await shop.store.attempts(of: second).compactMap(\.failure?.message)
            #expect(row.state == .succeeded && reasons.contains { $0.contains("every 30 m at most") }, "\(reasons)")
        }
    }

    @Test("A report that is asked for the first time lets a second try go first")
    func first() async throws {
        let desk = ReportDesk([.done, .cancelled])
        let shop = ReportRunTests.shop(desk)
        try await shop.work {
            let done = try await shop.put(ReportDesk.wish(Self.type, output: "a/{job}"))
            try await shop.drive(done, to: .succeeded)
            let again = try await shop.put(ReportDesk.wish(Self.type, output: "b/{job}"))
            try await shop.drive { try await shop.row(again).failure?.kind == "cancelledTooSoon" }
            let late = try await shop.put(ReportDesk.wish(Self.type, output: "c/{job}"))
            try await shop.leap([again, late])
            let times = [creations(try await shop.row(again)), creations(try await shop.row(late))]
            #expect(times[0].count == 2 && times[1].count == 1)
            #expect(try #require(times[0].last) <= #require(times[1].last))
            #expect(desk.orders.count == 4)
        }
    }
}
