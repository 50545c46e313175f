import JobModel
import JobStore
import JobStoreTesting
import OperationCatalogue
import Sandbox
import Testing

@Suite("Two hundred sellers of one application", .timeLimit(.minutes(5)))
struct ApplicationLimitTests {
    private static let sellers = 200
    private static let jobsEach = 20

    @Test("share its limit evenly, and none of them calls too early")
    func evenly() async throws {
        let operation = try OperationCatalogue.builtIn.operation(named: "listingsItems.getListingsItem@2021-08-01")
        #expect(operation.plan?.rate == 5 && operation.applicationRate == 100)
        try await Stage.play(.neighbours(Self.sellers)) { stage in
            let shop = Shop(stage)
            for _ in 0..<Self.jobsEach {
                for seller in stage.world.sellers {
                    try await shop.put(SampleCall(operation, of: seller, .required), of: seller)
                }
            }
            try await shop.work(concurrency: 64, seed: 1)

            let total = Self.sellers * Self.jobsEach
            let counts = await shop.store.counts()
            #expect(counts == [.succeeded: total])
            let found = stage.faultsFound
            #expect(found.isEmpty, "\(found.joined(separator: "\n"))")

            let calls = stage.state.ledger.rows.filter { $0.kind == .call }
            #expect(calls.count == total)
            let half = Dictionary(grouping: calls.prefix(total / 2)) { $0.seller ?? "" }.mapValues(\.count)
            let (least, most) = (half.values.min() ?? 0, half.values.max() ?? 0)
            #expect(half.count == Self.sellers, "only \(half.count) sellers were served in the first half")
            #expect(most - least <= 6, "at half-time one seller has had \(least) calls and another \(most)")
            let time = (calls.last?.at ?? .zero) - (calls.first?.at ?? .zero)
            // 39 s are possible. How many it takes says how busy this machine is, so it is only told.
            print(
                "Shared: \(total) calls of \(Self.sellers) sellers in \(time.components.seconds) s of the clock's time;",
                "at half-time from \(least) to \(most) calls each; \(found.count) problems.")
            await shop.close()
        }
    }
}

extension World {
    /// Sellers of one application in one region, with Amazon's own plans.
    fileprivate static func neighbours(_ count: Int) -> World {
        var world = World.standard(sellers: count)
        for index in world.sellers.indices {
            world.sellers[index].region = .europe
            world.sellers[index].marketplaces = ["A1PA6795UKMFR9"]
        }
        return world
    }
}
