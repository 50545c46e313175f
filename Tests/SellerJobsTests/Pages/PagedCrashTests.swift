import Foundation
import JobModel
import JobStore
import JobStoreTesting
import Ports
import Testing
import Worker

@testable import SellerJobs

@Suite("A listing whose worker is killed", .timeLimit(.minutes(5)))
struct PagedCrashTests {
    /// Four pages of two orders each, the token of page n being `tn`.
    private static func amazon() -> FakeAmazon {
        FakeAmazon(onCall: { call in
            let number =
                call.request.url.range(of: "paginationToken=t").flatMap {
                    Int(call.request.url[$0.upperBound...].prefix { $0.isNumber })
                } ?? 0
            let token = number < 3 ? #","pagination":{"nextToken":"t\#(number + 1)"}"# : ""
            return .json(200, #"{"orders":[{"n":\#(number * 2)},{"n":\#(number * 2 + 1)}]\#(token)}"#)
        })
    }

    private static let request = JobRequest(
        kind: "request", operation: "orders.searchOrders",
        parameters: #"{"createdAfter":"2026-01-01T00:00:00Z","marketplaceIds":["DE"]}"#,
        options: #"{"allPages":true}"#, output: "out.ndjson")

    /// Reads a listing through the cut and to its end, and checks what has come of it. Returns whether the process died.
    private func play(_ cut: SeveredStore.Cut, _ existing: ExistingOutput) async throws -> Bool {
        let shop = Shop(Self.amazon(), existing: existing)
        let id = try await shop.put(Self.request)
        let first = SeveredStore(shop.store, cut: cut)
        try await shop.live(over: first, seed: 1)
        try await shop.live(over: SeveredStore(shop.store, cut: nil), seed: 2)
        let what = Comment(rawValue: "after a crash \(cut)")

        let row = try await shop.row(id)
        #expect(row.state == .succeeded, what)
        #expect(row.progress == #"{"items":8,"pages":4,"restarts":0}"#, what)
        let data = try Data(contentsOf: URL(filePath: "\(shop.path)/out.ndjson"))
        #expect(String(decoding: data, as: UTF8.self) == (0..<8).map { "{\"n\":\($0)}\n" }.joined(), what)
        #expect(row.result?.bytes == data.count && row.result?.pages == 4, what)
        #expect(try await shop.services.output.checksum(of: "out.ndjson") == row.result?.sha256, what)
        #expect(try FileManager.default.contentsOfDirectory(atPath: shop.path) == ["out.ndjson"], what)
        #expect(await shop.store.outputs(of: id).map(\.location) == [shop.path + "/out.ndjson"], what)
        #expect(shop.amazon.calls.count <= 4 + (first.isSevered ? 1 : 0), what)
        await shop.close()
        return first.isSevered
    }

    @Test(
        "at any call of its store is read to the end: no line is lost or doubled, one page at most is asked for twice",
        arguments: SeveredStore.Side.allCases, ExistingOutput.allCases)
    func anyCall(side: SeveredStore.Side, existing: ExistingOutput) async throws {
        var number = 1
        while try await play(.init(side, call: number, of: SeveredStore.Verb.ofRuns), existing) { number += 1 }
        #expect(number > 12, "a life takes more calls than \(number)")
    }

    @Test(
        "at any call of its store has one object in S3 in the end", arguments: SeveredStore.Side.allCases,
        ExistingOutput.allCases)
    func inStorage(side: SeveredStore.Side, existing: ExistingOutput) async throws {
        var number = 1
        var wasSevered = true
        while wasSevered {
            let storage = FakeStorage()
            let shop = Shop(Self.amazon(), existing: existing, storage: storage.store { $0.bucket = "reports" })
            let id = try await shop.put(Self.request)
            let first = SeveredStore(shop.store, cut: .init(side, call: number, of: SeveredStore.Verb.ofRuns))
            try await shop.live(over: first, seed: 1)
            try await shop.live(over: SeveredStore(shop.store, cut: nil), seed: 2)
            let row = try await shop.row(id)
            #expect(row.state == .succeeded && row.result?.path == "s3://reports/out.ndjson", "\(side) \(number)")
            #expect(Array(storage.objects.keys) == ["reports/out.ndjson"], "\(side) \(number)")
            let rows = await shop.store.outputs(of: id)
            #expect(rows.map(\.location) == ["s3://reports/out.ndjson"], "\(side) \(number)")
            #expect(rows.first?.sha256 == row.result?.sha256, "\(side) \(number)")
            let text = storage.objects["reports/out.ndjson"]?.text
            #expect(text == (0..<8).map { "{\"n\":\($0)}\n" }.joined(), "\(side) \(number)")
            #expect(try FileManager.default.contentsOfDirectory(atPath: shop.path).isEmpty, "\(side) \(number)")
            await shop.close()
            wasSevered = first.isSevered
            number += 1
        }
        #expect(number > 12, "a life takes more calls than \(number)")
    }

    @Test("passes its named points in this order")
    func points() async throws {
        let passed = Diary<ProbePoint>()
        let shop = Shop(Self.amazon(), probe: Probe { passed.write($0) })
        try await shop.work {
            let id = try await shop.put(Self.request)
            try await shop.drive(id, to: .succeeded)
        }
        let page: [ProbePoint] = [.answered, .pageAppended, .pageCounted]
        #expect(passed.entries == page + page + page + [.answered, .pageAppended, .outputSealed, .outputNamed])
    }

    @Test(
        "A single call passes its named points too",
        arguments: [
            (Shop.safe, nil, [ProbePoint.answered]), (Shop.safe, "out.json", [.answered, .outputNamed]),
            (Shop.unsafe, nil, [.doubtBegun, .answered]),
        ] as [(String, String?, [ProbePoint])])
    func pointsOfOneCall(operation: String, output: String?, points: [ProbePoint]) async throws {
        let passed = Diary<ProbePoint>()
        let shop = Shop(probe: Probe { passed.write($0) })
        try await shop.work {
            let id = try await shop.put(Shop.request(operation, output: output))
            try await shop.drive(id, to: .succeeded)
        }
        #expect(passed.entries == points)
    }
}
