import JobModel
import JobStore
import Logging
import OperationCatalogue
import Ports
import SellingPartner
import Worker

/// One run of a job that reads a listing to its end, page by page.
///
/// The order of a page's writes is what makes a crash harmless: its lines go to the file, the file to the disk, and only then
/// the checkpoint counts them. A later run cuts off what no checkpoint counts and goes on with the next page.
struct PagedRun: Sendable {
    /// Larger pages are refused: one is held in memory.
    static let largestPage = 64 << 20
    /// More pages than any listing has: tokens that lead round in a circle end here.
    static let mostPages = 100_000
    /// How often a listing is begun anew because a token of an earlier run had expired, as after a long pause.
    static let mostRestarts = 5

    let caller: JobCaller
    let operation: Operation
    let listing: PagedCall
    let pagination: Pagination
    let template: OutputTemplate

    private var job: ClaimedJob { caller.job }
    private var context: RunContext { caller.context }
    private var output: OutputFolder { caller.services.output }
    private var probe: Probe { caller.services.probe }
    /// Marks the temporary file as this job's, whichever run writes to it.
    private var unique: String { job.id.description }

    /// Reads on from where the last run stopped.
    ///
    /// - Throws: `InvalidCall`, `RunLost`, `CancellationError` and the store's errors.
    func outcome() async throws -> Outcome {
        var state = job.checkpoint.flatMap { PageCheckpoint($0) } ?? PageCheckpoint()
        do {
            if state.finishing != nil {
                if let result = try await finished(state) { return .succeeded(result) }
                state = begunAnew(state, because: "The complete output is gone.")
            }
            let path = state.path ?? template.path(for: job, now: context.now)
            state.path = path
            let file: OutputFile
            do {
                file = try await output.begin(path, unique: unique, keeping: state.bytes)
            } catch let error as OutputError where error.isIncomplete {
                state = begunAnew(state, because: error.description)
                file = try await output.begin(path, unique: unique)
            }
            let outcome = try await read(state, into: file)
            await file.leave()
            return outcome
        } catch let error as OutputError {
            return error.outcome(now: context.now)
        }
    }

    /// Reads pages until the last one, or until something ends the run.
    private func read(_ start: PageCheckpoint, into file: OutputFile) async throws -> Outcome {
        var state = start
        // Whether the token of the next page was given out in this run.
        var isFresh = false
        while true {
            try Task.checkCancellation()
            if let outcome = await caller.outOfRoom() { return outcome }
            let position = state.position == .first ? listing.start : state.position
            switch try await caller.make({ try listing.request(for: position).prepared(in: $0) }) {
            case .over(.fail(let failure)) where position != listing.start && failure.isRejection:
                let allowed = isFresh ? 1 : Self.mostRestarts
                if let outcome = try await tokenRefused(&state, failure, file, allowed) { return outcome }
                isFresh = false
            case .over(let outcome):
                return outcome
            case .answered(let result):
                if let outcome = try await keep(result, position, &state, file) { return outcome }
                isFresh = true
            }
        }
    }

    /// Keeps a page. Returns how the run ends, or `nil` when another page follows.
    private func keep(
        _ result: CallResult, _ position: PagePosition, _ state: inout PageCheckpoint, _ file: OutputFile
    ) async throws -> Outcome? {
        func failure(_ kind: String, _ message: String) -> JobFailure {
            JobFailure(
                kind: kind, message: "Page \(state.pages + 1): \(message)", status: result.answer?.status,
                requestID: result.answer?.requestID)
        }
        let page: AnswerPage
        do {
            page = try AnswerPage(
                try await result.body.collect(upTo: Self.largestPage), at: position, pagination)
        } catch let error as HTTPTransportError {
            guard case .bodyTooLarge = error.reason else {
                return .retry(failure("unavailable", "The answer broke off: \(error.message)."))
            }
            return .fail(failure("tooLarge", "The answer is larger than \(Self.largestPage >> 20) MiB."))
        } catch let fault as JSONSyntax.Fault {
            return .retry(failure("unavailable", "The answer is not valid JSON; \(fault)."))
        }
        if let next = page.next, next == position {
            // Followed, it would go round for ever.
            return .retry(failure("pageLoop", "Amazon gave the token of this same page as that of the next."))
        }
        if page.next != nil, state.pages >= Self.mostPages {
            return .fail(failure("pageLoop", "Amazon's tokens lead to more than \(Self.mostPages) pages."))
        }
        if page.holdsOnlyErrors {
            return .retry(failure("unavailable", "Amazon answered with errors in place of the page."))
        }
        try await file.append(page.lines)
        try await file.sync()
        probe.pass(.pageAppended)
        state.bytes = await file.bytes
        state.pages += 1
        state.items += page.count
        guard let next = page.next else {
            state.position = .first
            state.finishing = try await file.seal()
            if let output = try await file.announced() { context.wrote(output) }
            try await save(state)
            probe.pass(.outputSealed)
            let place = try await file.publish()
            context.wrote(try await file.written(at: place))
            probe.pass(.outputNamed)
            return .succeeded(self.result(of: state, at: place))
        }
        state.position = next
        try await save(state)
        probe.pass(.pageCounted)
        return nil
    }

    private func save(_ state: PageCheckpoint, isStep: Bool = true) async throws {
        try await context.checkpoint(
            Checkpoint(text: state.text, progress: state.progress, isStep: isStep, isDurable: false))
    }

    private func result(of state: PageCheckpoint, at place: String) -> JobResult {
        JobResult(
            status: operation.successStatus, bytes: state.bytes, sha256: state.finishing, path: place,
            pages: state.pages)
    }

    // MARK: Beginning anew

    /// Amazon refused a page's token: it has expired. The listing is begun anew: once when the token was given out in this
    /// run, a few times when it had waited for a plan, a seller or a worker.
    private func tokenRefused(
        _ state: inout PageCheckpoint, _ failure: JobFailure, _ file: OutputFile, _ allowed: Int
    ) async throws -> Outcome? {
        try await file.restart()
        guard state.restarts < allowed else {
            // Reopened by a person, the job begins at the first page.
            try await save(PageCheckpoint(), isStep: false)
            return .fail(
                JobFailure(
                    kind: "pageTokenRefused",
                    message: "The page token was refused again after the listing had been begun anew. "
                        + failure.message,
                    status: failure.status, requestID: failure.requestID))
        }
        state = begunAnew(state, because: "Amazon refused the token of page \(state.pages + 1): it has expired.")
        try await save(state, isStep: false)
        return nil
    }

    private func begunAnew(_ state: PageCheckpoint, because reason: String) -> PageCheckpoint {
        context.logger.warning(
            "A listing is read again from its first page.",
            metadata: ["reason": "\(reason)", "pages": "\(state.pages)"])
        return state.restarted()
    }

    // MARK: After a crash at the very end

    /// The result when all pages had been read and the file was about to get its name, or had just got it.
    private func finished(_ state: PageCheckpoint) async throws -> JobResult? {
        guard let path = state.path, let hash = state.finishing,
            let place = try await output.settle(path, unique: unique, sha256: hash, bytes: state.bytes)
        else { return nil }
        context.wrote(output.written(at: place, sha256: hash, bytes: state.bytes))
        probe.pass(.outputNamed)
        return result(of: state, at: place)
    }
}

extension JobFailure {
    /// Whether the page itself was refused as malformed. A token for it may be refused with the same status.
    fileprivate var isRejection: Bool { kind == "rejected" && status == 400 }
}
