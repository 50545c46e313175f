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
    /// A listing with more pages than this is not looked through: its plan yields one page in 45 s.
    private static let mostPages = 100

    /// Reads to the end, or until all that follows was created before the parameter `createdSince`.
    ///
    /// - Throws: `InvalidCall`, `RunLost`, `CancellationError` and the store's errors.
    func pages() async throws -> Reply {
        let since = parameters["createdSince"]?.string.flatMap { Timestamp(iso8601: $0) }
        var pages: [JSONValue] = []
        var order = ListingOrder()
        var clockOffset: Duration?
        var requestID: String?
        var position: PagePosition? = .first
        while let place = position {
            guard pages.count < Self.mostPages else {
                let span = since.map { " since \($0.iso8601)" } ?? ""
                return .refused(
                    "\(reader.name) lists more than \(Self.mostPages) pages\(span), too much to look through.")
            }
            switch try await page(at: place) {
            case .nothing: return .nothing
            case .refused(let why): return .refused(why)
            case .over(let outcome): return .over(outcome)
            case .read(let page):
                if pages.isEmpty { clockOffset = page.clockOffset }
                requestID = page.requestID
                pages.append(page.content)
                order.take(page.content)
                position = since.map(order.isPast) == true ? nil : page.next
            }
        }
        return .read(pages, clockOffset: clockOffset, requestID: requestID)
    }

    // MARK: One page

    /// What was read of a listing.
    struct ListedPage: Sendable {
        /// The answer.
        let content: JSONValue
        /// The page after this one; `nil` at the end.
        let next: PagePosition?
        /// By how much Amazon's clock is ahead of ours, up to a second too little.
        let clockOffset: Duration?
        /// Amazon's id of the request.
        let requestID: String?
    }

    /// What became of reading a page.
    enum PageReply: Sendable {
        case read(ListedPage)
        /// Amazon says that there is nothing (404).
        case nothing
        /// There is no answer and will be none: why, a sentence.
        case refused(String)
        /// The run ends here.
        case over(Outcome)
    }

    /// Reads one page.
    ///
    /// - Throws: `InvalidCall`, `RunLost`, `CancellationError` and the store's errors.
    func page(at place: PagePosition) async throws -> PageReply {
        let listing = reader.pagination.map {
            PagedCall(operation: reader, pagination: $0, parameters: parameters, body: nil)
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
            let clockOffset = offset(result)
            switch try await read(result, at: place) {
            case .read(let content, let next):
                return .read(
                    ListedPage(
                        content: content, next: next, clockOffset: clockOffset, requestID: result.answer?.requestID))
            case .broken(let why):
                return .over(.retry(broken(why, result)))
            }
        }
    }

    private enum Reading {
        case read(JSONValue, next: PagePosition?)
        case broken(String)
    }

    private func read(_ result: CallResult, at position: PagePosition) async throws -> Reading {
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
