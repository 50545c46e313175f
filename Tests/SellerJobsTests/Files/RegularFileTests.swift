import Foundation
import JobModel
import Testing

@testable import SellerJobs

/// None of these may wait for somebody who writes into the pipe: nobody ever does.
@Suite("Files that must be regular ones", .timeLimit(.minutes(5)))
struct RegularFileTests {
    /// Gives `body` a folder with a file and a named pipe.
    private func inFolder(_ body: (String) async throws -> Void) async throws {
        let path = NSTemporaryDirectory() + "/spworker-\(UUID().uuidString)"
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: path) }
        try Data("line\n".utf8).write(to: URL(filePath: path + "/file"))
        try #require(mkfifo(path + "/pipe", 0o600) == 0)
        try await body(path)
    }

    @Test("a regular file is opened with its length, also through a link")
    func regular() async throws {
        try await inFolder { path in
            try FileManager.default.createSymbolicLink(atPath: path + "/link", withDestinationPath: path + "/file")
            for name in ["file", "link"] {
                let opened = try RegularFile.opened("\(path)/\(name)")
                #expect(opened.bytes == 5)
                #expect(try opened.handle.readToEnd() == Data("line\n".utf8))
            }
        }
    }

    @Test("a pipe, a folder, a device and nothing at all are refused at once, each for its reason")
    func others() async throws {
        try await inFolder { path in
            for (place, refusal) in [
                ("\(path)/pipe", RegularFile.Refusal.other("a named pipe")), (path, .other("a folder")),
                ("/dev/null", .other("a device or a socket")), ("\(path)/none", .missing),
                ("\(path)/file/deeper", .system(ENOTDIR)),
            ] {
                #expect(throws: refusal) { try RegularFile.opened(place) }
            }
        }
        #expect(RegularFile.Refusal.other("a folder").reason == "it is a folder, not a regular file")
    }

    @Test("a job's content, a result that is read and an output that is checked may be no pipes")
    func readers() async throws {
        try await inFolder { path in
            let content = #expect(throws: JobRejection.self) {
                try ContentFile.bytes(of: "\(path)/pipe", what: "feed", upTo: 10)
            }
            #expect(content?.description.contains("a named pipe") == true)
            for name in ["pipe", "."] {
                let lines = ResultLines(JobResult(path: name), in: path, from: 0)
                let flaw = await #expect(throws: ChainFlaw.self) { try await lines.next() }
                #expect(flaw?.kind == "chainResult" && flaw?.message.contains("not a regular file") == true)
                let error = await #expect(throws: OutputError.self) {
                    try await OutputFolder(path: path).checksum(of: name)
                }
                #expect(error?.description.contains("not a regular file") == true)
            }
            let lines = ResultLines(JobResult(path: "file"), in: path, from: 0)
            let line = try await lines.next()
            #expect(line == Array("line".utf8))
        }
    }
}
