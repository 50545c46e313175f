import JobModel
import JobStore
import OperationCatalogue
import Overview
import Ports

/// Asks workers for something, through the queue, and waits for their answers.
struct WorkerRequests: Sendable {
    private let session: QueueSession
    /// Who held the worker's lock in the beginning.
    private let holder: String
    /// The workers that live.
    let workers: [WorkerRow]

    /// How often it looks for an answer, in real time.
    private static let pause = Duration.milliseconds(50)
    /// After so many looks it makes sure that the worker is still there.
    private static let looksBetweenChecks = 10

    /// Finds the workers that can be asked.
    ///
    /// - Throws: `Failure` with code `no` when there is none.
    init(_ session: QueueSession) async throws {
        self.session = session
        guard let holder = try await session.lockHolder() else {
            throw Failure(.no, "error: no worker is running. Start one with 'spworker run'.")
        }
        self.holder = holder
        let now = session.composition.now
        workers = try await session.store.workers().filter { $0.leaseUntil >= now }
        if workers.isEmpty {
            throw Failure(
                .no,
                "error: the worker\(holder.isEmpty ? "" : " (\(holder.plain))") is starting, or has not been heard of "
                    + "in time. 'spworker status' tells more.")
        }
    }

    /// Asks every worker at once.
    ///
    /// - Parameter deed: What the history tells of the request; nothing unless it is told.
    func askAll(
        _ verb: String, argument: JSONValue = .object([:]),
        telling deed: @escaping @Sendable (WorkerRow) -> Deed? = { _ in nil }
    ) async throws -> [WorkerReply] {
        try await withThrowingTaskGroup(of: (Int, WorkerReply).self) { group in
            for (index, worker) in workers.enumerated() {
                group.addTask { (index, try await ask(worker, verb, argument: argument, telling: deed(worker))) }
            }
            var replies: [Int: WorkerReply] = [:]
            for try await (index, reply) in group { replies[index] = reply }
            return workers.indices.compactMap { replies[$0] }
        }
    }

    /// Asks whichever worker comes first.
    func askOne(_ verb: String, argument: JSONValue) async throws -> WorkerReply {
        guard let worker = workers.first else { throw Failure(.no, "error: no worker is running.") }
        return try await ask(worker, verb, argument: argument)
    }

    private func ask(
        _ worker: WorkerRow, _ verb: String, argument: JSONValue, telling deed: Deed? = nil
    ) async throws -> WorkerReply {
        let store = session.store
        let timekeeper = session.composition.timekeeper
        let id = try await store.ask(verb, argument: argument.text, of: worker.id, telling: deed)
        let start = timekeeper.monotonic()
        var looks = 0
        while true {
            looks += 1
            let isOver = timekeeper.monotonic() - start >= CommandRow.lifetime
            if isOver { _ = try await store.expireCommands() }
            // Before the look: a worker that has gone by then has given its answer, or never will.
            let isChecked = looks % Self.looksBetweenChecks == 0
            let isGone = isChecked ? try await hasGone([worker]) : false
            guard let row = try await store.command(id) else { return WorkerReply(worker, .gone) }
            switch row.status {
            case .done: return WorkerReply(worker, .done, answer: .stored(row.answer))
            case .failed: return WorkerReply(worker, .failed, answer: .stored(row.answer))
            case .expired: return WorkerReply(worker, .expired)
            case .new where isOver: return WorkerReply(worker, .expired)
            case .new where isGone: return WorkerReply(worker, .gone)
            case .new: break
            }
            try await timekeeper.sleep(for: Self.pause * max(1, session.composition.timeScale))
        }
    }

    /// Whether the workers of the beginning have ended; another one may have come.
    func hasGone() async throws -> Bool { try await hasGone(workers) }

    private func hasGone(_ workers: [WorkerRow]) async throws -> Bool {
        guard session.store.isShared else { return try await session.lockHolder() != holder }
        let now = session.composition.now
        let alive = Set(try await session.store.workers().filter { $0.leaseUntil >= now }.map(\.id))
        return workers.allSatisfy { !alive.contains($0.id) }
    }
}

/// What came of asking one worker.
struct WorkerReply: Sendable {
    /// How it ended.
    enum Outcome: String {
        case done, failed
        /// No answer came in time.
        case expired
        /// The worker ended before it answered.
        case gone
    }

    let worker: WorkerRow
    let outcome: Outcome
    /// The answer's JSON object; `null` without an answer.
    let answer: JSONValue

    init(_ worker: WorkerRow, _ outcome: Outcome, answer: JSONValue = .null) {
        self.worker = worker
        self.outcome = outcome
        self.answer = answer
    }

    /// Why it was not done; `nil` when it was.
    var problem: String? {
        switch outcome {
        case .done: nil
        case .failed: answer["reason"]?.string ?? "no reason was given"
        case .expired:
            "the worker did not answer within \(CommandRow.lifetime.rough); look at its log, and at 'spworker status'"
        case .gone: "the worker ended before it answered"
        }
    }

    /// The reply as programs read it.
    var json: JSONValue {
        .object([
            "id": .string(worker.id.value), "host": .string(worker.host), "pid": .count(worker.pid),
            "outcome": .string(outcome.rawValue), "reason": .text(problem),
        ])
    }
}
