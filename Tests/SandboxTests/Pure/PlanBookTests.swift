import OperationCatalogue
import Sandbox
import Testing

@Suite struct PlanBookTests {
    private let orders = sandboxOperation("orders.getOrders@v0")
    private let listing = sandboxOperation("listingsItems.getListingsItem@2021-08-01")

    @Test func `sellers do not share a bucket`() {
        var book = PlanBook(world: .standard(sellers: 2))
        for _ in 0..<20 { #expect(book.charge(.seller(0), operation: orders, index: 0, at: .zero).isAllowed) }
        #expect(!book.charge(.seller(0), operation: orders, index: 0, at: .zero).isAllowed)
        #expect(book.charge(.seller(1), operation: orders, index: 0, at: .zero).isAllowed)
    }

    @Test func `operations do not share a bucket`() {
        var book = PlanBook(world: .standard(sellers: 1))
        for _ in 0..<21 { _ = book.charge(.seller(0), operation: orders, index: 0, at: .zero) }
        #expect(book.charge(.seller(0), operation: listing, index: 1, at: .zero).isAllowed)
    }

    @Test func `the application's limit stops a seller whose own bucket is full`() {
        var world = World.standard(sellers: 6)
        world.usagePlans = ["*": PlanOverride(burst: 1000)]
        var book = PlanBook(world: world)
        var verdicts: [PlanBook.Verdict] = []
        for _ in 0..<101 { verdicts.append(book.charge(.seller(0), operation: listing, index: 0, at: .zero)) }
        #expect(verdicts.dropLast().allSatisfy { $0.isAllowed })
        #expect(verdicts.last == .applicationLimit(wait: .milliseconds(10)))
        #expect(!book.charge(.seller(3), operation: listing, index: 0, at: .zero).isAllowed, "the same region")
        #expect(book.charge(.seller(1), operation: listing, index: 0, at: .zero).isAllowed, "another region")
    }

    @Test func `the most particular change wins, and a scale changes rate and burst`() {
        var world = World.standard(sellers: 2)
        world.usagePlans = [
            "*": PlanOverride(scale: 10), "orders.getOrders": PlanOverride(rate: 1, burst: 2),
            "orders.getOrders@v0": PlanOverride(rate: 3, burst: 4),
        ]
        world.sellers[1].usagePlans = ["*": PlanOverride(rate: 7)]
        let book = PlanBook(world: world)
        #expect(book.plan(of: orders, for: .seller(0)) == UsagePlan(rate: 3, burst: 4))
        #expect(book.plan(of: orders, for: .seller(1)) == UsagePlan(rate: 7, burst: 20))
        #expect(book.plan(of: listing, for: .seller(0)) == UsagePlan(rate: 50, burst: 100))
    }
}

extension PlanBook.Verdict {
    var isAllowed: Bool {
        if case .allowed = self { true } else { false }
    }
}
