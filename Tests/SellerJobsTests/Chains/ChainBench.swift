import Foundation
import JobModel
import JobStore
import JobStoreTesting
import Logging
import OperationCatalogue
import Synchronization
import Worker

@testable import SellerJobs

/// A definition `orders` whose success is followed by `items`: a store in memory, and workers that live as long as a test
/// lets them.
struct ChainBench {
    struct Stuck: Error {}

    /// Makes a job for any item, unless told otherwise.
    struct Book: ChainBook {
        var target: ChainTarget = .ready { item, occasion throws(JobRejection) in
            guard let id = item.text(of: nil) else { throw JobRejection("There is no item.") }
            if id.contains("{") { throw JobRejection("{item} stands for a text with braces.") }
            var job = ChainBench.job("items")
            job.scheduledAt = occasion.scheduledAt
            job.parameters =
                JSONValue.object(["id": .string(id), "sku": item.text(of: "sku").map { .string($0) } ?? .null])
                .text
            return job
        }
        /// What the definition `orders` says by now.
        var limit: Int?

        func limit(of definition: String, running next: String) async -> Int? { limit }

        func target(_ next: String, after definition: String, for key: AuthorizationKey) async -> ChainTarget {
            target
        }
    }

    /// Succeeds with a given result, or at once.
    private struct Source: JobKind {
        let name = "source"
        let result: JobResult

        func admit(_ request: JobRequest, now: Timestamp) throws(JobRejection) -> Admission {
            throw JobRejection("Nobody asks for this.")
        }

        func run(_ job: ClaimedJob, in context: RunContext) async -> Outcome {
            .succeeded(job.operation == "orders" ? result : JobResult(status: 200))
        }
    }

    static let key = AuthorizationKey(application: "main", seller: "acme", region: "EU")
    static let orders = ScheduleKey(definition: "orders", seller: "acme", region: "EU")
    static let items = ScheduleKey(definition: "items", seller: "acme", region: "EU")

    let clock = VirtualTimekeeper()
    let store: MemoryJobStore
    let folder = NSTemporaryDirectory() + "/spworker-chain-\(UUID().uuidString)"
    var book = Book()
    var result = JobResult(status: 200)

    init(inline: String) {
        self.init(JobResult(status: 200, bytes: inline.utf8.count, inline: inline))
    }

    /// The result is a file with the text.
    init(file text: String) throws {
        self.init(JobResult(status: 200, bytes: text.utf8.count, path: "orders/out.ndjson"))
        try FileManager.default.createDirectory(atPath: folder + "/orders", withIntermediateDirectories: true)
        try Data(text.utf8).write(to: URL(filePath: folder + "/orders/out.ndjson"))
    }

    init(_ result: JobResult) {
        let clock = clock
        store = MemoryJobStore { Timestamp(microseconds: clock.wallMicroseconds()) }
        self.result = result
    }

    var now: Timestamp { Timestamp(microseconds: clock.wallMicroseconds()) }

    static func job(_ operation: String) -> NewJob {
        NewJob(
            kind: "source", lane: LaneKey(authorization: key, operation: operation),
            plan: LanePlan(rate: 1000, burst: 1000), authorization: key, operation: operation)
    }

    /// Plans both definitions and puts the first job in.
    func begin(_ order: ChainOrder) async throws {
        let job = Self.job("orders")
        try await store.planSchedules(
            [
                SchedulePlan(
                    key: Self.orders, application: "main", signature: "", nextFireAt: nil, chain: order.text),
                SchedulePlan(key: Self.items, application: "main", signature: "", nextFireAt: nil),
            ], complete: nil)
        _ = try await store.fireByHand(Self.orders, job: job, actor: "test")
    }

    /// Works until nothing is left to do, or the process dies.
    func live(over store: SeveredStore? = nil, seed: UInt64 = 1) async throws {
        let store: any JobStore = store ?? SeveredStore(self.store, cut: nil)
        let kinds: [any JobKind] = [
            Source(result: result), ChainKind(store: store, output: OutputFolder(path: folder, minFree: 0), book: book),
        ]
        let engine = WorkerEngine(
            store: store, kinds: kinds, admit: { _, _ in .rejected("none") },
            options: WorkerOptions(concurrency: 8, stopsWhenDrained: true), timekeeper: clock,
            random: SeededRandom(seed: seed), logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
        let ends = Diary<Bool>()
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask {
                defer { ends.write(true) }
                try await engine.run()
            }
            var steps = 0
            while ends.entries.isEmpty {
                for _ in 0..<12 { await Task.yield() }
                clock.advance(by: .milliseconds(25))
                steps += 1
                guard steps < 200_000 else { throw Stuck() }
            }
            do { try await group.waitForAll() } catch is ProcessDied {}
        }
    }

    /// Runs the definition and all that follows; returns the chain's job.
    func play(_ order: ChainOrder) async throws -> JobRow {
        try await begin(order)
        try await live()
        return try await chain()
    }

    /// The one job of the kind `chain`.
    func chain() async throws -> JobRow {
        let jobs = try await store.jobs(matching: JobFilter(kind: ChainJob.kind, limit: 10))
        guard jobs.count == 1 else { throw Stuck() }
        return jobs[0].row
    }

    /// The parameter `id` of the jobs that followed, oldest first.
    func ids() async throws -> [String] {
        try await members("id")
    }

    func members(_ name: String) async throws -> [String] {
        var found: [String] = []
        for record in try await store.jobs(matching: JobFilter(operation: "items", limit: 100_000)).reversed() {
            let text = try await store.job(record.row.id)?.content?.parameters ?? "{}"
            found.append(try JSONValue(parsing: text.utf8)[name]?.string ?? "none")
        }
        return found
    }

    func close() { try? FileManager.default.removeItem(atPath: folder) }
}

extension ChainOrder {
    /// `items` for each order of a line, by its member `orderId`.
    static func each(_ item: String? = "orderId", limit: Int = 10_000) -> ChainOrder {
        ChainOrder(run: "items", isForEach: true, item: item, limit: limit)
    }
}
