import Foundation
import JobModel
import JobStore
import JobStoreTesting
import OperationCatalogue
import Ports
import Testing

@testable import SellerJobs

@Suite("A batch whose worker is killed", .timeLimit(.minutes(5)))
struct BatchCrashTests {
    enum Sample: CaseIterable, Sendable {
        /// Harmless, and small enough to be kept with the job.
        case small
        /// Harmless, and kept in a file.
        case large
        /// Changes something.
        case changes
    }

    private static let names = ItemDesk.names(5)
    private static let open = ["P1", "P3"]

    private static func desk(_ sample: Sample) -> ItemDesk {
        ItemDesk(["P1": [429], "P3": [429, 503]], padding: sample == .large ? 5000 : 0)
    }

    private static func request(_ sample: Sample) -> JobRequest {
        var request = sample == .changes ? ItemDesk.stock(names) : ItemDesk.prices(names)
        request.output = "out.json"
        return request
    }

    private func live(_ cut: SeveredStore.Cut, _ sample: Sample, _ desk: ItemDesk) async throws -> Bool {
        let shop = Shop(FakeAmazon(onCall: { desk.answer($0.request) }))
        let id = try await shop.put(Self.request(sample))
        let first = SeveredStore(shop.store, cut: cut)
        try await shop.live(over: first, seed: 1)
        try await shop.live(over: SeveredStore(shop.store, cut: nil), seed: 2)
        let what = Comment(rawValue: "\(sample) after a crash \(cut)")

        let row = try await shop.row(id)
        #expect(row.state == .succeeded && !row.isInDoubt, what)
        #expect(row.progress == #"{"failed":0,"items":5,"succeeded":5}"#, what)
        let data = try Data(contentsOf: URL(filePath: "\(shop.path)/out.json"))
        guard case .array(let entries)? = try JSONValue(parsing: data)["responses"] else {
            Issue.record("The output has no entries.")
            return false
        }
        #expect(entries.map { $0["body"]?["asin"]?.string } == Self.names, what)
        #expect(row.result?.bytes == data.count, what)
        #expect(try await shop.services.output.checksum(of: "out.json") == row.result?.sha256, what)
        #expect(try FileManager.default.contentsOfDirectory(atPath: shop.path) == ["out.json"], what)
        #expect(await shop.store.outputs(of: id).map(\.location) == [shop.path + "/out.json"], what)
        await shop.close()
        return first.isSevered
    }

    @Test(
        "at any call of its store ends with every item's outcome; one call at most is made twice",
        arguments: SeveredStore.Side.allCases, Sample.allCases)
    func anyCall(side: SeveredStore.Side, sample: Sample) async throws {
        var number = 1
        while true {
            let desk = Self.desk(sample)
            let cut = SeveredStore.Cut(side, call: number, of: SeveredStore.Verb.ofRuns)
            let isSevered = try await live(cut, sample, desk)
            let what = Comment(rawValue: "\(sample) after a crash \(cut): \(desk.calls)")
            #expect(desk.calls.count <= 3 + (isSevered ? 1 : 0), what)
            #expect(desk.calls.count { $0 == Self.names } <= (isSevered ? 2 : 1), what)
            #expect(desk.calls.allSatisfy { $0 == Self.names || $0.allSatisfy(Self.open.contains) }, what)
            guard isSevered else { break }
            number += 1
        }
        #expect(number > 9, "a life takes more calls than \(number)")
    }

    @Test("after an answer was written down sends only what was left", arguments: Sample.allCases)
    func betweenCalls(sample: Sample) async throws {
        let desk = Self.desk(sample)
        #expect(try await live(.init(.after, call: 1, of: [.checkpoint]), sample, desk))
        #expect(desk.calls == [Self.names, Self.open, ["P3"]])
    }
}
