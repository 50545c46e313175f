import Foundation
import JobModel
import JobStore
import JobStoreTesting
import Ports
import Testing
import Worker

@testable import SellerJobs

@Suite("A query whose worker is killed", .timeLimit(.minutes(5)))
struct QueryCrashTests {
    private static let pace = PollPace(first: .seconds(1), max: .seconds(2))

    /// Lives through the cut and to the end, and checks that each page was asked for once and lies in its place. Returns
    /// whether the process died.
    private func play(_ cut: SeveredStore.Cut, _ fates: [CreationDesk.Fate]) async throws -> Bool {
        let desk = QueryDesk(["1\n", "2\n", "3\n"], statuses: ["DONE"], fates)
        let shop = QueryRunTests.shop(desk, pace: Self.pace)
        let id = try await shop.put(QueryDesk.wish(output: "out.ndjson"))
        let first = SeveredStore(shop.store, cut: cut)
        try await shop.live(over: first, seed: 1)
        try await shop.live(over: SeveredStore(shop.store, cut: nil), seed: 2)
        let what = Comment(rawValue: "after a crash \(cut), the first calls \(fates)")

        let row = try await shop.row(id)
        #expect(row.state == .succeeded && !row.isInDoubt, what)
        #expect(desk.count == 3 && desk.orders.count == 3, what)
        #expect(try QueryRunTests.content("out.ndjson", in: shop) == "1\n2\n3\n", what)
        #expect(row.result?.path == "out.ndjson" && row.result?.bytes == 6 && row.result?.pages == 3, what)
        #expect(try FileManager.default.contentsOfDirectory(atPath: shop.path) == ["out.ndjson"], what)
        #expect(await shop.store.outputs(of: id).map(\.location) == [shop.path + "/out.ndjson"], what)
        await shop.close()
        return first.isSevered
    }

    @Test(
        "at any call of its store has asked for every page once in the end, and the pages lie in order",
        arguments: SeveredStore.Side.allCases, [[], [CreationDesk.Fate.answered, .lost]])
    func anyCall(side: SeveredStore.Side, fates: [CreationDesk.Fate]) async throws {
        var number = 1
        while try await play(.init(side, call: number, of: SeveredStore.Verb.ofRuns), fates) { number += 1 }
        #expect(number > 25, "a life takes more calls than \(number)")
    }

    @Test("passes its named points in this order")
    func points() async throws {
        let passed = Diary<ProbePoint>()
        let desk = QueryDesk(["1\n", "2\n"], statuses: ["DONE"])
        let shop = QueryRunTests.shop(desk, probe: Probe { passed.write($0) }, pace: Self.pace)
        try await shop.work {
            let id = try await shop.put(QueryDesk.wish(output: "out.ndjson"))
            try await shop.drive(id, to: .succeeded)
        }
        let asked: [ProbePoint] = [
            .doubtBegun, .answered, .processingBegun, .answered, .processingEnded, .answered, .documentFound,
            .pageAppended,
        ]
        #expect(passed.entries == asked + [.pageCounted] + asked + [.outputSealed, .outputNamed])
    }
}
