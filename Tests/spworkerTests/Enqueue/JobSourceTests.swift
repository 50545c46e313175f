import Foundation
import Testing

@testable import spworker

@Suite("Opening a file of jobs")
struct JobSourceTests {
    /// Runs `body` with the path of a file that holds `text`.
    private func withFile(_ text: String, _ body: (String) throws -> Void) throws {
        let place = FileManager.default.temporaryDirectory.appending(path: "spworker-\(UUID().uuidString).ndjson")
        try Data(text.utf8).write(to: place)
        defer { try? FileManager.default.removeItem(at: place) }
        try body(place.path)
    }

    private func open(_ path: String, isReadTwice: Bool = true) throws -> JobSource {
        try JobSource(
            path, isReadTwice: isReadTwice, temporaryFolder: FileManager.default.temporaryDirectory.path)
    }

    private func message(_ path: String) -> String {
        let failure = #expect(throws: Failure.self) { try open(path) }
        #expect(failure?.code == .usage)
        return failure?.message ?? ""
    }

    @Test("it can be read from its beginning twice, and stays itself when another file takes its name")
    func twice() throws {
        try withFile("abc") { path in
            let source = try open(path)
            try Data("other".utf8).write(to: URL(filePath: path), options: .atomic)
            for _ in 0..<2 {
                #expect(try source.read(at: 0) == Array("abc".utf8))
                #expect(try source.read(at: 3) == [])
            }
            #expect(throws: Never.self) { try source.requireUnchanged() }
        }
    }

    @Test("somebody's writing to it is noticed")
    func changed() throws {
        try withFile("abc") { path in
            let source = try open(path)
            let handle = try FileHandle(forWritingTo: URL(filePath: path))
            try handle.seekToEnd()
            try handle.write(contentsOf: Data("d".utf8))
            try handle.close()
            let failure = #expect(throws: Failure.self) { try source.requireUnchanged() }
            #expect(failure?.message?.contains("changed while it was read") == true)
        }
    }

    @Test("what is missing or a folder is named")
    func noFile() {
        #expect(message("/nowhere/jobs.ndjson").contains("no file /nowhere/jobs.ndjson"))
        #expect(message(FileManager.default.temporaryDirectory.path).contains("is a folder"))
    }

    @Test("what cannot be read twice is copied, and the copy leaves no name behind")
    func copied() throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "spworker-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let source = try JobSource("/dev/null", isReadTwice: true, temporaryFolder: folder.path)
        #expect(try source.read(at: 0) == [])
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == [])
        let failure = #expect(throws: Failure.self) {
            try JobSource("/dev/null", isReadTwice: true, temporaryFolder: folder.path + "/missing")
        }
        #expect(failure?.message?.contains("TMPDIR") == true)
    }
}
