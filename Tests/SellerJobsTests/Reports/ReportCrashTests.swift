import Foundation
import JobModel
import JobStore
import JobStoreTesting
import Ports
import Testing
import Worker

@testable import SellerJobs

@Suite("A report whose worker is killed", .timeLimit(.minutes(5)))
struct ReportCrashTests {
    private static let content = String(repeating: "A\t1\n", count: 5000)
    private static let pace = PollPace(first: .seconds(1), max: .seconds(2))

    private static func life(_ fate: CreationDesk.Fate = .answered) -> ReportDesk.Life {
        .init(statuses: ["IN_QUEUE", "DONE"], content: Array(content.utf8), fate: fate)
    }

    /// Lives through the cut and to the end, and checks that there is one report, whole and in its place. Returns whether
    /// the process died.
    private func play(_ cut: SeveredStore.Cut, _ fate: CreationDesk.Fate) async throws -> Bool {
        let desk = ReportDesk([Self.life(fate), Self.life(), Self.life()])
        let shop = ReportRunTests.shop(desk, pace: Self.pace)
        let id = try await shop.put(ReportDesk.wish(output: "out.tsv"))
        let first = SeveredStore(shop.store, cut: cut)
        try await shop.live(over: first, seed: 1)
        try await shop.live(over: SeveredStore(shop.store, cut: nil), seed: 2)
        let what = Comment(rawValue: "after a crash \(cut), the first call \(fate)")

        let row = try await shop.row(id)
        #expect(row.state == .succeeded && !row.isInDoubt, what)
        #expect(desk.count == 1, what)
        let data = try Data(contentsOf: URL(filePath: "\(shop.path)/out.tsv"))
        #expect(String(decoding: data, as: UTF8.self) == Self.content, what)
        #expect(row.result?.path == "out.tsv" && row.result?.bytes == data.count, what)
        #expect(try await shop.services.output.checksum(of: "out.tsv") == row.result?.sha256, what)
        #expect(try FileManager.default.contentsOfDirectory(atPath: shop.path) == ["out.tsv"], what)
        #expect(await shop.store.outputs(of: id).map(\.location) == [shop.path + "/out.tsv"], what)
        #expect(ReportRunTests.steps(row).last == "stored", what)
        await shop.close()
        return first.isSevered
    }

    @Test(
        "at any call of its store has been asked for once in the end, and lies whole where it belongs",
        arguments: SeveredStore.Side.allCases, [CreationDesk.Fate.answered, .lost])
    func anyCall(side: SeveredStore.Side, fate: CreationDesk.Fate) async throws {
        var number = 1
        while try await play(.init(side, call: number, of: SeveredStore.Verb.ofRuns), fate) { number += 1 }
        #expect(number > 15, "a life takes more calls than \(number)")
    }

    /// Lives through the cut and to the end of a job that comes to nothing.
    private func playInVain(_ cut: SeveredStore.Cut) async throws -> Bool {
        let desk = ReportDesk([.init(statuses: ["CANCELLED"])])
        let shop = ReportRunTests.shop(desk, pace: Self.pace)
        let id = try await shop.put(ReportDesk.wish(options: #","emptyFails":true"#))
        let first = SeveredStore(shop.store, cut: cut)
        try await shop.live(over: first, seed: 1)
        try await shop.live(over: SeveredStore(shop.store, cut: nil), seed: 2)
        let what = Comment(rawValue: "after a crash \(cut)")
        let row = try await shop.row(id)
        #expect(row.state == .failed && row.failure?.kind == "noData", what)
        #expect(desk.count == 1, what)
        await shop.close()
        return first.isSevered
    }

    @Test(
        "at any call of its store fails for what Amazon has said, and asks for no other",
        arguments: SeveredStore.Side.allCases)
    func anyCallInVain(side: SeveredStore.Side) async throws {
        var number = 1
        while try await playInVain(.init(side, call: number, of: SeveredStore.Verb.ofRuns)) { number += 1 }
        #expect(number > 8, "a life takes more calls than \(number)")
    }

    @Test("passes its named points in this order")
    func points() async throws {
        let passed = Diary<ProbePoint>()
        let desk = ReportDesk([Self.life()])
        let shop = ReportRunTests.shop(desk, probe: Probe { passed.write($0) }, pace: Self.pace)
        try await shop.work {
            let id = try await shop.put(ReportDesk.wish(output: "out.tsv"))
            try await shop.drive(id, to: .succeeded)
        }
        let order: [ProbePoint] = [
            .doubtBegun, .answered, .processingBegun, .answered, .answered, .processingEnded, .answered, .documentFound,
            .documentFetched, .outputSealed, .outputNamed,
        ]
        #expect(passed.entries == order)
    }
}
