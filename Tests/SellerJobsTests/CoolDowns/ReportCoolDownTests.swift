import JobModel
import JobStore
import OperationCatalogue
import Testing

@testable import SellerJobs

@Suite("How long a report type cools down")
struct ReportCoolDownTests {
    private static let now = Timestamp(microseconds: 1_767_225_600_000_000)
    private static let plan = LanePlan(rate: 0.0625, burst: 15)

    @Test("Refusals for the rate pause for the time of two permits, then twice as long each, up to half an hour")
    func throttled() {
        var coolDown = ReportCoolDown(of: "GET_MERCHANT_LISTINGS_ALL_DATA")
        #expect(coolDown.coolsUntil(at: Self.now) == nil)
        var now = Self.now
        for seconds in [32, 64, 128, 256, 512, 1024, 1800, 1800, 1800] {
            coolDown.meet(.throttled(Self.plan), at: now)
            #expect(coolDown.until == now + .seconds(seconds))
            now = now + .seconds(seconds - 1)
            #expect(coolDown.coolsUntil(at: now) == coolDown.until)
            now = now + .seconds(1)
            #expect(coolDown.coolsUntil(at: now) == nil, "at its very end")
        }
        #expect(coolDown.refusals == 9 && coolDown.reason == "Amazon refused the last 9 orders for it (429)")
    }

    @Test(
        "A report that was not made pauses its type for half an hour, and for four hours where Amazon renews it daily",
        arguments: [
            ("GET_FBA_MYI_UNSUPPRESSED_INVENTORY_DATA", 1800), ("GET_MERCHANT_LISTINGS_ALL_DATA", 1800),
            ("GET_FBA_INVENTORY_PLANNING_DATA", 14_400), ("GET_FBA_FULFILLMENT_CURRENT_INVENTORY_DATA", 14_400),
        ])
    func unmade(type: String, seconds: Int) {
        for cause in [ReportCoolDown.Cause.fatal, .cancelledTooSoon] {
            var coolDown = ReportCoolDown(of: type)
            coolDown.meet(.throttled(Self.plan), at: Self.now)
            coolDown.meet(cause, at: Self.now)
            #expect(coolDown.until == Self.now + .seconds(seconds))
            #expect(coolDown.refusals == 0, "the order before it was let through")
        }
    }

    @Test("A refusal never shortens a longer pause")
    func longest() {
        var coolDown = ReportCoolDown(of: "T")
        coolDown.meet(.fatal, at: Self.now)
        coolDown.meet(.throttled(Self.plan), at: Self.now)
        #expect(coolDown.until == Self.now + .seconds(1800))
    }

    @Test("What is stored reads back as it was, under a scope that names the type")
    func stored() throws {
        var coolDown = ReportCoolDown(of: "GET_X")
        #expect(coolDown.row(of: Shop.acme) == nil)
        coolDown.meet(.throttled(Self.plan), at: Self.now)
        let row = try #require(coolDown.row(of: Shop.acme))
        #expect(row.scope == "reportType:GET_X" && row.authorization == Shop.acme)
        #expect(ReportCoolDown(of: "GET_X", row) == coolDown)
        #expect(
            row.sentence() == "The report type GET_X of acme/EU cools down until 2026-01-01T00:00:32.000Z, because "
                + "Amazon refused the last order for it (429).")
    }

    @Test("Only calls that order a report have a type")
    func types() {
        let body = Array(#"{"reportType":"GET_X"}"#.utf8)
        #expect(ReportType.ordered(by: "reports.createReport@2021-06-30", body: body) == "GET_X")
        #expect(ReportType.ordered(by: "reports.createReportSchedule@2021-06-30", body: body) == nil)
        #expect(ReportType.ordered(by: "reports.createReport@2021-06-30", body: "{}".utf8) == nil)
        #expect(ReportType.ordered(by: "reports.createReport@2021-06-30", body: "no".utf8) == nil)
    }
}
