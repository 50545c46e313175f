import Foundation
import JobModel
import JobStore
import JobStoreTesting
import Ports
import Testing
import Worker

@testable import SellerJobs

@Suite("A feed whose worker is killed", .timeLimit(.minutes(5)))
struct FeedCrashTests {
    private static let pace = PollPace(first: .seconds(1), max: .seconds(2))

    /// Lives through the cut and to the end, and checks that there is one feed. Returns whether the process died.
    private func play(_ cut: SeveredStore.Cut, _ life: FeedDesk.Life, _ state: JobState) async throws -> Bool {
        let desk = FeedDesk([life])
        let shop = FeedRunTests.shop(desk, pace: Self.pace)
        let id = try await shop.put(FeedDesk.wish(output: "out.json"))
        let first = SeveredStore(shop.store, cut: cut)
        try await shop.live(over: first, seed: 1)
        try await shop.live(over: SeveredStore(shop.store, cut: nil), seed: 2)
        let what = Comment(rawValue: "after a crash \(cut), the call \(life.fate)")

        let row = try await shop.row(id)
        #expect(row.state == state && !row.isInDoubt, what)
        #expect(desk.count == 1 && desk.orders.count == 1, what)
        let data = try Data(contentsOf: URL(filePath: "\(shop.path)/out.json"))
        #expect(String(decoding: data, as: UTF8.self) == life.result, what)
        #expect(try FileManager.default.contentsOfDirectory(atPath: shop.path) == ["out.json"], what)
        #expect(await shop.store.outputs(of: id).map(\.location) == [shop.path + "/out.json"], what)
        if state == .succeeded {
            #expect(row.result?.path == "out.json" && row.result?.bytes == data.count, what)
            #expect(ReportRunTests.steps(row).last == "stored", what)
        } else {
            #expect(row.failure?.kind == "feedErrors" && row.failure?.message.contains("out.json") == true, what)
        }
        await shop.close()
        return first.isSevered
    }

    @Test(
        "at any call of its store has been made once in the end, and its results lie whole where they belong",
        arguments: SeveredStore.Side.allCases, [CreationDesk.Fate.answered, .lost])
    func anyCall(side: SeveredStore.Side, fate: CreationDesk.Fate) async throws {
        var number = 1
        while try await play(
            .init(side, call: number, of: SeveredStore.Verb.ofRuns), .done(fate: fate), .succeeded)
        { number += 1 }
        #expect(number > 15, "a life takes more calls than \(number)")
    }

    @Test(
        "at any call of its store fails for what its results say, and is not sent again",
        arguments: SeveredStore.Side.allCases)
    func anyCallInVain(side: SeveredStore.Side) async throws {
        var number = 1
        while try await play(
            .init(side, call: number, of: SeveredStore.Verb.ofRuns), .done(2, invalid: 2), .failed)
        { number += 1 }
        #expect(number > 15, "a life takes more calls than \(number)")
    }

    @Test("passes its named points in this order")
    func points() async throws {
        let passed = Diary<ProbePoint>()
        let desk = FeedDesk([.init(statuses: ["DONE"], result: "{}")])
        let shop = FeedRunTests.shop(desk, probe: Probe { passed.write($0) }, pace: Self.pace)
        try await shop.work {
            let id = try await shop.put(FeedDesk.wish(output: "out.json"))
            try await shop.drive(id, to: .succeeded)
        }
        let order: [ProbePoint] = [
            .answered, .contentUploaded, .doubtBegun, .answered, .processingBegun, .answered, .processingEnded,
            .answered, .documentFound, .documentFetched, .outputSealed, .outputNamed,
        ]
        #expect(passed.entries == order)
    }
}
