import JobModel
import JobStore
import JobStoreTesting
import Logging
import Metrics
import Ports
import Synchronization
import Testing
import Worker

/// A worker over a store in memory and a clock that only moves when told to.
struct WorkerBench {
    struct Stuck: Error {}

    let clock = VirtualTimekeeper()
    let store: MemoryJobStore

    init(rules: QueueRules = QueueRules()) {
        let clock = clock
        store = MemoryJobStore(rules: rules) { Timestamp(microseconds: clock.wallMicroseconds()) }
    }

    var now: Timestamp { Timestamp(microseconds: clock.wallMicroseconds()) }

    /// - Parameters:
    ///   - seed: Workers with the same seed have the same name.
    ///   - log: Where the log goes; nowhere when it is `nil`.
    func engine(
        _ kinds: [any JobKind], options: WorkerOptions = WorkerOptions(), store other: (any JobStore)? = nil,
        commands: [String: CommandHandler] = [:], seed: UInt64 = 7, log: Diary<String>? = nil,
        metrics: any MetricsFactory = NOOPMetricsHandler.instance,
        obstacle: @escaping @Sendable () async -> String? = { nil },
        alsoPrune: @escaping @Sendable () async -> Void = {}
    ) -> WorkerEngine {
        var logger = log.map { CapturingLog.logger($0) } ?? Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        if log == nil { logger.logLevel = .critical }
        let known = Dictionary(uniqueKeysWithValues: kinds.map { ($0.name, $0) })
        return WorkerEngine(
            store: other ?? store, kinds: kinds,
            admit: { row, now in
                do throws(JobRejection) {
                    guard let kind = known[row.kind] else { throw JobRejection("There is no such kind.") }
                    return .accepted(
                        try kind.admit(JobRequest(kind: row.kind, operation: row.operation ?? ""), now: now).job)
                } catch {
                    return .rejected(error.description)
                }
            },
            commands: commands, options: options, timekeeper: clock, random: SeededRandom(seed: seed), logger: logger,
            obstacle: obstacle, alsoPrune: alsoPrune, metrics: metrics)
    }

    /// Moves the clock in small steps until `condition` holds.
    func drive(
        by step: Duration = .milliseconds(25), steps: Int = 40_000, until condition: () async throws -> Bool
    ) async throws {
        for _ in 0..<steps {
            // Everybody who was woken gets a turn before time goes on.
            for _ in 0..<12 {
                if try await condition() { return }
                await Task.yield()
            }
            clock.advance(by: step)
        }
        Issue.record("What the test waits for never came.")
        throw Stuck()
    }

    /// Moves the clock until the job is in the state.
    func drive(_ id: JobID, to state: JobState, by step: Duration = .milliseconds(25)) async throws {
        try await drive(by: step) { try await store.job(id)?.row.state == state }
    }

    /// Works while `body` looks on, and stops at once thereafter.
    func whileRunning(_ engine: WorkerEngine, _ body: () async throws -> Void) async throws {
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await engine.run() }
            try await body()
            engine.stopNow()
            try await group.waitForAll()
        }
    }

    /// Works until the worker ends by itself.
    func runToEnd(
        _ engine: WorkerEngine, by step: Duration = .milliseconds(25), meanwhile body: () async throws -> Void = {}
    ) async throws {
        try await withThrowingTaskGroup(of: Void.self) { group in
            let ended = Flag()
            group.addTask {
                defer { ended.raise() }
                try await engine.run()
            }
            try await body()
            try await drive(by: step) { ended.isRaised }
            try await group.waitForAll()
        }
    }

    func put(_ jobs: NewJob...) async throws -> [JobID] { try await store.enqueue(jobs).map(\.id) }

    func row(_ id: JobID) async throws -> JobRow { try #require(try await store.job(id)).row }
}

/// Something that happened, once and for all.
final class Flag: Sendable {
    private let state = Mutex(false)

    var isRaised: Bool { state.withLock { $0 } }

    func raise() { state.withLock { $0 = true } }
}

/// Things that happened, in order.
final class Diary<Entry: Sendable>: Sendable {
    private let state = Mutex<[Entry]>([])

    var entries: [Entry] { state.withLock { $0 } }

    func write(_ entry: Entry) { state.withLock { $0.append(entry) } }
}

/// Holds runs until it is opened.
final class Gate: Sendable {
    private let passage: AsyncStream<Void>
    private let door: AsyncStream<Void>.Continuation
    private let arrived = Mutex(0)

    init() { (passage, door) = AsyncStream.makeStream() }

    /// How many have come to the gate so far.
    var arrivals: Int { arrived.withLock { $0 } }

    /// Waits until the gate is open; returns early when the task is cancelled.
    func pass() async {
        arrived.withLock { $0 += 1 }
        for await _ in passage {}
    }

    func open() { door.finish() }
}
