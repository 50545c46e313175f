import Foundation
import JobModel
import JobStore
import JobStoreTesting
import Testing

@testable import SellerJobs

@Suite("Pruning outputs of several machines", .timeLimit(.minutes(5)))
struct SharedPruningTests {
    /// A worker on another machine.
    private func announce(_ bench: PruningBench, _ host: String) async {
        let now = Timestamp(microseconds: bench.clock.wallMicroseconds())
        await bench.store.heartbeat(
            WorkerRow(
                id: WorkerID("w-\(host)"), host: host, pid: 1, version: "1", startedAt: now,
                leaseUntil: now + .seconds(45)))
    }

    @Test("Each machine deletes its own files, and leaves those of one that works to it")
    func own() async throws {
        let bench = try PruningBench(host: "one")
        try await bench.write("a.json")
        bench.advance(days: 31)
        await announce(bench, "one")
        await bench.pruner(on: "two").prune()
        #expect(try bench.list() == ["out", "out/a.json"])
        #expect(await bench.known().count == 1)
        await bench.pruner(on: "one").prune()
        #expect(try bench.list() == ["out"])
        #expect(await bench.known().isEmpty)
    }

    @Test("What a machine has left that is gone is deleted by whoever has it, as in a shared directory")
    func adopted() async throws {
        let bench = try PruningBench(host: "one")
        try await bench.write("a.json")
        bench.advance(days: 31)
        await bench.pruner(on: "two").prune()
        #expect(try bench.list() == ["out"])
        #expect(await bench.known().isEmpty)
    }

    @Test("What another machine's disk holds, or not, says nothing of a file", arguments: [nil, "something else"])
    func notThere(text: String?) async throws {
        let bench = try PruningBench(host: "one")
        try await bench.write("a.json")
        let file = bench.path + "/a.json"
        try FileManager.default.removeItem(atPath: file)
        if let text { try Data(text.utf8).write(to: URL(filePath: file)) }
        bench.advance(days: 31)
        let pruner = bench.pruner(on: "two")
        await pruner.prune()
        #expect(await bench.known() == [file], "its machine may come back")
        bench.advance(days: 30)
        await pruner.prune()
        #expect(await bench.known().isEmpty)
        #expect(FileManager.default.fileExists(atPath: file) == (text != nil))
        #expect(!bench.lines.entries.contains { $0.contains("was left") })
    }
}
