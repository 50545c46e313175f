import Foundation
import Testing

@testable import spworker

@Suite("Files that are written all or none")
struct FileBatchTests {
    /// A folder of its own, which goes when the test ends.
    private func inFolder(_ body: (String) throws -> Void) throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "spworker-batch-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: false)
        defer { try? FileManager.default.removeItem(at: folder) }
        try body(folder.path)
    }

    private func names(_ folder: String) throws -> [String] {
        try FileManager.default.subpathsOfDirectory(atPath: folder).sorted()
    }

    private func text(_ path: String) -> String? {
        FileManager.default.contents(atPath: path).map { String(decoding: $0, as: UTF8.self) }
    }

    private func mode(_ path: String) throws -> Int? {
        (try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? NSNumber)?.intValue
    }

    @Test("folders and files come into being with their permissions, and nothing else does")
    func written() throws {
        try inFolder { (folder: String) throws in
            try Data("old".utf8).write(to: URL(filePath: "\(folder)/config"))
            try FileManager.default.setAttributes([.posixPermissions: 0o640], ofItemAtPath: "\(folder)/config")
            try FileBatch(
                folders: [("\(folder)/a", 0o755), ("\(folder)/a/secrets", 0o700)],
                files: [
                    .init(path: "\(folder)/config", content: Array("new".utf8), replaced: Array("old".utf8)),
                    .init(path: "\(folder)/a/secrets/x", content: Array("x".utf8)),
                    .init(path: "\(folder)/a/open", content: [], mode: 0o644),
                ]
            ).write()
            #expect(try names(folder) == ["a", "a/open", "a/secrets", "a/secrets/x", "config"])
            #expect(text("\(folder)/config") == "new" && text("\(folder)/a/secrets/x") == "x")
            #expect(try mode("\(folder)/config") == 0o640)
            #expect(try mode("\(folder)/a/secrets/x") == 0o600)
            #expect(try mode("\(folder)/a/secrets") == 0o700)
            #expect(try mode("\(folder)/a/open") == 0o644)
        }
    }

    @Test("a file that is there, or that changed, stays as it is, and all the others go again")
    func rolledBack() throws {
        try inFolder { (folder: String) throws in
            try Data("old".utf8).write(to: URL(filePath: "\(folder)/config"))
            let first = FileBatch.File(path: "\(folder)/a/first", content: [1])
            for last in [
                FileBatch.File(path: "\(folder)/config", content: [2]),
                FileBatch.File(path: "\(folder)/config", content: [2], replaced: Array("other".utf8)),
                FileBatch.File(path: "\(folder)/nowhere/config", content: [2]),
                FileBatch.File(path: "\(folder)/config/below", content: [2]),
            ] {
                let batch = FileBatch(folders: [("\(folder)/a", 0o755)], files: [first, last])
                let failure = #expect(throws: Failure.self) { try batch.write() }
                #expect(failure?.code == .usage && failure?.message?.contains("Nothing was written.") == true)
                #expect(try names(folder) == ["config"])
                #expect(text("\(folder)/config") == "old")
            }
            let batch = FileBatch(folders: [("\(folder)/a", 0o755), ("\(folder)/config", 0o755)], files: [first])
            #expect(throws: Failure.self) { try batch.write() }
            #expect(try names(folder) == ["config"])
        }
    }

    @Test("a link that leads nowhere is not followed")
    func danglingLink() throws {
        try inFolder { (folder: String) throws in
            try FileManager.default.createSymbolicLink(
                atPath: "\(folder)/x", withDestinationPath: "\(folder)/elsewhere")
            let batch = FileBatch(files: [.init(path: "\(folder)/x", content: [1])])
            #expect(throws: Failure.self) { try batch.write() }
            #expect(!FileManager.default.fileExists(atPath: "\(folder)/elsewhere"))
        }
    }
}
