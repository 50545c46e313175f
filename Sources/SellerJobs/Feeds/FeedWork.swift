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

    /// Figures stand at the beginning of results; in JSON they are read from the whole document, if it is no larger.
    let glance = 16 << 20
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

    func figures(of beginning: [UInt8], _ state: ProcessingCheckpoint) -> [String: JSONValue] {
        let redactor = caller.services.keeper.redactor
        var result = FeedResult(beginning)
        if end(of: state) == .fatal, result.firstErrors.isEmpty {
            // Whatever it is, it is all that is said of the failure.
            let words = String(decoding: beginning.prefix(4096), as: UTF8.self).split(whereSeparator: \.isWhitespace)
            result.add(place: nil, code: nil, message: words.joined(separator: " "))
        }
        var members = result.progress
        if !result.firstErrors.isEmpty {
            members["firstErrors"] = .array(result.firstErrors.map { .string(redactor.redact($0)) })
        }
        return members
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
