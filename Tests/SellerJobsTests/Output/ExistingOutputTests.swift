import Foundation
import JobModel
import Testing

@testable import SellerJobs

@Suite("A place that is taken", .timeLimit(.minutes(5)))
struct ExistingOutputTests {
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

    private func text(_ path: String) throws -> String { try String(contentsOfFile: path, encoding: .utf8) }

    private func write(_ text: String, to place: String, in folder: OutputFolder, unique: String) async throws -> String
    {
        let file = try await folder.begin(place, unique: unique)
        try await file.append(Array(text.utf8))
        return try await file.finish().place
    }

    @Test("fails the job before anything is fetched, and what is there stays")
    func failsEarly() async throws {
        try await inFolder { path in
            try Data("mine".utf8).write(to: URL(filePath: path + "/b.json"))
            let folder = OutputFolder(path: path, existing: .fail)
            let error = await #expect(throws: OutputError.self) { try await folder.begin("b.json", unique: "7-1") }
            #expect(error?.kind == .taken)
            await #expect(throws: OutputError.self) { try await folder.check("b.json", unique: "7-1") }
            #expect(try names(in: path) == ["b.json"])
            #expect(try text(path + "/b.json") == "mine")
            guard case .fail(let failure) = OutputError.taken("b.json").outcome(now: .distantPast) else {
                Issue.record("it must not be tried again")
                return
            }
            #expect(failure.kind == "outputExists" && failure.message.contains("output.existing"))
        }
    }

    @Test("meanwhile fails the job too, and both files stay")
    func failsLate() async throws {
        try await inFolder { path in
            let folder = OutputFolder(path: path, existing: .fail)
            let file = try await folder.begin("b.json", unique: "7-1")
            try await file.append(Array("late".utf8))
            try Data("mine".utf8).write(to: URL(filePath: path + "/b.json"))
            let error = await #expect(throws: OutputError.self) { try await file.finish() }
            #expect(error?.kind == .taken)
            #expect(try names(in: path) == [".b.json.7-1.part", "b.json"])
            #expect(try text(path + "/b.json") == "mine")
        }
    }

