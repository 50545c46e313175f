import Foundation
import JobModel
import JobStoreTesting
import Ports
import Synchronization
import Testing

@testable import SellerJobs

@Suite("Pruning outputs in S3", .timeLimit(.minutes(5)))
struct ObjectPruningTests {
    @Test("Old objects go when they still are what was written; others stay, and all are forgotten")
    func old() async throws {
        let storage = FakeStorage()
        let bench = try PruningBench(storage: storage.store())
        try await bench.write("s3://reports/old.json", "s3://reports/replaced.json", "s3://reports/gone.json")
        storage.put("reports/replaced.json", "mine")
        storage.put("reports/foreign.json", "mine")
        bench.advance(days: 29)
        try await bench.write("s3://reports/young.json")
        bench.advance(days: 2)
        try await removing("reports/gone.json", from: storage)
        await bench.pruner().prune()
        #expect(
            storage.objects.keys.sorted() == ["reports/foreign.json", "reports/replaced.json", "reports/young.json"])
        #expect(await bench.known() == ["s3://reports/young.json"])
        #expect(
            bench.lines.entries.contains { $0.contains("Old outputs were deleted.") && $0.contains("\"objects\": 1") })
        #expect(bench.lines.entries.count { $0.contains("An old output was left") } == 1)
    }

    private func removing(_ path: String, from storage: FakeStorage) async throws {
        let place = try #require(ObjectPlace("s3://" + path))
        _ = try await storage.store().call(
            ObjectCall(method: "DELETE", bucket: place.bucket, key: place.key, right: "s3:DeleteObject"))
    }

    @Test("Where S3 refuses, outputs stay known, one question is asked, and the next an hour later")
    func refused() async throws {
        let isClosed = Mutex(true)
        let storage = FakeStorage(onCall: { call, _ in
            call.hasPrefix("DELETE") && isClosed.withLock { $0 } ? FakeStorage.error(403, "AccessDenied") : nil
        })
        let bench = try PruningBench(storage: storage.store())
        try await bench.write("s3://reports/a.json", "b.json", "s3://reports/c.json")
        bench.advance(days: 31)
        let pruner = bench.pruner()
        await pruner.prune()
        #expect(await bench.known() == ["s3://reports/a.json", "s3://reports/c.json"])
        #expect(storage.calls.count { $0.hasPrefix("DELETE") } == 1)
        #expect(
            bench.lines.entries.contains { $0.contains("Allow s3:DeleteObject on") && $0.contains("cannot be deleted") }
        )
        isClosed.withLock { $0 = false }
        bench.clock.advance(by: .seconds(60))
        await pruner.prune()
        #expect(storage.calls.count { $0.hasPrefix("DELETE") } == 1)
        bench.clock.advance(by: .seconds(3600))
        await pruner.prune()
        #expect(await bench.known().isEmpty)
        #expect(storage.objects.isEmpty)
    }

    @Test("Only so many objects are looked at in a round")
    func paced() async throws {
        let storage = FakeStorage()
        let bench = try PruningBench(storage: storage.store())
        for number in 0..<7 { try await bench.write("s3://reports/\(number).json") }
        bench.advance(days: 31)
        let pruner = bench.pruner(OutputPruner.Pace(rows: 4, objects: 3))
        var left: [Int] = []
        for _ in 0..<3 {
            await pruner.prune()
            left.append(storage.objects.count)
        }
        #expect(left == [4, 1, 0])
    }

    @Test("A worker without S3 leaves objects to others, and forgets them when they are twice as old")
    func without() async throws {
        let bench = try PruningBench()
        try await bench.tell(WrittenOutput(location: "s3://reports/a.json", bytes: 3, sha256: "abc"))
        bench.advance(days: 31)
        await bench.pruner().prune()
        #expect(await bench.known().count == 1)
        bench.advance(days: 30)
        await bench.pruner().prune()
        #expect(await bench.known().isEmpty)
    }
}
