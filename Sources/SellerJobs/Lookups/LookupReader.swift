import JobModel
import OperationCatalogue
import Ports
import SellingPartner
import Worker

/// Asks what a lookup asks, page by page, and finds the jobs that may have made what the answer shows.
struct LookupReader: Sendable {
    enum Reply: Sendable {
        case answered(LookupAnswer)
        /// There is no answer and will be none: why, a sentence.
        case refused(String)
        /// The run ends here; the doubt is as it was.
        case over(Outcome)
    }

    let caller: JobCaller
    let lookup: Lookup
    let reader: Operation
    let note: DoubtNote

    /// Larger answers are no listings of a few things.
    private static let largestAnswer = 8 << 20
    /// A listing of an hour with more pages than this is not looked through.
    private static let mostPages = 20

    /// Asks.
    ///
    /// - Throws: `InvalidCall`, `RunLost`, `CancellationError` and the store's errors.
    func answer() async throws -> Reply {
        let listing = reader.pagination.map {
            PagedCall(operation: reader, pagination: $0, parameters: lookup.parameters, body: nil)
        }
        let longest = max(CreationWindow.longestCall, caller.services.keeper.settings.requestTimeout * 2)
        var answer = LookupAnswer(window: CreationWindow(of: note, offset: nil, longest: longest))
        var position: PagePosition? = .first
        while let place = position {
            guard answer.pages.count < Self.mostPages else {
                return .refused("\(reader.name) lists too much to look through.")
            }
            let request =
                listing?.request(for: place) ?? CallRequest(operation: reader, parameters: lookup.parameters)
            switch try await caller.make({ try request.prepared(in: $0) }) {
            case .over(.fail(let failure)) where failure.status == 404 && listing == nil:
                position = nil
            case .over(.fail(let failure)):
                return .refused("\(reader.name) was refused: \(failure.message)")
            case .over(let outcome):
                return .over(outcome)
            case .answered(let result):
                if answer.pages.isEmpty {
                    answer.window = CreationWindow(of: note, offset: offset(result), longest: longest)
                }
                switch try await page(result, at: place) {
                case .read(let value, let next):
                    answer.pages.append(value)
                    position = next
                case .broken(let why):
                    return .over(.retry(broken(why, result)))
                }
            }
        }
        if let identity = lookup.identity {
            answer.neighbours = try await NeighbourSearch(store: caller.services.keeper.store)
                .neighbours(of: caller.job, identity: identity, sentAt: note.sentAt, longest: longest)
        }
        return .answered(answer)
    }

    private enum Page {
        case read(JSONValue, next: PagePosition?)
        case broken(String)
    }

    private func page(_ result: CallResult, at position: PagePosition) async throws -> Page {
        let bytes: [UInt8]
        do {
            bytes = try await result.body.collect(upTo: Self.largestAnswer)
        } catch let error as HTTPTransportError {
            return .broken(error.message)
        }
        guard let value = try? JSONValue(parsing: bytes) else { return .broken("it is not JSON") }
        guard let pagination = reader.pagination else { return .read(value, next: nil) }
        do throws(JSONSyntax.Fault) {
            let page = try AnswerPage(bytes, at: position, pagination)
            // An answer of nothing but errors is no empty listing.
            if page.holdsOnlyErrors { return .broken("it holds errors in place of the listing") }
            // A listing that leads back to this page has not been seen to its end.
            if let next = page.next, next == position { return .broken("it names its own page as the next one") }
            return .read(value, next: page.next)
        } catch {
            return .broken("\(error)")
        }
    }

    private func broken(_ why: String, _ result: CallResult) -> JobFailure {
        JobFailure(
            kind: "unavailable", message: "The answer cannot be read: \(why).", status: result.answer?.status,
            requestID: result.answer?.requestID)
    }

    /// By how much Amazon's clock is ahead of ours, up to a second too little, for its header has whole seconds.
    private func offset(_ result: CallResult) -> Duration? {
        guard let date = result.answer?.date else { return nil }
        return Timestamp(microseconds: date.secondsSince1970 * 1_000_000) - caller.context.now
    }
}
