import Foundation
import JobModel
import JobStore
import JobStoreTesting
import Logging
import Testing

@testable import SellerJobs

/// An output directory, a queue that knows what was written there, and a clock that a test moves.
final class PruningBench: Sendable {
    let base = NSTemporaryDirectory() + "/spworker-\(UUID().uuidString)"
    let clock = VirtualTimekeeper()
    let lines = Diary<String>()
    let store: MemoryJobStore
    let folder: OutputFolder
    private let storage: ObjectStore?

    var path: String { base + "/out" }

    init(existing: ExistingOutput = .replace, storage: ObjectStore? = nil, host: String? = nil) throws {
        self.storage = storage
        let clock = clock
        store = MemoryJobStore { Timestamp(microseconds: clock.wallMicroseconds()) }
        folder = OutputFolder(
            path: base + "/out", minFree: 0, existing: existing, objects: storage.map { ObjectOutputs($0) },
            host: host)
        try FileManager.default.createDirectory(atPath: base + "/out", withIntermediateDirectories: true)
    }

    deinit {
        try? FileManager.default.removeItem(atPath: base)
    }

    // MARK: Writing

    /// Lets a job write outputs, and end.
    func write(_ places: String..., text: String = "abc") async throws {
        for place in places {
            try await finish { job in
                let file = try await self.folder.begin(place, unique: "\(job.id)-1")
                try await file.append(Array(text.utf8))
                return [try await file.written(at: try await file.finish().place)]
            }
        }
    }

    /// Says that a job has written something.
    func tell(_ output: WrittenOutput) async throws { try await finish { _ in [output] } }

    private func finish(_ body: (ClaimedJob) async throws -> [WrittenOutput]) async throws {
        let key = Shop.acme
        _ = try await store.enqueue([
            NewJob(
                kind: "request", lane: LaneKey(authorization: key, operation: "op"),
                plan: LanePlan(rate: 10_000, burst: 10_000), authorization: key, operation: "op")
        ])
        let job = try #require(
            try await store.claim(ClaimRequest(worker: WorkerID("w"), limit: 1)).jobs.first)
        let outputs = try await body(job)
        let now = Timestamp(microseconds: clock.wallMicroseconds())
        _ = try await store.finish(
            RunEnd(
                .succeeded(JobResult()), of: job, now: now, policy: RetryPolicy(), unit: 0.5, isDurable: false,
                outputs: outputs))
    }

    // MARK: Pruning

    func advance(days: Int) { clock.advance(by: .seconds(days * 86_400)) }

    /// - Parameter host: The machine that deletes; by default the one that has written.
    func pruner(_ pace: OutputPruner.Pace = .init(), on host: String? = nil) -> OutputPruner {
        let lines = lines
        let other = host.map {
            OutputFolder(path: path, minFree: 0, objects: storage.map { ObjectOutputs($0) }, host: $0)
        }
        return OutputPruner(
            other ?? folder, keepingFor: .seconds(30 * 86_400), store: store, pace: pace, timekeeper: clock,
            logger: Logger(label: "test") { _ in CapturingLog(lines: lines) })
    }

    // MARK: Looking

    /// Everything below the base, folders too.
    func list() throws -> [String] { try FileManager.default.subpathsOfDirectory(atPath: base).sorted() }

    /// The locations that the store still knows, the oldest first.
    func known() async -> [String] {
        await store.outputs(writtenBefore: Timestamp(microseconds: .max), after: .start, limit: 1000).map(\.location)
    }
}
