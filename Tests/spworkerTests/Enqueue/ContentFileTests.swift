import Foundation
import Testing

@testable import spworker

@Suite("A file whose content a job sends")
struct ContentFileTests {
    private func failure(_ path: String) -> Failure? {
        #expect(throws: Failure.self) { try ContentFile(path, in: "/somewhere") }
    }

    @Test("is known by its whole path and its size, also through a link")
    func file() throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "spworker-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let place = folder.appending(path: "feed.json")
        try Data("{}\n".utf8).write(to: place)
        let link = folder.appending(path: "link.json")
        try FileManager.default.createSymbolicLink(at: link, withDestinationURL: place)
        let file = try ContentFile(place.path, in: "/somewhere")
        #expect(file.path == place.path && file.bytes == 3)
        #expect(try ContentFile(link.path, in: "/somewhere").bytes == 3)
    }

    @Test("what is missing, a folder or no file that can be read later is refused, each with its name")
    func refused() {
        #expect(failure("/nowhere/feed.json")?.message?.contains("no file /nowhere/feed.json") == true)
        #expect(failure("/tmp")?.message?.contains("is a folder") == true)
        #expect(failure("/dev/null")?.message?.contains("standard input") == true)
        #expect(failure("/nowhere")?.code == .usage)
    }
}
