import Foundation
import JobModel
import JobStore
import JobStoreTesting
import Ports
import Testing
import Worker

@testable import SellerJobs

@Suite("A job that creates a report and whose worker is killed", .timeLimit(.minutes(5)))
struct DoubtCrashTests {
    /// Lives through the cut and to the end, and checks that there is one report. Returns whether the process died.
    private func play(_ cut: SeveredStore.Cut, _ fate: CreationDesk.Fate) async throws -> Bool {
        let desk = CreationDesk("report", [fate])
        let shop = DoubtRunTests.shop(desk)
        let id = try await shop.put(DoubtRunTests.createReport)
        let first = SeveredStore(shop.store, cut: cut)
        try await shop.live(over: first, seed: 1)
        try await shop.live(over: SeveredStore(shop.store, cut: nil), seed: 2)
        let what = Comment(rawValue: "after a crash \(cut), the first call \(fate)")

        let row = try await shop.row(id)
        #expect(row.state == .succeeded && !row.isInDoubt, what)
        #expect(row.result?.inline == #"{"reportId":"report-1"}"#, what)
        #expect(desk.count == 1, what)
        await shop.close()
        return first.isSevered
    }

    @Test(
        "at any call of its store has created one report in the end, and knows which",
        arguments: SeveredStore.Side.allCases, [CreationDesk.Fate.answered, .lost, .failed])
    func anyCall(side: SeveredStore.Side, fate: CreationDesk.Fate) async throws {
        var number = 1
        while try await play(.init(side, call: number, of: SeveredStore.Verb.ofRuns), fate) { number += 1 }
        #expect(number > 4, "a life takes more calls than \(number)")
    }
}
