import JobModel
import OperationCatalogue

/// How a job goes on whose work Amazon does in its own time: what is to be done next, and what each answer changes. Pure.
///
/// Something is asked for (after a look whether it is there already), looked at until Amazon has ended, and its document
/// fetched. When it comes to nothing for a reason that passes, another is asked for once, late.
struct ProcessingMachine: Sendable, Hashable {
    /// What differs from job to job.
    struct Rules: Sendable, Hashable {
        /// Whether, and why, it is looked for before it is asked for.
        enum Search: Sendable, Hashable {
            /// It is not.
            case none
            /// One that is there will do.
            case first
            /// It is never asked for: one that is there, or nothing.
            case only
        }

        var search = Search.none
        /// Whether the job fails when there is no data.
        var failsWhenEmpty = false
        /// Whether something that is done without a document has no data.
        var mayLackDocument = false
        /// Whether Amazon must be brought something before it is asked for.
        var uploads = false
        /// Whether the document that explains a failure is fetched and kept as any other.
        var keepsExplanation = false
        /// How often another is asked for when one came to nothing.
        var mostRetries = ProcessingMachine.mostRetries
        var pace = PollPace()
    }

    /// How often another is asked for when one came to nothing, unless the rules say otherwise.
    static let mostRetries = 1
    /// No pause is longer; one that seems so was written before the clock was set back.
    private static let longestPause = Duration.seconds(25 * 3600)

    let rules: Rules
    var state: ProcessingCheckpoint

    /// Goes on from a checkpoint, or begins.
    init(_ rules: Rules, _ checkpoint: ProcessingCheckpoint? = nil) {
        self.rules = rules
        state = checkpoint ?? ProcessingCheckpoint(stage: Self.beginning(rules))
    }

    static func beginning(_ rules: Rules) -> ProcessingCheckpoint.Stage {
        rules.uploads ? .uploading : rules.search == .none ? .creating : .searching
    }

    /// What a run does that goes on from here.
    func next(now: Timestamp) -> ProcessingMove {
        if let until = state.notBefore, now < until, until - now <= Self.longestPause { return .wait(until: until) }
        if rules.uploads, state.stage == .creating, state.inputID == nil { return .upload }
        return switch (state.stage, state.id, state.documentID, state.output, state.failure) {
        case (.searching, _, _, _, _): .search
        case (.uploading, _, _, _, _): .upload
        case (.joining, _, _, _, _): .join
        case (.polling, let id?, _, _, _): .look(id: id)
        case (.explaining, _, let document, _, _): .explain(documentID: document)
        case (.fetching, _, let document?, _, _): .fetch(documentID: document)
        case (.finishing, _, _, let output?, _): .publish(output)
        case (.ended, _, _, _, let failure?): .fail(failure)
        // A checkpoint of another stage without what belongs to it is not read at all.
        case (.creating, _, _, _, _), (.polling, _, _, _, _), (.fetching, _, _, _, _), (.finishing, _, _, _, _),
            (.ended, _, _, _, _):
            .create
        }
    }

    /// A person has reopened the job, which had come to nothing: what Amazon is still to end is waited for once more, and
    /// another is asked for in place of the rest.
    mutating func reopened() {
        guard state.stage == .ended else { return }
        switch state.failure?.cause {
        case .timedOut, .noDocument:
            state.stage = .polling
            state.failure = nil
            state.since = nil
            state.looks = 0
        case .noData, .tooSoon, .fatal, .missing, .cancelled, .errors, .pageLoop, nil:
            state = state.forgotten(at: Self.beginning(rules))
        }
    }

    // MARK: Getting one

    /// What Amazon is to work on lies there.
    mutating func uploaded(_ id: String, requestID: String?, now: Timestamp) -> ProcessingMove {
        state.inputID = id
        state.stage = .creating
        state.note(ProcessingStep(.documentCreated, at: now, requestID: requestID, id: id))
        state.note(ProcessingStep(.uploaded, at: now, id: id))
        return next(now: now)
    }

    /// It will be asked for with this.
    mutating func use(_ content: String) { state.content = content }

    /// Amazon does not take what it is asked for with, and has done nothing. Returns whether a job that is reopened by a
    /// person has to bring other content, or to begin at the first page.
    mutating func refused() -> Bool {
        guard state.inputID != nil || state.pages.token != nil else { return false }
        state = state.forgotten(at: Self.beginning(rules))
        return true
    }

    /// The search has shown one that will do.
    mutating func found(_ id: String, _ sight: ProcessingSight, now: Timestamp, unit: Double) -> ProcessingMove {
        begin(id, .joined, sight.requestID, now)
        return looked(sight, now: now, unit: unit)
    }

    /// The search has shown none.
    mutating func foundNone(now: Timestamp) -> ProcessingMove {
        state.search = SearchTrail()
        guard rules.search != .only else { return empty() }
        state.stage = .creating
        return next(now: now)
    }

    /// Amazon has been asked for one.
    ///
    /// - Parameter wasFound: Whether that was found out later, since the answer was lost.
    mutating func created(
        _ id: String, requestID: String? = nil, wasFound: Bool = false, now: Timestamp, unit: Double
    ) -> ProcessingMove {
        begin(id, wasFound ? .joined : .created, requestID, now)
        let pause = rules.pace.pause(afterLooks: 0, unit: unit)
        state.notBefore = now + pause
        return .wait(until: now + pause)
    }