    @Test("by a link that leads nowhere is taken too")
    func brokenLink() async throws {
        try await inFolder { path in
            try FileManager.default.createSymbolicLink(atPath: path + "/b", withDestinationPath: path + "/nowhere")
            await #expect(throws: OutputError.self) {
                try await OutputFolder(path: path, existing: .fail).begin("b", unique: "1")
            }
            let place = try await write("x", to: "b", in: OutputFolder(path: path, existing: .version), unique: "1")
            #expect(place == "b.2")
            #expect(!FileManager.default.fileExists(atPath: path + "/nowhere"))
        }
    }

    @Test("gives the output a number")
    func versions() async throws {
        try await inFolder { path in
            let folder = OutputFolder(path: path, existing: .version)
            var places: [String] = []
            for number in 1...5 {
                places.append(
                    try await write("\(number)", to: "a/b.json", in: folder, unique: "\(number)-1"))
            }
            #expect(places == ["a/b.json", "a/b.2.json", "a/b.3.json", "a/b.4.json", "a/b.5.json"])
            #expect(try places.map { try text(path + "/" + $0) } == ["1", "2", "3", "4", "5"])
            #expect(try names(in: path + "/a").count == 5)
        }
    }

    @Test("is given to one of many that come at once; with numbers each gets one of its own")
    func races() async throws {
        try await inFolder { path in
            let folder = OutputFolder(path: path + "/v", existing: .version)
            let places = try await withThrowingTaskGroup(of: String.self) { group in
                for number in 1...24 {
                    group.addTask { try await write("\(number)", to: "b.json", in: folder, unique: "\(number)-1") }
                }
                return try await group.reduce(into: []) { $0.append($1) }
            }
            #expect(Set(places).count == 24)
            #expect(try names(in: path + "/v").count == 24)
            #expect(Set(try places.map { try text(path + "/v/" + $0) }) == Set((1...24).map(String.init)))

            let strict = OutputFolder(path: path + "/f", existing: .fail)
            let winners = await withTaskGroup(of: Int.self) { group in
                for number in 1...24 {
                    group.addTask {
                        (try? await write("\(number)", to: "b.json", in: strict, unique: "\(number)-1")) == nil
                            ? 0 : number
                    }
                }
                return await group.reduce(into: []) { $0.append($1) }.filter { $0 > 0 }
            }
            #expect(winners.count == 1)
            #expect(try text(path + "/f/b.json") == winners.first.map(String.init))
        }
    }

    // MARK: After a crash at the end

    @Test(
        "by the job's own file is known by the run that comes after, whenever the one before died",
        arguments: ExistingOutput.allCases, ["abc", ""])
    func settled(existing: ExistingOutput, content: String) async throws {
        try await inFolder { path in
            let folder = OutputFolder(path: path, existing: existing)
            let others = existing == .version
            if others { _ = try await write("other", to: "b.json", in: folder, unique: "1-1") }
            let expected = others ? "b.2.json" : "b.json"

            let file = try await folder.begin("b.json", unique: "7-1")
            try await file.append(Array(content.utf8))
            let hash = try await file.seal()
            // It died before the file had its name.
            let first = try await folder.settle("b.json", unique: "7-1", sha256: hash, bytes: content.utf8.count)
            #expect(first == expected)
            // It died after that.
            let second = try await folder.settle("b.json", unique: "7-1", sha256: hash, bytes: content.utf8.count)
            #expect(second == expected)
            #expect(try names(in: path) == (others ? ["b.2.json", "b.json"] : ["b.json"]))
            #expect(try text(path + "/" + expected) == content)
        }
    }

    @Test("by both names of one file, as a crash between the two steps leaves it, is the job's own")
    func bothNames() async throws {
        try await inFolder { path in
            let folder = OutputFolder(path: path, existing: .fail)
            let file = try await folder.begin("b.json", unique: "7-1")
            try await file.append(Array("abc".utf8))
            let hash = try await file.seal()
            try FileManager.default.linkItem(atPath: path + "/.b.json.7-1.part", toPath: path + "/b.json")
            #expect(try await folder.settle("b.json", unique: "7-1", sha256: hash, bytes: 3) == "b.json")
            #expect(try names(in: path) == ["b.json"])
        }
    }

    @Test("by both names of one file does not give it a third one")
    func bothNamesOfVersion() async throws {
        try await inFolder { path in
            let folder = OutputFolder(path: path, existing: .version)
            _ = try await write("other", to: "b.json", in: folder, unique: "1-1")
            let file = try await folder.begin("b.json", unique: "7-1")
            try await file.append(Array("abc".utf8))
            let hash = try await file.seal()
            try FileManager.default.linkItem(atPath: path + "/.b.json.7-1.part", toPath: path + "/b.2.json")
            #expect(try await folder.settle("b.json", unique: "7-1", sha256: hash, bytes: 3) == "b.2.json")
            #expect(try names(in: path) == ["b.2.json", "b.json"])
        }
    }

    @Test("by a folder fails the job before anything is fetched, and the message names the folder")
    func folder() async throws {
        try await inFolder { path in
            let folder = OutputFolder(path: path)
            let early = try await folder.begin("b", unique: "7-1")
            try FileManager.default.createDirectory(atPath: path + "/b", withIntermediateDirectories: true)
            let late = await #expect(throws: OutputError.self) { try await early.finish() }
            let error = await #expect(throws: OutputError.self) { try await folder.begin("b", unique: "8-1") }
            for error in [late, error] {
                #expect(error?.kind == .taken)
                #expect(error?.description.hasPrefix("The output b cannot be written: a folder has that name.") == true)
            }
            #expect(try names(in: path) == [".b.7-1.part", "b"])
            #expect(
                try await write("x", to: "b", in: OutputFolder(path: path, existing: .version), unique: "9") == "b.2")
        }
    }

    @Test("by another's file does not pass for the job's own", arguments: ExistingOutput.allCases)
    func others(existing: ExistingOutput) async throws {
        try await inFolder { path in
            let folder = OutputFolder(path: path, existing: existing)
            try Data("xyz".utf8).write(to: URL(filePath: path + "/b.json"))
            let hash = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
            #expect(try await folder.settle("b.json", unique: "7-1", sha256: hash, bytes: 3) == nil)
            #expect(try text(path + "/b.json") == "xyz")
        }
    }

    @Test("does not matter to what is kept beside it for the job alone")
    func scratch() async throws {
        try await inFolder { path in
            let folder = OutputFolder(path: path, existing: .fail)
            try Data("xyz".utf8).write(to: URL(filePath: path + "/b.json"))
            let file = try await folder.scratch("b.json", unique: "7-items")
            try await file.append([1])
            await file.leave()
            #expect(try names(in: path) == [".b.json.7-items.part", "b.json"])
            await folder.discard("b.json", unique: "7-items")
            #expect(try names(in: path) == ["b.json"])
        }
    }

    // MARK: Full disks

    @Test("A full disk is told as such, and costs the job no attempt", arguments: [ENOSPC, EDQUOT])
    func full(code: Int32) throws {
        errno = code
        let error = OutputError.system("written", "/out/.b.part")
        #expect(error.kind == .full)
        #expect(error.description.contains("/out/.b.part") && error.description.contains("when there is room"))
        guard case .snooze(let until, let failure?) = error.outcome(now: .distantPast) else {
            Issue.record("it must wait")
            return
        }
        #expect(until == Timestamp.distantPast + .seconds(60) && failure.kind == "diskFull")
    }

    @Test("Other trouble with a file is told in the system's words, and tried again")
    func trouble() {
        errno = EACCES
        let error = OutputError.system("opened", "/out/b")
        #expect(error.description.contains("Permission denied"))
        guard case .retry(let failure) = error.outcome(now: .distantPast) else {
            Issue.record("it must be tried again")
            return
        }
        #expect(failure.kind == "output")
    }
}
