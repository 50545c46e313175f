import Foundation
import JobModel
import Testing

@testable import SellerJobs

@Suite("Files that jobs name")
struct ContentFileTests {
    @Test("a regular file is read up to a byte more than its bound")
    func regular() throws {
        let path = FileManager.default.temporaryDirectory.path + "/content-\(UUID().uuidString)"
        try Data("abcdef".utf8).write(to: URL(filePath: path))
        defer { try? FileManager.default.removeItem(atPath: path) }
        #expect(try ContentFile.bytes(of: path, what: "feed", upTo: 100) == Array("abcdef".utf8))
        #expect(try ContentFile.bytes(of: path, what: "feed", upTo: 3).count == 4)
    }

    @Test(
        "what is none is refused at once",
        arguments: [("/", "a folder"), ("/dev/null", "a device"), ("/nowhere/at/all", "cannot be read")])
    func others(path: String, part: String) {
        let error = #expect(throws: JobRejection.self) {
            try ContentFile.bytes(of: path, what: "feed", upTo: 100)
        }
        #expect(error?.description.contains(part) == true, "\(error?.description ?? "")")
    }
}
