import Foundation
import JobModel
import JobStoreTesting
import Logging
import Synchronization
import Testing

@testable import SellerJobs

@Suite("Deleting what killed runs have left", .timeLimit(.minutes(5)))
struct PartSweepTests {
    /// An output directory with a life of its own.
    private final class Folder: Sendable {
        let base = NSTemporaryDirectory() + "/spworker-\(UUID().uuidString)"
        let clock = VirtualTimekeeper()
        let open = Mutex<Set<JobID>>([])
        let failing = Mutex(false)

        var path: String { base + "/out" }

        init() throws {
            try FileManager.default.createDirectory(atPath: base + "/out", withIntermediateDirectories: true)
        }

        deinit {
            try? FileManager.default.removeItem(atPath: base)
        }

        /// Writes a file that is so many days old.
        func write(_ names: String..., days: Double) throws {
            for name in names {
                let file = path + "/" + name
                try FileManager.default.createDirectory(
                    atPath: (file as NSString).deletingLastPathComponent, withIntermediateDirectories: true)
                try Data("x".utf8).write(to: URL(filePath: file))
                let now = Double(clock.wallMicroseconds()) / 1_000_000
                try FileManager.default.setAttributes(
                    [.modificationDate: Date(timeIntervalSince1970: now - days * 86_400)], ofItemAtPath: file)
            }
        }

        /// Everything below the base, folders too.
        func list() throws -> [String] { try FileManager.default.subpathsOfDirectory(atPath: base).sorted() }

        func sweep(entries: Int = 1000) async { await self.sweeper(entries: entries).sweep() }

        func sweeper(entries: Int = 1000) -> PartSweep {
            PartSweep(
                path: path, outputs: .seconds(30 * 86_400), pace: .init(entries: entries), timekeeper: clock,
                logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
            ) { [self] job in
                if failing.withLock({ $0 }) { throw CocoaError(.fileReadUnknown) }
                return open.withLock { $0.contains(job) }
            }
        }
    }

    @Test("Old parts go from all folders, young ones and outputs stay, and folders that were emptied go too")
    func old() async throws {
        let folder = try Folder()
        try folder.write(".a.json.1-1.part", "acme/orders/.b.json.1-1.part", "acme/items/deep/er/.c.2.part", days: 8)
        try folder.write("acme/orders/.young.json.3-1.part", days: 6)
        try folder.write("acme/orders/old.json", "acme/orders/42.json", days: 400)
        try FileManager.default.createDirectory(atPath: folder.path + "/mine", withIntermediateDirectories: true)
        await folder.sweep()
        #expect(
            try folder.list() == [
                "out", "out/acme", "out/acme/orders", "out/acme/orders/.young.json.3-1.part", "out/acme/orders/42.json",
                "out/acme/orders/old.json", "out/mine",
            ])
    }

    @Test("The output directory itself stays when everything in it has gone")
    func empty() async throws {
        let folder = try Folder()
        try folder.write(".a.json.1.part", "b/.c.json.2.part", days: 31)
        await folder.sweep()
        #expect(try folder.list() == ["out"])
    }

    @Test("Nothing happens where there is no directory yet")
    func missing() async throws {
        let folder = try Folder()
        try FileManager.default.removeItem(atPath: folder.path)
        await folder.sweep()
        #expect(try folder.list().isEmpty)
    }

    @Test("Links are neither followed nor deleted, and what they lead to stays")
    func links() async throws {
        let folder = try Folder()
        let manager = FileManager.default
        try folder.write("../elsewhere/.old.json.1.part", "acme/.old.json.1.part", days: 31)
        try manager.createSymbolicLink(
            atPath: folder.path + "/acme/folder", withDestinationPath: folder.base + "/elsewhere")
        try manager.createSymbolicLink(
            atPath: folder.path + "/acme/.file.json.1.part",
            withDestinationPath: folder.base + "/elsewhere/.old.json.1.part")
        try manager.createSymbolicLink(atPath: folder.path + "/round", withDestinationPath: folder.path)
        await folder.sweep()
        let left = try manager.contentsOfDirectory(atPath: folder.path + "/acme").sorted()
        #expect(left == [".file.json.1.part", "folder"])
        #expect(manager.fileExists(atPath: folder.base + "/elsewhere/.old.json.1.part"))
        #expect(try manager.contentsOfDirectory(atPath: folder.path).sorted() == ["acme", "round"])
    }

    @Test("The directory itself may be a link")
    func linkedDirectory() async throws {
        let folder = try Folder()
        try folder.write("a/.old.json.1.part", days: 31)
        try FileManager.default.moveItem(atPath: folder.path, toPath: folder.base + "/real")
        try FileManager.default.createSymbolicLink(atPath: folder.path, withDestinationPath: folder.base + "/real")
        await folder.sweep()
        #expect(try folder.list() == ["out", "real"])
    }

    @Test("The part of an open job stays however old it is, that of another one goes")
    func parts() async throws {
        let folder = try Folder()
        try folder.write("a/.orders.ndjson.7.part", "a/.orders.ndjson.8.part", "a/.x.json.9-2.part", days: 40)
        try folder.write("a/.young.json.10.part", days: 6)
        folder.open.withLock { $0 = [JobID(7)] }
        await folder.sweep()
        let left = try FileManager.default.contentsOfDirectory(atPath: folder.path + "/a").sorted()
        #expect(left == [".orders.ndjson.7.part", ".young.json.10.part"])
    }

    @Test("What the store cannot tell counts as open")
    func trouble() async throws {
        let folder = try Folder()
        try folder.write(".x.json.9.part", days: 40)
        folder.failing.withLock { $0 = true }
        await folder.sweep()
        #expect(try folder.list() == ["out", "out/.x.json.9.part"])
    }

    @Test("Hidden folders and hidden files that are no parts are left alone")
    func hidden() async throws {
        let folder = try Folder()
        try folder.write(".git/.config.1.part", ".gitignore", days: 400)
        await folder.sweep()
        #expect(try folder.list() == ["out", "out/.git", "out/.git/.config.1.part", "out/.gitignore"])
    }

    @Test("A walk comes once an hour, does a bounded part of the work, and goes on where it stopped")
    func paced() async throws {
        let folder = try Folder()
        for number in 0..<40 { try folder.write("f\(number % 4)/.old.json.\(number + 1).part", days: 31) }
        let sweeper = folder.sweeper(entries: 12)
        func left() throws -> Int { try folder.list().count { $0.hasSuffix(".part") } }
        await sweeper.sweep()
        let first = try left()
        #expect(first >= 28 && first < 40)
        folder.clock.advance(by: .seconds(3599))
        await sweeper.sweep()
        #expect(try left() == first)
        for _ in 0..<8 {
            folder.clock.advance(by: .seconds(3600))
            await sweeper.sweep()
        }
        #expect(try folder.list() == ["out"])
    }
}
