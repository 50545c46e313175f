import Foundation
import JobModel
import Testing

@testable import SellerJobs

@Suite("Checkpoints of batches")
struct BatchCheckpointTests {
    private static let all: [BatchCheckpoint] = [
        .held([0: Array(#"{"a":"\"é\""}"#.utf8), 12: Array("1.10".utf8)]), .held([:]),
        .filed(path: "a/b.json", bytes: 5_000_000_000),
        .ended(JobResult(status: 207, bytes: 9, sha256: "ab", path: "a/b.json"), path: "c"),
        .ended(JobResult(bytes: 2, inline: "{}"), path: "c"),
    ]

    @Test("A checkpoint is read as it was written", arguments: all)
    func roundTrip(checkpoint: BatchCheckpoint) {
        #expect(BatchCheckpoint(checkpoint.text) == checkpoint)
    }

    @Test("It is found in the note of a call in doubt, which has taken its place", arguments: all)
    func inNote(checkpoint: BatchCheckpoint) {
        let note = DoubtNote(sentAt: Timestamp(microseconds: 1_767_225_600_000_000), kept: checkpoint.text)
        #expect(DoubtNote(note.text) == note)
        #expect(BatchCheckpoint(note.text) == checkpoint)
    }

    @Test(
        "Other texts are none",
        arguments: [
            nil, "", "{}", "null", #"{"sentAt":"2026-01-01T00:00:00Z"}"#, #"{"pages":1,"items":2}"#, #"{"batch":{}}"#,
            #"{"batch":{"entries":{"x":"1"}}}"#,
        ] as [String?])
    func others(text: String?) {
        #expect(BatchCheckpoint(text) == nil)
    }

    // MARK: What is kept where

    private func withMemory(isRestricted: Bool = false, _ body: (BatchMemory, String) async throws -> Void) async throws
    {
        let path = NSTemporaryDirectory() + "/spworker-\(UUID().uuidString)"
        defer { try? FileManager.default.removeItem(atPath: path) }
        try await body(
            BatchMemory(
                output: OutputFolder(path: path, minFree: 0), unique: "7-items", path: "a/out.json",
                isRestricted: isRestricted), path)
    }

    private func entry(_ letter: Character, _ count: Int) -> [UInt8] {
        Array(#""\#(String(repeating: letter, count: count))""#.utf8)
    }

    @Test("Small entries stay with the job, and those of people's data never do")
    func small() async throws {
        try await withMemory { memory, path in
            let held = try await memory.keep([0: entry("a", 10)], fresh: [0], last: nil)
            #expect(held == .held([0: entry("a", 10)]))
            #expect(try await memory.recall(held) == [0: entry("a", 10)])
            #expect(!FileManager.default.fileExists(atPath: path))
        }
        try await withMemory(isRestricted: true) { memory, _ in
            let filed = try await memory.keep([0: entry("a", 10)], fresh: [0], last: nil)
            #expect(filed == .filed(path: "a/out.json", bytes: 15))
        }
    }

    @Test("Large entries go to a file, what changes is added, and what no checkpoint counts is cut off")
    func large() async throws {
        try await withMemory { memory, path in
            var entries = [0: entry("a", 20_000), 1: entry("b", 5)]
            let first = try await memory.keep(entries, fresh: [0, 1], last: nil)
            #expect(try await memory.recall(first) == entries)
            entries[1] = entry("c", 6)
            let second = try await memory.keep(entries, fresh: [1], last: first)
            #expect(try await memory.recall(second) == entries)
            #expect(second == .filed(path: "a/out.json", bytes: 20_005 + 10 + 11))
            entries[1] = entry("b", 5)
            #expect(try await memory.recall(first) == entries)
            let error = await #expect(throws: OutputError.self) { try await memory.recall(second) }
            #expect(error?.isIncomplete == true)
            await memory.forget(second)
            #expect(try FileManager.default.contentsOfDirectory(atPath: "\(path)/a").isEmpty)
        }
    }
}
