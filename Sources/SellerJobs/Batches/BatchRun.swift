import JobModel
import JobStore
import Logging
import OperationCatalogue
import Ports
import Secrets
import SellingPartner
import Worker

/// One run of a job whose call is a batch: items that Amazon refused for now are sent again by later runs, and only
/// they.
///
/// A run makes one call. When items are left, the run counts as a failed attempt: the next comes after the usual pause,
/// and with the last attempt they have failed. What Amazon said of each item is written down before the next call is
/// made, and its last word on each is joined to one answer in the end. The job succeeds when any item did, and fails
/// when all failed.
struct BatchRun: Sendable {
    /// Larger answers are refused: one is held in memory.
    static let largestAnswer = 64 << 20

    let caller: JobCaller
    let operation: Operation
    let parameters: [String: JSONValue]
    let request: BatchRequest
    /// Keeps the joined answer.
    let results: RequestResult

    private var job: ClaimedJob { caller.job }
    private var context: RunContext { caller.context }

    private var memory: BatchMemory {
        BatchMemory(
            output: results.output, unique: "\(job.id)-items",
            path: (results.template ?? .standard).path(for: job, now: context.now), isRestricted: results.isConfidential
        )
    }

    /// Makes the next call, or ends what an earlier run has left.
    ///
    /// - Throws: `InvalidCall`, `RunLost`, `CancellationError` and the store's errors.
    func outcome() async throws -> Outcome {
        let outcome: Outcome
        do {
            outcome = try await unguarded()
        } catch let error as OutputError {
            outcome = error.outcome(now: context.now)
        }
        // Entries may repeat what was sent.
        return outcome.redacted { caller.services.keeper.redactor.redact($0) }
    }

    private func unguarded() async throws -> Outcome {
        var last = BatchCheckpoint(job.checkpoint)
        if case .ended(let result, _)? = last {
            if try await isThere(result) {
                await memory.forget(last)
                return .succeeded(result)
            }
            await memory.forget(last)
            if let outcome = try await lost(OutputError("The output file has been changed or is gone.")) {
                return outcome
            }
            last = nil
        }
        let known: [Int: [UInt8]]
        do {
            known = try await memory.recall(last)
        } catch let error as OutputError where error.isIncomplete {
            await memory.forget(last)
            if let outcome = try await lost(error) { return outcome }
            (known, last) = ([:], nil)
        }
        let items = BatchItems(request, mayRepeat: mayRepeat, entries: known)
        guard !items.waiting.isEmpty else { return try await end(items, fresh: [], last) }
        return try await call(items, last)
    }

    /// Whether the file of a result that was kept is still what it was.
    private func isThere(_ result: JobResult) async throws -> Bool {
        guard let path = result.path else { return true }
        return try await results.output.checksum(of: path) == result.sha256
    }

    /// Whether items may be sent again that may have taken effect.
    private var mayRepeat: Bool {
        if operation.repetition == .safe { return true }
        let call = DoubtfulCall(
            operation: operation, parameters: parameters, body: request.body, sentAt: context.now)
        if case .again = Lookups.way(of: call, now: context.now) { return true }
        return false
    }

    /// What was known of the items is gone: harmless calls are made again, the others when a person says so.
    private func lost(_ error: OutputError) async throws -> Outcome? {
        guard operation.repetition != .safe else {
            context.logger.warning("All items of a batch are sent again.", metadata: ["reason": "\(error)"])
            return nil
        }
        try await context.checkpoint(Checkpoint(text: nil, isStep: false, isDurable: true))
        return .quarantine(
            JobFailure(
                kind: "output",
                message:
                    "What became of the items of the batch is not known any more. \(error) Look which of them took "
                    + "effect; 'spworker jobs retry ID --yes' sends them all again."))
    }

    // MARK: The call

    private func call(_ known: BatchItems, _ last: BatchCheckpoint?) async throws -> Outcome {
        var caller = caller
        caller.kept = last?.text
        let numbers = known.waiting
        let end = try await caller.make {
            try CallRequest(operation: operation, parameters: parameters, body: request.body(of: numbers))
                .prepared(in: $0)
        }
        let result: CallResult
        switch end {
        case .over(let outcome): return try await ended(outcome, known, last)
        case .answered(let answered): result = answered
        }
        let body: [UInt8]
        do {
            body = try await result.body.collect(upTo: Self.largestAnswer)
        } catch let error as HTTPTransportError {
            let failure = failure("doubtful", "The answer broke off: \(error.message).", result)
            return operation.repetition == .safe
                ? try await ended(.retry(failure), known, last) : caller.unanswered(failure, operation)
        } catch is CancellationError where operation.repetition != .safe {
            return caller.unanswered(RequestOutcomes.doubt(operation), operation)
        }
        guard let answer = BatchAnswer(body, to: numbers, of: request) else {
            return try await strange(body, result, known, last)
        }
        var items = known
        items.take(answer)
        let fresh = Set(answer.entries.keys)
        let left = items.waiting
        // What was refused for its rate alone has had no effect, and costs no attempt, as with single calls.
        let isThrottled = !left.isEmpty && left.allSatisfy { items.failure(of: $0)?.status == 429 }
        guard !left.isEmpty, !isLastAttempt || isThrottled else {
            let isWhole = known.entries.isEmpty && fresh.count == request.count
            return try await self.end(items, fresh: fresh, last, whole: isWhole ? (body, result.answer?.status) : nil)
        }
        let checkpoint = try await memory.keep(items.entries, fresh: fresh, last: last)
        try await save(checkpoint, items.counts(isOver: false))
        let refusal =
            failure(
                "itemsRefused",
                "\(left.count) of \(request.count) items were refused for now and are sent again. "
                    + items.complaint(of: left), result, status: items.failure(of: left[0])?.status)
        return isThrottled ? .throttled(.lane, refusal) : .retry(refusal)
    }

