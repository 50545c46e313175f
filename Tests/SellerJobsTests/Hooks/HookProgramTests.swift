import Foundation
import JobStore
import JobStoreTesting
import Testing

@testable import SellerJobs

@Suite("A program that is told", .timeLimit(.minutes(5)))
struct HookProgramTests {
    /// A folder with a script in it.
    private final class Folder {
        let path: String

        init(_ script: String) throws {
            path =
                FileManager.default.temporaryDirectory.resolvingSymlinksInPath()
                .appending(path: "spworker-hook-\(UUID().uuidString)").path
            try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
            let attributes: [FileAttributeKey: Any] = [.posixPermissions: NSNumber(value: 0o700)]
            guard
                FileManager.default.createFile(
                    atPath: path + "/notify.sh", contents: Data("#!/bin/sh\n\(script)\n".utf8), attributes: attributes)
            else { throw CocoaError(.fileWriteUnknown) }
        }

        func text(_ name: String) throws -> String { try String(contentsOfFile: "\(path)/\(name)", encoding: .utf8) }

        deinit { try? FileManager.default.removeItem(atPath: path) }
    }

    private func told(_ folder: Folder, _ words: [String] = ["./notify.sh"]) async throws -> String? {
        let target = HookTarget(.exec(words))
        let bench = HookBench([.onRevoked: [target]], folder: folder.path)
        try await bench.revoke("acme")
        return try await bench.sender.send(bench.notice(), to: target)
    }

    @Test("reads the notice, runs in the configuration's folder, and sees no variable but the harmless ones")
    func run() async throws {
        let folder = try Folder("cat > told.json; pwd > folder; env > variables; printf '%s' \"$1\" > argument")
        #expect(try await told(folder, ["./notify.sh", "a b; $HOME"]) == nil)
        let json = try folder.text("told.json")
        #expect(json.hasPrefix("{") && json.contains(#""seller":"acme""#))
        #expect(try folder.text("folder") == folder.path + "\n")
        #expect(try folder.text("argument") == "a b; $HOME", "no shell comes between")
        let names = Set(
            try folder.text("variables").split(separator: "\n").compactMap { $0.split(separator: "=").first })
        // The shell adds some of its own.
        #expect(
            names.subtracting(["PWD", "OLDPWD", "SHLVL", "_"]) == [
                "PATH", "HOME", "SPWORKER_HOOK", "SPWORKER_EVENT_ID",
            ])
        #expect(try folder.text("variables").contains("SPWORKER_EVENT_ID=1-1767225600000000\n"))
    }

    @Test("has been told when it ends with 0, also when it does not care to read")
    func careless() async throws {
        #expect(try await told(Folder("exec < /dev/null; exit 0")) == nil)
    }

    @Test("has not been told when it ends otherwise, or cannot begin")
    func failures() async throws {
        #expect(try await told(Folder("exit 3")) == "it ended with exit code 3")
        #expect(try await told(Folder("kill -9 $$")) == "it was ended by signal 9")
        let missing = try await told(Folder(""), ["./nothing.sh"])
        #expect(missing?.hasPrefix("it cannot be started: ") == true, "\(missing ?? "-")")
        let unknown = try await told(Folder(""), ["spworker-no-such-program"])
        #expect(unknown?.hasPrefix("it cannot be started: it was not found") == true, "\(unknown ?? "-")")
    }

    @Test("is killed after half a minute with all that it has started")
    func killed() async throws {
        let folder = try Folder("exec 3> pipe; echo ready >&3; sleep 600 & sleep 600")
        let pipe = folder.path + "/pipe"
        #expect(mkfifo(pipe, 0o600) == 0)
        let target = HookTarget(.exec(["./notify.sh"]))
        let bench = HookBench([.onRevoked: [target]], folder: folder.path)
        try await bench.revoke("acme")
        let notice = try await bench.notice()
        async let reason = bench.sender.send(notice, to: target)
        let reader = try await blocking { try FileHandle(forReadingFrom: URL(filePath: pipe)) }
        #expect(try await blocking { try reader.read(upToCount: 6) } == Data("ready\n".utf8))
        await bench.clock.waitForSleepers(1)
        bench.clock.advance(by: .seconds(30))
        #expect(try await reason == "it took longer than 30 s")
        // The pipe ends when nobody is left who could write into it.
        #expect(try await blocking { try reader.readToEnd() ?? Data() }.isEmpty)
    }

    /// Runs what blocks where nobody else waits.
    private func blocking<Value: Sendable>(_ body: @escaping @Sendable () throws -> Value) async throws -> Value {
        try await withCheckedThrowingContinuation { continuation in
            DispatchQueue.global().async { continuation.resume(with: Result { try body() }) }
        }
    }
}
