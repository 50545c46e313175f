import JobModel
import JobStore
import JobStoreTesting
import OperationCatalogue
import Sandbox
import Testing

@Suite("A thousand jobs of sixty operations", .timeLimit(.minutes(5)))
struct ThousandJobsTests {
    /// From all over the catalogue, with the plans that Amazon publishes. Without those of which a second call finds what the
    /// first has made, and without the tokens that jobs get by themselves.
    private static let operations = Array(
        OperationCatalogue.builtIn.all.enumerated().filter { $0.offset % 6 == 0 }
            .map(\.element).filter {
                $0.family != "tokens" && !["createSubscription", "createDestination"].contains($0.id)
            }
            .prefix(60))

    @Test("are done without one call too early and without a complaint, each call that changes something once")
    func mix() async throws {
        #expect(Self.operations.count == 60)
        try await Stage.play(.standard(sellers: 5, orders: 25)) { stage in
            let shop = Shop(stage)
            let random = SeededRandom(seed: 60)
            var changes = 0
            for number in 0..<1000 {
                // Each operation has its share, and the first seller has half of all jobs: its plans are used up.
                let operation = Self.operations[number % Self.operations.count]
                let seller = stage.world.sellers[random.chance(0.5) ? 0 : random.below(5)]
                let breadth = random.pick(SampleCall.Breadth.allCases)
                try await shop.put(SampleCall(operation, of: seller, breadth, number: number), of: seller)
                if operation.method != "GET" { changes += 1 }
            }
            try await shop.work(seed: 1)

            let counts = await shop.store.counts()
            let others = try await shop.store.jobs(
                matching: JobFilter(states: [.failed, .quarantined, .cancelled, .waiting], limit: 10))
            let reasons = others.map { "\($0.row.operation): \($0.row.state), \($0.row.failure?.message ?? "-")" }
            #expect(counts == [.succeeded: 1000], "\(reasons.joined(separator: "\n"))")
            let found = stage.faultsFound
            #expect(found.isEmpty, "\(found.joined(separator: "\n"))")
            let (calls, effects, mints) = stage.state.withLedger {
                ($0.callCount(), $0.effectCount, $0.callCount(operation: "tokens.createRestrictedDataToken@2021-03-01"))
            }
            let restricted = Self.operations.filter { $0.isRestricted && $0.restrictedDataElements.isEmpty }
            #expect(calls == 1000 + mints, "of which \(mints) got restricted data tokens")
            // One serves all calls of an operation, but for documents, which have one each.
            #expect((mints > 0) == !restricted.isEmpty)
            #expect(effects == changes)
            print(
                "Mixed: 1000 jobs of 60 operations, \(calls) calls, \(effects) effects in",
                "\(stage.clock.monotonic().components.seconds) s of the clock's time; \(found.count) problems.")
            await shop.close()
        }
    }
}
