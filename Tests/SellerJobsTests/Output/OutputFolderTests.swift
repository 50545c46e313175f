import Foundation
import Testing

@testable import SellerJobs

@Suite("Output files", .timeLimit(.minutes(5)))
struct OutputFolderTests {
    /// Gives `body` a folder that is gone afterwards.
    private func inFolder(_ body: (String) async throws -> Void) async throws {
        let path = NSTemporaryDirectory() + "/spworker-\(UUID().uuidString)"
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: path) }
        try await body(path)
    }

    private func names(in path: String) throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: path).sorted()
    }

    @Test("A file has its name only when it is complete")
    func rename() async throws {
        try await inFolder { path in
            let file = try await OutputFolder(path: path + "/out").begin("a/b.json", unique: "7-1")
            try await file.append(Array("ab".utf8))
            #expect(try names(in: path + "/out/a") == [".b.json.7-1.part"])
            try await file.append(Array("c".utf8))
            let end = try await file.finish()
            #expect(end.place == "a/b.json")
            #expect(end.sha256 == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")
            #expect(try names(in: path + "/out/a") == ["b.json"])
            #expect(await file.bytes == 3)
            #expect(try String(contentsOfFile: path + "/out/a/b.json", encoding: .utf8) == "abc")
        }
    }

    @Test("Files can be read by their owner alone unless told otherwise", arguments: [UInt16(0o600), 0o640])
    func mode(mode: UInt16) async throws {
        try await inFolder { path in
            let file = try await OutputFolder(path: path, mode: mode).begin("a/b", unique: "1")
            _ = try await file.finish()
            let attributes = try FileManager.default.attributesOfItem(atPath: path + "/a/b")
            let found = try #require((attributes[.posixPermissions] as? NSNumber)?.uint16Value)
            #expect(found & ~mode == 0 && found & 0o600 == 0o600)
            let folder = try FileManager.default.attributesOfItem(atPath: path + "/a")
            #expect(((folder[.posixPermissions] as? NSNumber)?.uint16Value ?? 0o777) & 0o007 == 0)
        }
    }

    @Test("A file is continued after the bytes that count, and the checksum is that of the whole")
    func keeping() async throws {
        try await inFolder { path in
            let folder = OutputFolder(path: path)
            let first = try await folder.begin("b", unique: "7")
            try await first.append(Array("ab, and what no checkpoint counts".utf8))
            try await first.sync()
            await first.leave()
            let second = try await folder.begin("b", unique: "7", keeping: 2)
            try await second.append(Array("c".utf8))
            let hash = try await second.seal()
            #expect(hash == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")
            #expect(try names(in: path) == [".b.7.part"])
            try await second.publish()
            #expect(try names(in: path) == ["b"])
            #expect(try String(contentsOfFile: path + "/b", encoding: .utf8) == "abc")
            #expect(try await folder.checksum(of: "b") == hash)
            #expect(try await folder.checksum(of: "nothing") == nil)
        }
    }

    @Test("A file that lost some of the bytes that count is not continued")
    func incomplete() async throws {
        try await inFolder { path in
            let folder = OutputFolder(path: path)
            let first = try await folder.begin("b", unique: "7")
            try await first.append(Array("ab".utf8))
            await first.leave()
            let error = await #expect(throws: OutputError.self) {
                try await folder.begin("b", unique: "7", keeping: 3)
            }
            #expect(error?.isIncomplete == true)
        }
    }

    @Test("What is abandoned leaves nothing behind")
    func abandon() async throws {
        try await inFolder { path in
            let file = try await OutputFolder(path: path).begin("b", unique: "1")
            try await file.append([1, 2, 3])
            await file.abandon()
            #expect(try names(in: path).isEmpty)
        }
    }

    @Test("What a crashed run left is begun anew, and an older result is replaced")
    func anew() async throws {
        try await inFolder { path in
            let folder = OutputFolder(path: path)
            let crashed = try await folder.begin("b", unique: "1")
            try await crashed.append(Array("old and long".utf8))
            let file = try await folder.begin("b", unique: "1")
            try await file.append(Array("new".utf8))
            _ = try await file.finish()
            #expect(try String(contentsOfFile: path + "/b", encoding: .utf8) == "new")
            let second = try await folder.begin("b", unique: "2")
            try await second.append(Array("newer".utf8))
            _ = try await second.finish()
            #expect(try String(contentsOfFile: path + "/b", encoding: .utf8) == "newer")
            #expect(try names(in: path) == ["b"])
        }
    }

    @Test("A link that leads out of the folder is refused, and nothing is made behind it")
    func link() async throws {
        try await inFolder { path in
            try FileManager.default.createDirectory(atPath: path + "/out", withIntermediateDirectories: true)
            try FileManager.default.createDirectory(atPath: path + "/elsewhere", withIntermediateDirectories: true)
            try FileManager.default.createSymbolicLink(
                atPath: path + "/out/link", withDestinationPath: path + "/elsewhere")
            let folder = OutputFolder(path: path + "/out")
            for place in ["link/b", "link/deep/er/b"] {
                await #expect(throws: OutputError.self) { try await folder.begin(place, unique: "1") }
            }
            #expect(try names(in: path + "/elsewhere").isEmpty)
        }
    }

    @Test("The folder itself may be a link, and a link in place of the file is replaced, not followed")
    func harmlessLinks() async throws {
        try await inFolder { path in
            try FileManager.default.createDirectory(atPath: path + "/real", withIntermediateDirectories: true)
            try FileManager.default.createSymbolicLink(atPath: path + "/out", withDestinationPath: path + "/real")
            try Data("mine".utf8).write(to: URL(filePath: path + "/precious"))
            try FileManager.default.createSymbolicLink(
                atPath: path + "/real/b", withDestinationPath: path + "/precious")
            let file = try await OutputFolder(path: path + "/out").begin("b", unique: "1")
            try await file.append(Array("new".utf8))
            _ = try await file.finish()
            #expect(try String(contentsOfFile: path + "/real/b", encoding: .utf8) == "new")
            #expect(try String(contentsOfFile: path + "/precious", encoding: .utf8) == "mine")
        }
    }

    @Test("A folder that cannot be made is an error with its name")
    func blocked() async throws {
        try await inFolder { path in
            try Data().write(to: URL(filePath: path + "/file"))
            do {
                _ = try await OutputFolder(path: path).begin("file/b", unique: "1")
                Issue.record("a file cannot be a folder")
            } catch {
                // Where temporary files lie may end in a slash of its own.
                let folder = path.replacing("//", with: "/") + "/file"
                let words = "The folder \(folder) for the output cannot be made: a file stands in its way. "
                #expect("\(error)" == words + "Move it, or name another path.")
            }
        }
    }

    @Test(
        "A folder that cannot be made for want of room lets the job wait; other causes are told in the system's words")
    func causes() {
        func error(_ code: POSIXError.Code) -> OutputError {
            OutputError.unmade(
                "/out/a", CocoaError(.fileWriteUnknown, userInfo: [NSUnderlyingErrorKey: POSIXError(code)]))
        }
        #expect(error(.ENOSPC).kind == .full && error(.EDQUOT).kind == .full)
        #expect(error(.EACCES).kind == .trouble)
        #expect(error(.EACCES).description == "The folder /out/a for the output cannot be made: Permission denied.")
    }

    @Test("There is room on a disk with more free space than must stay, also before the folder is there")
    func room() async throws {
        try await inFolder { path in
            #expect(await OutputFolder(path: path, minFree: 0).hasRoom())
            #expect(await OutputFolder(path: path + "/not/yet", minFree: 0).hasRoom())
            #expect(await !OutputFolder(path: path + "/not/yet", minFree: .max).hasRoom())
            #expect(await !OutputFolder(path: "not-there-\(UUID().uuidString)", minFree: .max).hasRoom())
        }
    }
}
