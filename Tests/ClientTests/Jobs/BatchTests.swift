import Foundation
import JobModel
import JobStore
import JobStoreTesting
import OperationCatalogue
import Sandbox
import Testing

@Suite("A batch of twenty items", .timeLimit(.minutes(5)))
struct BatchTests {
    private static let operation = "productPricing.getItemOffersBatch@v0"

    /// Three items are throttled once, and one is not to be found.
    private static var world: World {
        var world = World.standard(sellers: 1)
        world.faults =
            [3, 7, 11].map { Fault(match: .init(operation: operation, item: name($0)), kind: .throttled, times: 1) }
            + [Fault(match: .init(operation: operation, item: name(5)), kind: .notFound)]
        return world
    }

    private static func name(_ number: Int) -> String { "B00\(1000 + number)" }

    private static func body(marketplace: String) -> String {
        let items = (0..<20).map { number in
            #"{"uri":"/products/pricing/v0/items/\#(name(number))/offers","method":"GET","#
                + #""MarketplaceId":"\#(marketplace)","ItemCondition":"New"}"#
        }
        return #"{"requests":["# + items.joined(separator: ",") + "]}"
    }

    @Test(
        "of which three were throttled and one was not found: the second call carries the three, also after a crash",
        arguments: [false, true])
    func throttled(crashes: Bool) async throws {
        try await Stage.play(Self.world) { stage in
            let shop = Shop(stage)
            let seller = stage.world.sellers[0]
            let request = JobRequest(
                kind: "request", seller: seller.id, operation: Self.operation,
                body: Self.body(marketplace: seller.marketplaces[0]), output: "out.json")
            let now = Timestamp(microseconds: stage.clock.wallMicroseconds())
            let id = try await shop.store.enqueue([try shop.kind.admit(request, now: now).job])[0].id
            let cut = SeveredStore.Cut(.after, call: 1, of: [.checkpoint])
            try await shop.work(over: crashes ? SeveredStore(shop.store, cut: cut) : nil, seed: 1)
            if crashes { try await shop.work(seed: 2) }

            let row = try await shop.row(id)
            #expect(row.state == .succeeded, "\(String(describing: row.failure))")
            #expect(row.progress == #"{"failed":1,"items":20,"succeeded":19}"#)
            let calls = stage.state.ledger.rows.filter { $0.operation == Self.operation }
            #expect(calls.map(\.items) == [20, 3])
            #expect(stage.faultsFound.isEmpty, "\(stage.faultsFound)")

            let data = try Data(contentsOf: shop.folder.appending(path: "out.json"))
            guard case .array(let entries)? = try JSONValue(parsing: data)["responses"] else {
                Issue.record("The answer has no entries.")
                return
            }
            #expect(entries.map { $0["request"]?["Asin"]?.string } == (0..<20).map(Self.name))
            let failed = entries.indices.filter { entries[$0]["status"]?["statusCode"] != 200 }
            #expect(failed == [5] && entries[5]["status"]?["statusCode"] == 404)
            await shop.close()
        }
    }
}
