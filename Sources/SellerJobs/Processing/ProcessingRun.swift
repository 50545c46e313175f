import JobModel
import JobStore
import Logging
import OperationCatalogue
import Ports
import Secrets
import SellingPartner
import Worker

/// One run of a job whose work Amazon does in its own time: does what the machine says, step by step, until something has
/// to be waited for.
///
/// Each call waits for a permit of its own lane, and what it has shown is written down before the next one: a run that
/// dies anywhere is gone on with, and nothing is asked for twice.
struct ProcessingRun<Work: ProcessingWork>: Sendable {
    /// What a step leads to.
    enum Turn: Sendable {
        case on(ProcessingMove)
        /// The run ends here.
        case over(Outcome)
    }

    let caller: JobCaller
    let work: Work

    var job: ClaimedJob { caller.job }
    var context: RunContext { caller.context }
    var services: KindServices { caller.services }
    var terms: ProcessingTerms { work.terms }
    var unit: Double { services.random.unit() }

    /// Larger answers tell of no report.
    static var largestAnswer: Int { 1 << 20 }

    /// Goes on from where the last run stopped.
    ///
    /// - Throws: `InvalidCall`, `RunLost`, `CancellationError` and the store's errors.
    func outcome() async throws -> Outcome {
        try await goOn().redacted { services.keeper.redactor.redact($0) }
    }

    /// How a run ends whose output cannot be written.
    func outcome(of error: OutputError) -> Outcome {
        error.outcome(now: context.now)
    }

    private func goOn() async throws -> Outcome {
        if let outcome = await caller.outOfRoom() { return outcome }
        let last = job.checkpoint.flatMap { ProcessingCheckpoint($0) }
        guard last != nil || job.checkpoint == nil || DoubtNote(job.checkpoint) != nil else {
            return .quarantine(
                JobFailure(
                    kind: "checkpoint",
                    message:
                        "What the job has reached cannot be read: another version may have written it. Cancel it, and "
                        + "enqueue another when Amazon lists no such \(terms.noun)."))
        }
        var machine = ProcessingMachine(work.rules, last)
        var move: ProcessingMove
        if job.isInDoubt {
            switch try await settle(&machine) {
            case .on(let next): move = next
            case .over(let outcome): return outcome
            }
        } else {
            if machine.state.stage == .ended, try await !isSuspect() {
                machine.reopened()
                try await save(machine)
            } else {
                // A job that was reopened by a person may be in another lane still.
                try await caller.move(to: terms.operation(of: machine.state))
            }
            move = machine.next(now: context.now)
        }
        while true {
            try Task.checkCancellation()
            switch try await step(move, &machine) {
            case .on(let next): move = next
            case .over(let outcome): return outcome
            }
        }
    }

    /// Whether the run before died: the job that had come to nothing has not said so yet. Otherwise a person wants it to
    /// go on.
    private func isSuspect() async throws -> Bool {
        try await services.keeper.store.job(job.id)?.row.isSuspect ?? false
    }

    /// Makes one move. A run that ends without the document says what has become of the thing itself.
    private func step(_ move: ProcessingMove, _ machine: inout ProcessingMachine) async throws -> Turn {
        let turn: Turn
        do {
            turn = try await self.turn(move, &machine)
        } catch let error as OutputError {
            turn = .over(outcome(of: error))
        }
        guard case .over(let outcome) = turn, let standing = work.standing(of: machine.state) else { return turn }
        return .over(outcome.explained(standing))
    }

    private func turn(_ move: ProcessingMove, _ machine: inout ProcessingMachine) async throws -> Turn {
        switch move {
        case .search: return try await search(&machine)
        case .upload: return try await upload(&machine)
        case .create: return try await create(&machine)
        case .look(let id): return try await look(id, &machine)
        case .wait(let until): return .over(.snooze(until: until))
        case .judgeCancellation:
            return .on(machine.cancelled(try await work.cancellation(of: machine.state)))
        case .explain(let documentID):
            var explanation: String?
            if let documentID {
                switch try await explain(documentID) {
                case .told(let text): explanation = text
                case .over(let outcome): return .over(outcome)
                }
            }
            return .on(machine.died(explanation, until: try await work.died()))
        case .fetch(let documentID): return try await fetch(documentID, &machine)
        case .join: return try await join(&machine)
        case .publish(let output): return try await publish(output, &machine)
        case .createAgain(let until, let failure):
            try await save(machine)
            var reason = work.failure(failure, of: machine.state)
            reason.message += " It is asked for once more at \(until.iso8601), or soon after."
            return .over(.snooze(until: until, reason))
        case .succeedEmpty:
            try await save(machine)
            return .over(.succeeded(JobResult(bytes: 0)))
        case .fail(let failure):
            // A run that goes on from here, because this one dies, must not ask for another.
            try await save(machine, isStep: false)
            return .over(.fail(work.failure(failure, of: machine.state)))
        }
    }

    /// Writes down what was reached; permits come from the next call's lane from here on.
    func save(_ machine: ProcessingMachine, isStep: Bool = true, isDurable: Bool = false) async throws {
        try await caller.move(
            to: terms.operation(of: machine.state),
            Checkpoint(
                text: machine.state.text, progress: machine.state.progress(idName: terms.idName), isStep: isStep,
                isDurable: isDurable))
    }

    // MARK: Looking

    private func look(_ id: String, _ machine: inout ProcessingMachine) async throws -> Turn {
        let request = CallRequest(operation: terms.looking, parameters: [terms.idName: .string(id)])
        let result: CallResult
        switch try await caller.make({ try request.prepared(in: $0) }) {
        case .over(.fail(let failure)) where failure.status == 404:
            let move = machine.missing(now: context.now, unit: unit)
            if case .wait = move { try await save(machine, isStep: false) }
            return .on(move)
        case .over(let outcome): return .over(outcome)
        case .answered(let answered): result = answered
        }
        let record: JSONValue
        do {
            record = try JSONValue(parsing: try await result.body.collect(upTo: Self.largestAnswer))
        } catch let error as HTTPTransportError {
            return .over(.retry(failure("unavailable", "The answer broke off: \(error.message).", result)))
        } catch let error as DecodingError {
            return .over(.retry(failure("unavailable", "The answer is not valid JSON. \(error)", result)))
        }
        guard let status = record.text(at: "processingStatus") else {
            return .over(.retry(failure("unavailable", "The answer does not tell how far it is.", result)))
        }
        let documentName = status == "FATAL" ? terms.explanationName : terms.documentName
        let sight = ProcessingSight(
            status: status, documentID: record.text(at: documentName), requestID: requestID(result),
            nextToken: record.text(at: "pagination.nextToken"))
        let before = machine.state.stage
        let move = machine.looked(sight, now: context.now, unit: unit)
        try await save(machine)
        if machine.state.stage != before { services.probe.pass(.processingEnded) }
        return .on(move)
    }

    // MARK: Answers

    func requestID(_ result: CallResult) -> String? {
        result.answer?.requestID.map { services.keeper.redactor.redact($0) }
    }

    func failure(_ kind: String, _ message: String, _ result: CallResult) -> JobFailure {
        JobFailure(
            kind: kind, message: message, status: result.answer?.status, requestID: result.answer?.requestID)
    }
}
