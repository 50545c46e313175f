import JobModel
import JobStore
import OperationCatalogue
import Overview
import Testing

@testable import spworker

@Suite("Sellers as configuration and store know them")
struct OverviewTests {
    @Test("A seller that only the store knows is shown as not configured, with its parked jobs")
    func unknown() throws {
        let row = Records.authorization { $0.state = .revoked }
        let lane = LaneRecord(lane: Records.lane(), waiting: 3, readAt: Records.now)
        let found = try #require(SellerOverview.all([], [row], [row.id: [lane]]).first)
        #expect(found.stateText == "revoked, not configured")
        #expect(found.waiting == 3)
        #expect(found.parked == 3)
        #expect(found.json["configured"] == .bool(false))
    }

    @Test("An active seller's waiting jobs are not parked")
    func active() throws {
        let row = Records.authorization()
        let lane = LaneRecord(lane: Records.lane(), waiting: 3, readAt: Records.now)
        let found = try #require(SellerOverview.all([], [row], [row.id: [lane]]).first)
        #expect(found.parked == 0)
        #expect(found.json["state"] == "active")
    }
}
