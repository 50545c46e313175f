import Foundation
import Testing

@testable import spworker

@Suite("Text that goes into the queue with its job", .timeLimit(.minutes(5)))
struct ContentTextTests {
    /// Gives `body` a folder that is gone afterwards.
    private func inFolder(_ body: (String) async throws -> Void) async throws {
        let path = NSTemporaryDirectory() + "/spworker-\(UUID().uuidString)"
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: path) }
        try await body(path)
    }

    @Test("comes from a regular file, or from a descriptor that is open")
    func read() async throws {
        try await inFolder { path in
            try Data("{}".utf8).write(to: URL(filePath: path + "/body"))
            #expect(try await ContentText.read(path + "/body", what: "the body") == "{}")
            let pipe = Pipe()
            try pipe.fileHandleForWriting.write(contentsOf: Data("piped".utf8))
            try pipe.fileHandleForWriting.close()
            let number = pipe.fileHandleForReading.fileDescriptor
            #expect(try await ContentText.read("/dev/fd/\(number)", what: "the body") == "piped")
        }
    }

    @Test("does not come from a pipe by its name, a folder or nothing, and nobody waits")
    func refused() async throws {
        try await inFolder { path in
            try #require(mkfifo(path + "/pipe", 0o600) == 0)
            for (name, words) in [
                ("pipe", "it is a named pipe, not a regular file. Name a regular file, or say -"),
                (".", "it is a folder"), ("none", "No such file"),
            ] {
                let failure = await #expect(throws: Failure.self) {
                    try await ContentText.read("\(path)/\(name)", what: "the body")
                }
                #expect(failure?.code == .usage && failure?.message?.contains(words) == true)
            }
        }
    }

    @Test("paths of open descriptors are known, and no others")
    func descriptors() {
        #expect(ContentText.descriptor("/dev/stdin") == 0 && ContentText.descriptor("/dev/fd/63") == 63)
        #expect(ContentText.descriptor("/proc/self/fd/5") == 5)
        for path in ["/dev/fd/", "/dev/fd/x", "/dev/fd/-1", "/dev/null", "body.json"] {
            #expect(ContentText.descriptor(path) == nil)
        }
    }
}