    private mutating func begin(_ id: String, _ word: ProcessingStep.Word, _ requestID: String?, _ now: Timestamp) {
        state = state.begunAnew(at: .polling)
        state.id = id
        state.since = now
        state.note(ProcessingStep(word, at: now, requestID: requestID, id: id))
    }

    // MARK: Looking

    /// Amazon has said how far it is.
    mutating func looked(_ sight: ProcessingSight, now: Timestamp, unit: Double) -> ProcessingMove {
        state.looks += 1
        state.notBefore = nil
        if state.status != sight.status {
            state.status = sight.status
            if let word = ProcessingStep.Word(status: sight.status) {
                state.note(ProcessingStep(word, at: now, requestID: sight.requestID, id: state.id))
            }
        }
        switch sight.status {
        case "DONE":
            return done(sight)
        case "CANCELLED":
            return .judgeCancellation
        case "FATAL":
            if rules.keepsExplanation, let document = sight.documentID { return fetch(document) }
            state.stage = .explaining
            state.documentID = sight.documentID
            return .explain(documentID: sight.documentID)
        default:
            return waitMore(now: now, unit: unit)
        }
    }

    private mutating func done(_ sight: ProcessingSight) -> ProcessingMove {
        if let next = sight.nextToken, next == state.pages.token || state.pages.count >= PageTrail.most {
            // Followed, it would go round for ever.
            return ended(.pageLoop)
        }
        state.pages.next = sight.nextToken
        if let document = sight.documentID { return fetch(document) }
        if sight.nextToken != nil { return nextPage() }
        if state.pages.bytes > 0 {
            state.stage = .joining
            return .join
        }
        return rules.mayLackDocument ? empty() : ended(.noDocument)
    }

    private mutating func fetch(_ document: String) -> ProcessingMove {
        state.stage = .fetching
        state.documentID = document
        return .fetch(documentID: document)
    }

    /// Amazon does not know it. What was created a moment ago may not show yet.
    mutating func missing(now: Timestamp, unit: Double) -> ProcessingMove {
        guard !state.wasMissing else { return ended(.missing) }
        state.looks += 1
        state.wasMissing = true
        return waitMore(now: now, unit: unit)
    }

    private mutating func waitMore(now: Timestamp, unit: Double) -> ProcessingMove {
        let since = min(state.since ?? now, now)
        guard now - since < rules.pace.giveUpAfter else { return ended(.timedOut(status: state.status)) }
        state.since = since
        let until = min(now + rules.pace.pause(afterLooks: state.looks, unit: unit), since + rules.pace.giveUpAfter)
        state.notBefore = until
        return .wait(until: until)
    }

    // MARK: Coming to nothing

    /// It is known why Amazon ended it without anything.
    mutating func cancelled(_ cause: CancellationCause) -> ProcessingMove {
        switch cause {
        case .noData: empty()
        case .tooSoon(let until): again(.tooSoon, at: until)
        case .calledOff: ended(.cancelled)
        }
    }

    /// Amazon failed.
    ///
    /// - Parameters:
    ///   - explanation: What it says about that.
    ///   - until: When another may be asked for.
    mutating func died(_ explanation: String?, until: Timestamp) -> ProcessingMove {
        again(.fatal(explanation: explanation), at: until)
    }

    private mutating func again(_ cause: ProcessingFailure.Cause, at until: Timestamp) -> ProcessingMove {
        guard rules.search != .only, state.retries < rules.mostRetries else { return ended(cause) }
        let failure = failure(cause)
        state = state.begunAnew(at: .creating)
        state.retries += 1
        state.notBefore = until
        return .createAgain(at: until, failure)
    }

    private mutating func empty() -> ProcessingMove {
        guard !rules.failsWhenEmpty else { return ended(.noData) }
        state.isEmpty = true
        return .succeedEmpty
    }

    /// The job cannot succeed, although Amazon has ended.
    mutating func failed(_ cause: ProcessingFailure.Cause) -> ProcessingMove { ended(cause) }

    private mutating func ended(_ cause: ProcessingFailure.Cause) -> ProcessingMove {
        let failure = failure(cause)
        state.stage = .ended
        state.failure = failure
        return .fail(failure)
    }

    private func failure(_ cause: ProcessingFailure.Cause) -> ProcessingFailure {
        ProcessingFailure(cause: cause, id: state.id)
    }

    // MARK: The document

    /// The address of the document has come, and it will lie under `path`.
    mutating func addressed(_ documentID: String, path: String, requestID: String?, now: Timestamp) {
        state.path = path
        state.note(ProcessingStep(.document, at: now, requestID: requestID, id: documentID))
    }

    /// The whole document is fetched. Without an output it is small, and goes with the job.
    mutating func downloaded(_ output: ProcessingCheckpoint.Output?, now: Timestamp) {
        state.note(ProcessingStep(.downloaded, at: now, id: state.documentID))
        guard let output else {
            stored(now: now)
            return
        }
        state.output = output
        state.stage = .finishing
    }

    /// What the document says.
    mutating func read(_ figures: [String: JSONValue]) { state.figures = figures }

    /// It lies where it belongs.
    ///
    /// - Parameter place: Where that is; `nil` when it goes with the job.
    mutating func stored(at place: String? = nil, now: Timestamp) {
        state.place = place
        state.note(ProcessingStep(.stored, at: now))
    }

    /// The complete output is gone: the document is fetched once more.
    mutating func lost(now: Timestamp) -> ProcessingMove {
        if state.pages.bytes > 0 { return pagesLost(now: now) }
        state.output = nil
        state.stage = .fetching
        return next(now: now)
    }
}
