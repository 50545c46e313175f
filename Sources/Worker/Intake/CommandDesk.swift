import JobModel
package import JobStore
import Logging
import Ports
import Synchronization

/// Does what a request of another process asks for, and says what came of it.
package typealias CommandHandler = @Sendable (CommandRow) async -> CommandAnswer

/// Answers what other processes ask of this worker.
final class CommandDesk: Sendable {
    private struct Ledger {
        /// Requests that were taken. Those whose answers could not be stored stay here: they are not carried out twice.
        var taken: Set<Int64> = []
        /// Requests whose answers have been stored since the last look.
        var answered: [Int64] = []
    }

    /// The most requests that one look takes.
    private static let batch = 100
    /// How often the store is asked to take an answer.
    private static let tries = 5

    private let worker: WorkerID
    private let handlers: [String: CommandHandler]
    private let store: any JobStore
    private let timekeeper: any Timekeeper
    private let logger: Logger
    private let ledger = Mutex(Ledger())

    /// Opens a desk.
    ///
    /// - Parameter handlers: What the worker can be asked for, by verb.
    init(
        worker: WorkerID, handlers: [String: CommandHandler], store: any JobStore, timekeeper: any Timekeeper,
        logger: Logger
    ) {
        self.worker = worker
        self.handlers = handlers
        self.store = store
        self.timekeeper = timekeeper
        self.logger = logger
    }

    /// Takes the new requests that nobody works on yet; those that waited for too long are given up instead.
    ///
    /// - Returns: The requests, each to be answered with `answer(_:)`, and whether there may be more of them.
    /// - Throws: `StoreError`.
    func takeIn() async throws -> (requests: [CommandRow], mayBeMore: Bool) {
        // Only what had its answer before the look cannot turn up in it.
        let answered = ledger.withLock { $0.answered }
        let rows = try await store.newCommands(for: worker, limit: Self.batch)
        let now = Timestamp(microseconds: timekeeper.wallMicroseconds())
        if rows.contains(where: { $0.isOverdue(at: now) }) { _ = try await store.expireCommands() }
        let requests = ledger.withLock { ledger in
            ledger.answered.removeAll { answered.contains($0) }
            ledger.taken.subtract(answered)
            return rows.filter { !$0.isOverdue(at: now) && ledger.taken.insert($0.id).inserted }
        }
        return (requests, rows.count == Self.batch)
    }

    /// Does what is asked and stores the answer, also when the task is cancelled meanwhile.
    func answer(_ row: CommandRow) async {
        let answer = await carryOut(row)
        var metadata: Logger.Metadata = ["request": "\(row.verb.prefix(60))", "outcome": "\(answer.status.rawValue)"]
        if case .failed(let reason) = answer { metadata["reason"] = "\(reason)" }
        logger.info("Another process asked for something.", metadata: metadata)
        await store(answer, to: row)
    }

    private func carryOut(_ row: CommandRow) async -> CommandAnswer {
        guard let handler = handlers[row.verb] else {
            let known = handlers.keys.sorted().joined(separator: ", ")
            return .failed("This worker cannot be asked for '\(row.verb.prefix(60))'. It knows: \(known).")
        }
        return await handler(row)
    }

    private func store(_ answer: CommandAnswer, to row: CommandRow) async {
        for attempt in 1...Self.tries {
            do {
                if try await !store.answer(commandID: row.id, answer) {
                    logger.warning("A request had an answer already.", metadata: ["request": "\(row.verb)"])
                }
                ledger.withLock { $0.answered.append(row.id) }
                return
            } catch {
                logger.error(
                    "The answer to another process could not be stored.",
                    metadata: ["request": "\(row.verb)", "reason": "\(error)", "try": "\(attempt)"])
                let pause = RetryPolicy(backoff: .milliseconds(100), maxBackoff: .seconds(5))
                    .bound(afterFailures: attempt)
                // The worker ends: there is no time for another try.
                do { try await timekeeper.sleep(for: pause) } catch { return }
            }
        }
    }
}
