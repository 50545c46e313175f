import JobModel
import JobStore
import OperationCatalogue
import Ports
import Secrets
import SellingPartner
import Worker

/// What is particular to feeds among the jobs whose work Amazon does in its own time.
struct FeedWork: ProcessingWork {
    let caller: JobCaller
    let plan: FeedPlan
    let terms: ProcessingTerms
    let rules: ProcessingMachine.Rules
    let delivery: DocumentDelivery

    /// So many addresses are tried in one run: each is good for five minutes.
    private static let mostAddresses = 3

    func creation(_ state: ProcessingCheckpoint) throws -> CallRequest {
        guard let document = state.inputID else {
            throw JobRejection("What Amazon calls the content of the feed is not written down.")
        }
        return CallRequest(
            operation: terms.creation, body: Array(plan.options.order(of: plan.type, document: document).text.utf8))
    }

    // MARK: The content

    func upload() async throws -> ContentUpload {
        let content = try await plan.content()
        let type = try plan.contentType
        let upload = DocumentUpload(transport: caller.services.transport)
        var attempt = 1
        while true {
            let place: Place
            switch try await address(for: type) {
            case .over(let outcome): return .over(outcome)
            case .had(let had): place = had
            }
            do {
                try await upload.send(content, contentType: type, to: place.url)
                return .done(id: place.id, requestID: place.requestID)
            } catch let fault as DocumentFault {
                if fault.kind == .lapsed, attempt < Self.mostAddresses {
                    attempt += 1
                    continue
                }
                let failure = JobFailure(
                    kind: "upload", message: "The feed's content did not reach Amazon: \(fault.message)")
                return .over(fault.isPassing ? .retry(failure) : .fail(failure))
            }
        }
    }

    private struct Place {
        let id: String
        let url: Secret
        let requestID: String?
    }

    private enum AddressEnd {
        case had(Place)
        /// The run ends here.
        case over(Outcome)
    }

    /// A place for the content, good for five minutes.
    private func address(for type: String) async throws -> AddressEnd {
        guard let operation = terms.uploading else { throw JobRejection("Feeds are not uploaded.") }
        let request = CallRequest(
            operation: operation, body: Array(JSONValue.object(["contentType": .string(type)]).text.utf8))
        let result: CallResult
        switch try await caller.make(mayBeRestricted: false, { try request.prepared(in: $0) }) {
        case .over(let outcome): return .over(outcome)
        case .answered(let answered): result = answered
        }
        func unavailable(_ message: String) -> AddressEnd {
            .over(
                .retry(
                    JobFailure(
                        kind: "unavailable", message: message, status: result.answer?.status,
                        requestID: result.answer?.requestID)))
        }
        do {
            let body = try JSONValue(parsing: try await result.body.collect(upTo: 1 << 20))
            guard let id = body.text(at: "feedDocumentId"), let url = body.text(at: "url") else {
                return unavailable("The answer names no place for the content.")
            }
            let requestID = result.answer?.requestID.map { caller.services.keeper.redactor.redact($0) }
            return .had(Place(id: id, url: Secret(url), requestID: requestID))
        } catch let error as HTTPTransportError {
            return unavailable("The answer broke off: \(error.message).")
        } catch is DecodingError {
            return unavailable("The answer is not valid JSON.")
        }
    }

    // MARK: The results

    func cancellation(of state: ProcessingCheckpoint) -> CancellationCause { .calledOff }

    func died() -> Timestamp { caller.context.now }

    func reading(of state: ProcessingCheckpoint) -> (any DocumentReading)? {
        FeedReading(isFatal: end(of: state) == .fatal, redactor: caller.services.keeper.redactor)
    }

    func standing(of state: ProcessingCheckpoint) -> String? {
        guard [.fetching, .finishing].contains(state.stage), let id = state.id, let end = end(of: state),
            let words = FeedVerdict.standing(end, feedID: id, result: FeedResult(progress: state.figures))
        else { return nil }
        return words
            + " Only its result could not be had or kept: another attempt, also by 'spworker jobs retry "
            + "\(caller.job.id)', fetches it again and sends nothing."
    }

    func fault(in state: ProcessingCheckpoint) -> ProcessingFailure.Cause? {
        switch end(of: state) {
        case .fatal: .fatal(explanation: nil)
        case .done:
            if case .failed = FeedVerdict(.done, feedID: "", result: FeedResult(progress: state.figures)) {
                .errors
            } else {
                nil
            }
        case .cancelled, nil: nil
        }
    }

    private func end(of state: ProcessingCheckpoint) -> FeedVerdict.End? {
        state.status.flatMap(FeedVerdict.End.init(rawValue:))
    }

    func failure(_ failure: ProcessingFailure, of state: ProcessingCheckpoint) -> JobFailure {
        let id = failure.id ?? ""
        let end: FeedVerdict.End? =
            switch failure.cause {
            case .fatal: .fatal
            case .errors: .done
            case .cancelled: .cancelled
            case .noData, .tooSoon, .timedOut, .missing, .noDocument, .pageLoop: nil
            }
        if let end, case .failed(var told) = FeedVerdict(end, feedID: id, result: FeedResult(progress: state.figures)) {
            if let place = state.place { told.message += " All that Amazon says of it lies in \(place)." }
            return told
        }
        return failure.words("Feed \(id) of type \(plan.type)", noun: "feed", patience: rules.pace.giveUpAfter)
    }
}
