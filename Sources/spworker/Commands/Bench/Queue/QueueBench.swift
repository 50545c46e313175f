import Foundation
import JobModel
import JobStore
import Ports
import Synchronization

/// Measures the bare loop and the queue in turn, round by round, in a temporary folder.
struct QueueBench: Sendable {
    private let composition: Composition
    private let plan: QueueBenchPlan

    init(_ composition: Composition, plan: QueueBenchPlan) {
        self.composition = composition
        self.plan = plan
    }

    /// Measures everything, in a new folder inside `parent`, which is removed afterwards. Says each round as it ends.
    ///
    /// - Parameter parent: A folder on the disk to measure; the system's temporary folder when it is `nil`.
    /// - Throws: `Failure`, `StoreError`, `CancellationError`.
    func run(in parent: String?) async throws -> QueueBenchReport {
        let parent = parent.map { URL(filePath: $0).absoluteURL } ?? FileManager.default.temporaryDirectory
        return try await BenchFolder.with("spworker-bench-\(composition.random.identifier().prefix(8))", in: parent) {
            folder in
            var figures = QueueFigures(jobs: plan.jobs)
            for number in 1...plan.rounds {
                let round = try await round(number, in: folder)
                figures.rounds.append(round)
                if !composition.console.isJSON {
                    composition.console.line(
                        "round \(number) of \(plan.rounds): \(QueueBenchReport.text(of: round, in: figures))")
                }
            }
            return QueueBenchReport(
                plan: plan, figures: figures, runsPerSeller: composition.benchRules.perAuthorization,
                directory: parent.path, cores: composition.cores, sqlite: RawConnection.version)
        }
    }

    /// Each measurement has a folder of its own, gone before the next one: none has to share memory or disk with old files.
    private func round(_ number: Int, in folder: URL) async throws -> QueueFigures.Round {
        let raw = try await BenchFolder.with("raw-\(number)", in: folder) { try await measureRaw(in: $0) }
        let queue = try await BenchFolder.with("queue-\(number)", in: folder) { try await measureQueue(in: $0) }
        return QueueFigures.Round(raw: raw, enqueue: queue.enqueue, work: queue.work)
    }

    private func measureRaw(in folder: URL) async throws -> Duration {
        let loop = RawQueueLoop(jobs: plan.jobs, timekeeper: composition.timekeeper)
        let stop = StopFlag()
        return try await withTaskCancellationHandler {
            try await Offload.run { try loop.run(at: folder.appending(path: "raw.db").path) { stop.isRaised } }
        } onCancel: {
            stop.raise()
        }
    }

    private func measureQueue(in folder: URL) async throws -> QueueLoad.Times {
        let load = QueueLoad(
            plan: plan, worker: WorkerID(composition.random.identifier()), timekeeper: composition.timekeeper)
        return try await composition.withBenchStore(at: folder.appending(path: "queue.db").path) {
            try await load.run(on: $0)
        }
    }
}

/// Tells a loop on another thread to stop.
private final class StopFlag: Sendable {
    private let flag = Mutex(false)

    var isRaised: Bool { flag.withLock { $0 } }

    func raise() { flag.withLock { $0 = true } }
}
