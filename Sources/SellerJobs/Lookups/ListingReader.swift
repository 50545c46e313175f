import JobModel
import OperationCatalogue
import Ports
import SellingPartner
import Worker

/// Reads what an operation lists, page by page, to its end. Operations without pages are read too.
struct ListingReader: Sendable {
    enum Reply: Sendable {
        /// The pages in order; by how much Amazon's clock is ahead of ours, up to a second too little; and Amazon's id
        /// of the last request.
        case read([JSONValue], clockOffset: Duration?, requestID: String?)
        /// Amazon says that there is nothing (404).
        case nothing
        /// There is no answer and will be none: why, a sentence.
        case refused(String)
        /// The run ends here.
        case over(Outcome)
    }

    let caller: JobCaller
    let reader: Operation
    /// Not yet checked.
    let parameters: [String: JSONValue]

    /// Larger answers are no listings of a few things.
    private static let largestAnswer = 8 << 20
    /// A listing with more pages than this is not looked through.
    private static let mostPages = 20

    /// Reads.
    ///
    /// - Throws: `InvalidCall`, `RunLost`, `CancellationError` and the store's errors.
    func pages() async throws -> Reply {
        let listing = reader.pagination.map {
            PagedCall(operation: reader, pagination: $0, parameters: parameters, body: nil)
        }
        var pages: [JSONValue] = []
        var clockOffset: Duration?
        var requestID: String?
        var position: PagePosition? = .first
        while let place = position {
            guard pages.count < Self.mostPages else {
                return .refused("\(reader.name) lists too much to look through.")
            }
            let request = listing?.request(for: place) ?? CallRequest(operation: reader, parameters: parameters)
            switch try await caller.make({ try request.prepared(in: $0) }) {
            case .over(.fail(let failure)) where failure.status == 404 && listing == nil:
                return .nothing
            case .over(.fail(let failure)):
                return .refused("\(reader.name) was refused: \(failure.message)")
            case .over(let outcome):
                return .over(outcome)
            case .answered(let result):
                if pages.isEmpty { clockOffset = offset(result) }
                requestID = result.answer?.requestID
                switch try await page(result, at: place) {
                case .read(let value, let next):
                    pages.append(value)
                    position = next
                case .broken(let why):
                    return .over(.retry(broken(why, result)))
                }
            }
        }
        return .read(pages, clockOffset: clockOffset, requestID: requestID)
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
