import JobModel
import OperationCatalogue
import Testing

@testable import SellerJobs

@Suite("Changed usage plans", .timeLimit(.minutes(5)))
struct PlanOverridesTests {
    private func operation(_ name: String) throws -> Operation { try OperationCatalogue.builtIn.operation(named: name) }

    @Test("Without changes the catalogue's plan counts, and a careful one where there is none")
    func plain() throws {
        let overrides = PlanOverrides()
        #expect(
            overrides.plan(of: try operation("sellers.getMarketplaceParticipations"))
                == LanePlan(rate: 0.016, burst: 15))
        let unpublished = try #require(OperationCatalogue.builtIn.all.first { $0.plan == nil })
        #expect(overrides.plan(of: unpublished) == LanePlan(rate: 0.5, burst: 1))
    }

    @Test("The full name goes before the name of all versions, and that before the star")
    func precedence() throws {
        let new = try operation("catalogItems.getCatalogItem@2022-04-01")
        let old = try operation("catalogItems.getCatalogItem@2020-12-01")
        let overrides = PlanOverrides([
            "*": .init(rate: 1), "catalogItems.getCatalogItem": .init(rate: 2),
            "catalogItems.getCatalogItem@2022-04-01": .init(rate: 3),
        ])
        #expect(overrides.plan(of: new).rate == 3)
        #expect(overrides.plan(of: old).rate == 2)
        #expect(overrides.plan(of: try operation("sellers.getMarketplaceParticipations")).rate == 1)
    }

    @Test("A scale changes rate and burst, and what is stated goes before it")
    func scale() throws {
        let sellers = try operation("sellers.getMarketplaceParticipations")
        #expect(PlanOverrides(["*": .init(scale: 0.5)]).plan(of: sellers) == LanePlan(rate: 0.008, burst: 8))
        #expect(PlanOverrides(["*": .init(burst: 3, scale: 2)]).plan(of: sellers) == LanePlan(rate: 0.032, burst: 3))
        #expect(PlanOverrides(["*": .init(scale: 0.0001)]).plan(of: sellers).burst == 1)
    }

    @Test("The application's own limit is scaled by the star alone")
    func applicationRate() throws {
        let item = try operation("catalogItems.getCatalogItem@2022-04-01")
        #expect(PlanOverrides().applicationRate(of: item) == 250)
        #expect(PlanOverrides(["*": .init(scale: 0.5)]).applicationRate(of: item) == 125)
        #expect(PlanOverrides(["*": .init(rate: 7)]).applicationRate(of: item) == 250)
        #expect(PlanOverrides().applicationRate(of: try operation("sellers.getMarketplaceParticipations")) == nil)
    }
}