    private var isLastAttempt: Bool { context.attempt + 1 >= job.maxAttempts }

    /// The answer does not tell what became of the items. That to the first call is kept as it is.
    private func strange(
        _ body: [UInt8], _ result: CallResult, _ known: BatchItems, _ last: BatchCheckpoint?
    ) async throws -> Outcome {
        guard known.entries.isEmpty else {
            if operation.repetition != .safe { try await save(last, known.counts(isOver: false)) }
            return try await ended(
                .retry(failure("unavailable", "The answer does not tell what became of the items.", result)), known,
                last)
        }
        return .succeeded(
            try await results.keep(HTTPBody(body), status: result.answer?.status, job: job, now: context.now))
    }

    /// The call came to nothing. What earlier calls have brought is not lost by it when there will be no other.
    private func ended(_ outcome: Outcome, _ items: BatchItems, _ last: BatchCheckpoint?) async throws -> Outcome {
        guard !items.entries.isEmpty else { return outcome }
        switch outcome {
        case .retry(let failure) where isLastAttempt: warn(failure)
        // A batch of only such items may be refused as a whole.
        case .fail(let failure) where failure.kind == "rejected" || failure.kind == "notFound": warn(failure)
        default: return outcome
        }
        return try await end(items, fresh: [], last)
    }

    private func warn(_ failure: JobFailure) {
        context.logger.warning(
            "The rest of a batch could not be sent again; its items keep their last answers.",
            metadata: ["reason": "\(caller.services.keeper.redactor.redact(failure.message))"])
    }

    // MARK: The end

    /// Nothing is sent any more: keeps the joined answer.
    ///
    /// - Parameter whole: The answer itself and its status, where there was only one.
    private func end(
        _ items: BatchItems, fresh: Set<Int>, _ last: BatchCheckpoint?, whole: (body: [UInt8], status: Int?)? = nil
    ) async throws -> Outcome {
        let counts = items.counts(isOver: true)
        guard counts.succeeded > 0 else { return try await failed(items, counts, last) }
        var checkpoint = last
        // A harmless call with a single answer could be made again.
        if whole == nil || operation.repetition != .safe {
            checkpoint = try await memory.keep(items.entries, fresh: fresh, last: last)
        }
        try await save(checkpoint, counts)
        let result = try await results.keep(
            HTTPBody(whole?.body ?? items.document), status: whole?.status ?? operation.successStatus, job: job,
            now: context.now)
        if case .filed(let path, _)? = checkpoint {
            // In this order: the file goes only when nothing needs it.
            let ended = BatchCheckpoint.ended(result, path: path)
            try await save(ended, counts)
            await memory.forget(ended)
        }
        return .succeeded(result)
    }

    /// All items have failed. Reopened by a person, the job sends them all again.
    private func failed(
        _ items: BatchItems, _ counts: BatchItems.Counts, _ last: BatchCheckpoint?
    ) async throws -> Outcome {
        try await save(nil, counts)
        await memory.forget(last)
        let all = Array(0..<request.count)
        let subject = all.count == 1 ? "The only item" : "All \(all.count) items"
        return .fail(
            JobFailure(
                kind: "itemsFailed", message: "\(subject) of the batch failed. \(items.complaint(of: all))",
                status: all.lazy.compactMap { items.failure(of: $0)?.status }.first))
    }

    private func save(_ checkpoint: BatchCheckpoint?, _ counts: BatchItems.Counts) async throws {
        try await context.checkpoint(
            Checkpoint(
                text: checkpoint?.text, progress: counts.progress, isStep: false,
                isDurable: operation.repetition != .safe))
    }

    private func failure(_ kind: String, _ message: String, _ result: CallResult, status: Int? = nil) -> JobFailure {
        JobFailure(
            kind: kind, message: message, status: status ?? result.answer?.status, requestID: result.answer?.requestID)
    }
}
