import Foundation
import JobModel
import JobStore
import Testing

@testable import spworker

@Suite("Folder of definitions")
struct DefinitionFolderTests {
    private static func yaml(_ name: String, _ lines: String = "every: 1h\n") -> String {
        "name: \(name)\n\(lines)job: {operation: sellers.getMarketplaceParticipations}\n"
    }

    /// The problems of the folder's files, without the folder's own path.
    private static func problems(_ bench: BookBench) -> [String] {
        DefinitionFolder(path: bench.folder.path, zones: testZones).read().flatMap { entry -> [String] in
            guard case .failure(let error) = entry.result else { return [] }
            return error.problems.map { $0.description.replacing(bench.folder.path + "/", with: "") }
        }
    }

    @Test("says of a file that is none, or holds no text, what it is")
    func unreadable() throws {
        let bench = try BookBench(["a.yaml": Self.yaml("a")])
        try FileManager.default.createDirectory(
            at: bench.folder.appending(path: "b.yaml"), withIntermediateDirectories: false)
        try Data([0x66, 0xE9]).write(to: bench.folder.appending(path: "c.yaml"))
        try Data(repeating: 0x23, count: 5 << 20).write(to: bench.folder.appending(path: "d.yaml"))
        #expect(
            Self.problems(bench) == [
                "b.yaml:1: the file cannot be read: it is a folder, not a regular file; correct or remove it",
                "c.yaml:1: the file cannot be read: it is no UTF-8 text; correct or remove it",
                "d.yaml:1: the file cannot be read: it is larger than 4 MiB; correct or remove it",
            ])
    }

    @Test("reads files that begin with the mark of some editors")
    func byteOrderMark() throws {
        let bench = try BookBench(["a.yaml": "\u{FEFF}" + Self.yaml("a")])
        #expect(Self.problems(bench).isEmpty)
    }

    @Test("tells every later file that takes a name which the first has")
    func names() throws {
        let bench = try BookBench(["a.yaml": Self.yaml("x"), "b.yaml": Self.yaml("x"), "c.yaml": Self.yaml("x")])
        #expect(Self.problems(bench).map { String($0.prefix(6)) } == ["b.yaml", "c.yaml"])
        #expect(Self.problems(bench).allSatisfy { $0.contains("x is the name of a.yaml too") })
    }

    @Test("is empty when it is not there, and no folder at all is a problem")
    func missing() throws {
        let bench = try BookBench(["a.yaml": Self.yaml("a")])
        #expect(DefinitionFolder(path: bench.folder.path + "/none", zones: testZones).read().isEmpty)
        let file = DefinitionFolder(path: bench.folder.path + "/a.yaml", zones: testZones)
        #expect(throws: ConfigurationError.self) { try file.look() }
        #expect(file.read().map(\.path) == [file.path])
    }

    @Test("lets what was read go on while it cannot be listed, and stops it when it is gone")
    func hidden() async throws {
        let bench = try BookBench(["a.yaml": Self.yaml("a")])
        let before = await bench.plans()
        #expect(!before.isEmpty)
        let edition = await bench.book.edition()
        try FileManager.default.removeItem(at: bench.folder)
        try Data().write(to: bench.folder)
        #expect(await bench.plans() == before)
        #expect(await bench.book.edition() == edition)
        try FileManager.default.removeItem(at: bench.folder)
        #expect(await bench.plans().isEmpty)
    }

    @Test("goes by the file that can be used when a spoiled one had the same name before")
    func sameName() async throws {
        let bench = try BookBench(["b.yaml": Self.yaml("x")])
        #expect(await bench.plans()["x acme"]?.signature.hasPrefix("every 1h") == true)
        // Commands and the next start take the first of two; so does the worker that runs.
        try bench.write("a.yaml", Self.yaml("x", "every: 2h\n"))
        #expect(await bench.plans()["x acme"]?.signature.hasPrefix("every 2h") == true)
        try bench.remove("a.yaml")
        #expect(await bench.plans()["x acme"]?.signature.hasPrefix("every 1h") == true)
    }
}
