import Foundation
import JobModel
import JobStore
import JobStoreTesting
import Testing

@testable import SellerJobs

@Suite("Pruning outputs", .timeLimit(.minutes(5)))
struct OutputPrunerTests {
    private let manager = FileManager.default

    @Test("Old outputs go with the folders that they leave empty; young ones, and what no job wrote, stay")
    func old() async throws {
        let bench = try PruningBench()
        try await bench.write("top.json", "acme/orders/old.json", "acme/items/deep/er/old.json", "acme/full/old.json")
        try Data("mine".utf8).write(to: URL(filePath: bench.path + "/acme/full/42.json"))
        try manager.createDirectory(atPath: bench.path + "/empty", withIntermediateDirectories: true)
        bench.advance(days: 29)
        try await bench.write("acme/orders/young.json")
        await bench.pruner().prune()
        #expect(await bench.known().count == 5)
        bench.advance(days: 2)
        await bench.pruner().prune()
        #expect(
            try bench.list() == [
                "out", "out/acme", "out/acme/full", "out/acme/full/42.json", "out/acme/orders",
                "out/acme/orders/young.json", "out/empty",
            ])
        #expect(await bench.known() == [bench.path + "/acme/orders/young.json"])
        let told = bench.lines.entries.first { $0.contains("Old outputs were deleted.") }
        #expect(told?.contains("\"files\": 4") == true && told?.contains("\"folders\": 3") == true, "\(told ?? "")")
    }

    @Test("The output directory stays when everything in it has gone, also where a link names it")
    func directory() async throws {
        let bench = try PruningBench()
        try await bench.write("a.json", "b/c.json")
        try manager.moveItem(atPath: bench.path, toPath: bench.base + "/real")
        try manager.createSymbolicLink(atPath: bench.path, withDestinationPath: bench.base + "/real")
        bench.advance(days: 31)
        await bench.pruner().prune()
        #expect(try bench.list() == ["out", "real"])
    }

    @Test("A file that somebody has replaced or changed stays, and is forgotten", arguments: ["xyz", "longer"])
    func changed(text: String) async throws {
        let bench = try PruningBench()
        try await bench.write("a.json")
        try Data(text.utf8).write(to: URL(filePath: bench.path + "/a.json"))
        bench.advance(days: 31)
        await bench.pruner().prune()
        #expect(try bench.list() == ["out", "out/a.json"])
        #expect(await bench.known().isEmpty)
        #expect(bench.lines.entries.contains { $0.contains("An old output was left") && $0.contains("/a.json") })
    }

    @Test("A file that was only touched, or copied back, is still the job's")
    func touched() async throws {
        let bench = try PruningBench()
        try await bench.write("a.json")
        try Data("abc".utf8).write(to: URL(filePath: bench.path + "/a.json"))
        bench.advance(days: 31)
        await bench.pruner().prune()
        #expect(try bench.list() == ["out"])
    }

    @Test("A file that was written anew with the same in it is kept for as long again")
    func renewed() async throws {
        let bench = try PruningBench()
        try await bench.write("a.json")
        let file = bench.path + "/a.json"
        let row = try #require(
            await bench.store.outputs(writtenBefore: Timestamp(microseconds: .max), after: .start, limit: 1).first)
        // Twenty days later a job has brought the same, and died before it could tell.
        let later = try #require(row.modifiedAt) + .seconds(20 * 86_400)
        try manager.setAttributes(
            [.modificationDate: Date(timeIntervalSince1970: Double(later.microseconds) / 1e6)], ofItemAtPath: file)
        bench.advance(days: 31)
        let pruner = bench.pruner()
        await pruner.prune()
        #expect(manager.fileExists(atPath: file))
        #expect(await bench.known() == [file])
        bench.advance(days: 20)
        await pruner.prune()
        #expect(try bench.list() == ["out"])
        #expect(await bench.known().isEmpty)
    }

    @Test("A place that a later job has written belongs to that one")
    func ownedAgain() async throws {
        let bench = try PruningBench()
        try await bench.write("latest.json")
        bench.advance(days: 20)
        try await bench.write("latest.json", text: "later")
        bench.advance(days: 20)
        await bench.pruner().prune()
        #expect(try bench.list() == ["out", "out/latest.json"])
        bench.advance(days: 11)
        await bench.pruner().prune()
        #expect(try bench.list() == ["out"])
        #expect(!bench.lines.entries.contains { $0.contains("was left") })
    }

    @Test("An output that is gone is forgotten, and folders in its place too", arguments: [true, false])
    func gone(isFolder: Bool) async throws {
        let bench = try PruningBench()
        try await bench.write("a/b.json")
        try manager.removeItem(atPath: bench.path + "/a")
        if isFolder { try manager.createDirectory(atPath: bench.path + "/a/b.json", withIntermediateDirectories: true) }
        bench.advance(days: 31)
        await bench.pruner().prune()
        #expect(await bench.known().isEmpty)
        #expect(manager.fileExists(atPath: bench.path + "/a/b.json") == isFolder)
    }

    @Test("Links are neither followed nor deleted, and what they lead to stays", arguments: [true, false])
    func links(ofFolder: Bool) async throws {
        let bench = try PruningBench()
        try await bench.write("acme/a.json")
        try manager.moveItem(atPath: bench.path + "/acme", toPath: bench.base + "/elsewhere")
        if ofFolder {
            try manager.createSymbolicLink(
                atPath: bench.path + "/acme", withDestinationPath: bench.base + "/elsewhere")
        } else {
            try manager.createDirectory(atPath: bench.path + "/acme", withIntermediateDirectories: true)
            try manager.createSymbolicLink(
                atPath: bench.path + "/acme/a.json", withDestinationPath: bench.base + "/elsewhere/a.json")
        }
        bench.advance(days: 31)
        await bench.pruner().prune()
        #expect(try String(contentsOfFile: bench.base + "/elsewhere/a.json", encoding: .utf8) == "abc")
        #expect(try String(contentsOfFile: bench.path + "/acme/a.json", encoding: .utf8) == "abc")
        #expect(await bench.known().isEmpty)
    }

    @Test("Rows that lead out of the output directory delete nothing, and are forgotten when they are twice as old")
    func outside() async throws {
        let bench = try PruningBench()
        try Data("abc".utf8).write(to: URL(filePath: bench.base + "/mine.json"))
        let hash = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
        for location in ["\(bench.base)/mine.json", "\(bench.path)/../mine.json", "mine.json", bench.path, ""] {
            try await bench.tell(WrittenOutput(location: location, bytes: 3, sha256: hash))
        }
        let pruner = bench.pruner()
        for days in [31, 1, 29] {
            #expect(await bench.known().count == 5)
            bench.advance(days: days)
            await pruner.prune()
            #expect(try bench.list() == ["mine.json", "out"])
        }
        #expect(await bench.known().isEmpty)
        let told = bench.lines.entries.filter { $0.contains("outside output.directory") }
        #expect(told.count == 1 && told[0].contains("5"), "\(told)")
    }

    @Test("While the output directory is missing nothing is forgotten")
    func missing() async throws {
        let bench = try PruningBench()
        try await bench.write("a.json")
        try manager.moveItem(atPath: bench.path, toPath: bench.base + "/unmounted")
        bench.advance(days: 31)
        let pruner = bench.pruner()
        await pruner.prune()
        #expect(await bench.known().count == 1)
        try manager.moveItem(atPath: bench.base + "/unmounted", toPath: bench.path)
        bench.clock.advance(by: .seconds(3599))
        await pruner.prune()
        #expect(await bench.known().count == 1, "it comes back to it too soon")
        bench.clock.advance(by: .seconds(1))
        await pruner.prune()
        #expect(await bench.known().isEmpty)
        #expect(try bench.list() == ["out"])
    }

    @Test("Much is done in several rounds, each of which goes on where the last one stopped")
    func paced() async throws {
        let bench = try PruningBench()
        for number in 0..<23 { try await bench.write("\(number % 3)/\(number).json") }
        bench.advance(days: 31)
        let pruner = bench.pruner(OutputPruner.Pace(rows: 4, outputs: 10))
        var left: [Int] = []
        for _ in 0..<3 {
            await pruner.prune()
            left.append(await bench.known().count)
        }
        #expect(left == [13, 3, 0])
        #expect(try bench.list() == ["out"])
    }

    @Test("What a killed run had announced and never placed is forgotten, and another's file there stays")
    func announced() async throws {
        let bench = try PruningBench()
        try await bench.write("a.json", text: "mine")
        for place in ["a.json", "b.json"] {
            try await bench.tell(
                WrittenOutput(location: bench.path + "/" + place, bytes: 4, sha256: "0000", isPlaced: false))
        }
        bench.advance(days: 20)
        try await bench.write("a.json", text: "mine")
        bench.advance(days: 11)
        await bench.pruner().prune()
        #expect(try bench.list() == ["out", "out/a.json"])
        #expect(await bench.known() == [bench.path + "/a.json"])
    }
}
