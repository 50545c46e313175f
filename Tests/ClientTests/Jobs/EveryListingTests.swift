import Foundation
import JobModel
import JobStore
import JobStoreTesting
import OperationCatalogue
import Sandbox
import Testing

@Suite("Every paged operation", .timeLimit(.minutes(5)))
struct EveryListingTests {
    private static let paged = OperationCatalogue.builtIn.all.filter { $0.pagination != nil }

    /// Items of each seller, orders included.
    private static let items = 25

    @Test("is read to its end by a worker that is killed between two pages: each item is there, once and in order")
    func listings() async throws {
        let listings = Self.paged.filter { $0.pagination?.responseOperation == nil }
        #expect(listings.count == 74)
        #expect(listings.count { $0.pagination?.style == .offset } == 2)
        try await Stage.play(.unhurried(sellers: 3, orders: Self.items)) { stage in
            let random = SeededRandom(seed: 4)
            var problems: [String] = []
            var crashes = 0
            for (number, operation) in listings.enumerated() {
                let listing = SampleListing(operation, of: stage.world.sellers[number % 3], items: Self.items)
                let side = random.pick(SeveredStore.Side.allCases)
                let page = 1 + random.below(max(1, listing.pages - 1))
                let shop = Shop(stage, scale: World.unhurriedScale)
                let store = SeveredStore(shop.store, cut: .init(side, call: page, of: [.checkpoint]))
                problems += try await Self.read(listing, in: shop, dying: store).map {
                    "\(operation.name), killed \(side) the checkpoint of page \(page) of \(listing.pages): \($0)"
                }
                if store.isSevered { crashes += 1 }
                await shop.close()
            }
            problems += stage.faultsFound
            #expect(problems.isEmpty, "\(problems.count) problems:\n\(problems.prefix(20).joined(separator: "\n"))")
            #expect(crashes == listings.count)
            print("Read: \(listings.count) listings of \(Self.paged.count) paged operations, \(crashes) crashes.")
        }
    }

    @Test("that changes something is no listing")
    func changes() async throws {
        try await Stage.play(.unhurried(sellers: 1)) { stage in
            let shop = Shop(stage)
            let others = Self.paged.filter { $0.pagination?.responseOperation != nil }
            #expect(others.map(\.name) == ["dataKiosk.createQuery@2023-11-15"])
            for operation in others {
                let sample = SampleCall(operation, of: stage.world.sellers[0], .required)
                await #expect(throws: JobRejection.self) {
                    try await shop.put(sample, of: stage.world.sellers[0], options: #"{"allPages":true}"#)
                }
            }
            await shop.close()
        }
    }

    /// Reads a listing in two lives of a worker, and returns what is wrong with what came of it.
    private static func read(_ listing: SampleListing, in shop: Shop, dying store: SeveredStore) async throws
        -> [String]
    {
        let before = shop.stage.calls(of: listing.operation.name)
        let id = try await shop.put(
            listing.sample, of: listing.seller, options: #"{"allPages":true}"#, output: "out.ndjson")
        try await shop.work(over: store, seed: 1)
        let half = try await shop.row(id)
        try await shop.work(seed: 2)

        let row = try await shop.row(id)
        var problems: [String] = []
        if half.state == .succeeded { problems.append("the worker was not killed before the end") }
        guard row.state == .succeeded, let result = row.result else {
            return problems + ["the job is \(row.state): \(row.failure.map { "\($0)" } ?? "no failure")"]
        }
        let data = try Data(contentsOf: shop.folder.appending(path: "out.ndjson"))
        problems += listing.problems(of: data)
        if result.pages != listing.pages { problems.append("\(result.pages ?? 0) pages were read") }
        if result.bytes != data.count { problems.append("the file has not the size that the job tells") }
        let calls = shop.stage.calls(of: listing.operation.name) - before
        // Tokens that live for seconds may have expired when the next worker comes: then all pages are read again.
        let mayRestart = (listing.operation.pagination?.tokenLifetimeSeconds ?? .max) < 60
        let most = listing.pages + 1 + (mayRestart ? listing.pages : 0)
        if !(listing.pages...most).contains(calls) { problems.append("\(calls) calls were made") }
        let stray = try FileManager.default.contentsOfDirectory(atPath: shop.folder.path).filter { $0 != "out.ndjson" }
        if !stray.isEmpty { problems.append("\(stray) lie beside the output") }
        return problems
    }
}

extension Stage {
    /// How many calls of an operation the sandbox received.
    func calls(of operation: String) -> Int {
        state.withLedger { $0.callCount(operation: operation) }
    }
}
