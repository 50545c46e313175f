import OperationCatalogue
import Sandbox
import Testing

@Suite struct FaultPlanTests {
    private let subject = FaultPlan.Subject(operation: "orders.getOrders@v0", seller: "acme", region: .europe)

    @Test func `a fault with a count is over after that many`() {
        var plan = FaultPlan([Fault(kind: .unavailable, times: 2)])
        let drawn = (0..<4).map { _ in plan.draw(for: subject, at: .zero) { 0 } != nil }
        #expect(drawn == [true, true, false, false])
        #expect(plan.faults.isEmpty)
    }

    @Test func `a fault happens only within its time`() {
        var plan = FaultPlan([Fault(kind: .reset, from: .seconds(10), until: .seconds(20))])
        let drawn = [9, 10, 19, 20].map { plan.draw(for: subject, at: .seconds($0)) { 0 } != nil }
        #expect(drawn == [false, true, true, false])
    }

    @Test func `a probability is held against the random number`() {
        var plan = FaultPlan([Fault(kind: .reset, probability: 0.25)])
        #expect(plan.draw(for: subject, at: .zero) { 0.2 } != nil)
        #expect(plan.draw(for: subject, at: .zero) { 0.25 } == nil)
    }

    @Test(arguments: [
        (Fault.Match(), true), (Fault.Match(operation: "orders.getOrders"), true),
        (Fault.Match(operation: "orders.getOrders@v0"), true), (Fault.Match(operation: "*"), true),
        (Fault.Match(operation: "orders.getOrder"), false), (Fault.Match(operation: "lwa"), false),
        (Fault.Match(operation: "orders.getOrders@2026-01-01"), false), (Fault.Match(seller: "acme"), true),
        (Fault.Match(seller: "bolt"), false), (Fault.Match(region: .europe), true),
        (Fault.Match(operation: "orders.getOrders", seller: "acme", region: .farEast), false),
    ])
    func `a fault hits what it matches and nothing else`(match: Fault.Match, isHit: Bool) {
        var plan = FaultPlan([Fault(match: match, kind: .html)])
        #expect((plan.draw(for: subject, at: .zero) { 0 } != nil) == isHit)
    }

    @Test(
        arguments: [
            (nil, nil, true), (nil, "B00X", false), ("B00X", nil, false), ("B00X", "B00X", true),
            ("B00X", "B00Y", false),
            ("*", "B00Y", true), ("*", nil, false),
        ] as [(String?, String?, Bool)])
    func `a fault of an item hits that item, and never a whole call`(wanted: String?, item: String?, isHit: Bool) {
        var plan = FaultPlan([Fault(match: .init(item: wanted), kind: .throttled)])
        var subject = subject
        subject.item = item
        #expect((plan.draw(for: subject, at: .zero) { 0 } != nil) == isHit)
    }

    @Test func `faults of every call spare the token exchange and the storage`() {
        var plan = FaultPlan([Fault(match: .init(operation: "*"), kind: .html)])
        for name in [FaultPlan.download, FaultPlan.upload] {
            #expect(plan.draw(for: .init(operation: name, seller: nil, region: nil), at: .zero) { 0 } == nil)
        }
        #expect(plan.draw(for: .init(operation: FaultPlan.login, seller: nil, region: nil), at: .zero) { 0 } == nil)
    }
}
