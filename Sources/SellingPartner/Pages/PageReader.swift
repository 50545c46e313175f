import OperationCatalogue

/// Reads one listing, page after page.
struct PageReader: Sendable {
    private struct Listing: Sendable {
        let call: PagedCall
        let operation: Operation
        let pagination: Pagination
    }

    private enum State: Sendable {
        case unbegun
        case next(PagePosition, Listing)
        case ended
    }

    private let core: ClientCore
    private let name: String
    private let parameters: [String: CallParameter]
    private let body: [UInt8]?
    private let dataElements: [String]
    private var state = State.unbegun
    private var count = 0

    init(
        core: ClientCore, operation: String, parameters: [String: CallParameter], body: [UInt8]? = nil,
        dataElements: [String] = []
    ) {
        self.core = core
        self.dataElements = dataElements
        name = operation
        self.parameters = parameters
        self.body = body
    }

    /// The next page, or `nil` after the last. After an error there is no next page.
    mutating func next() async throws -> CallPage? {
        let position: PagePosition
        let listing: Listing
        switch state {
        case .ended: return nil
        case .unbegun:
            state = .ended
            listing = try begin()
            position = listing.call.start
        case .next(let next, let begun):
            (position, listing) = (next, begun)
        }
        state = .ended
        count += 1
        let page = try await read(position, of: listing)
        if let next = page.position { state = .next(next, listing) }
        return page
    }

    private func begin() throws -> Listing {
        let operation = try OperationCatalogue.builtIn.operation(named: name)
        guard let pagination = operation.pagination else {
            throw CallFailure(
                .invalidCall, operation: operation.name, detail: "its answer has no pages; call it instead")
        }
        try core.check(dataElements, of: operation)
        let call = PagedCall(
            operation: operation, pagination: pagination, parameters: parameters.mapValues(\.json), body: body)
        return Listing(call: call, operation: operation, pagination: pagination)
    }

    private func read(_ position: PagePosition, of listing: Listing) async throws -> CallPage {
        let call = try core.prepare(listing.call.request(for: position))
        let number = count
        return try await core.perform(call, dataElements: dataElements) { response in
            func failure(_ detail: String) -> CallFailure {
                CallFailure(
                    .doubtful, operation: listing.operation.name, detail: "page \(number): \(detail)",
                    status: response.status, requestID: response.requestID)
            }
            let bytes = try await ClientCore.bytes(of: response, listing.operation)
            let page: AnswerPage
            do {
                page = try AnswerPage(bytes, at: position, listing.pagination)
            } catch {
                throw failure("the answer is not valid JSON; \(error)")
            }
            if page.holdsOnlyErrors {
                throw failure("Amazon answered with errors in its place: \(APIErrorReport(body: bytes).summary)")
            }
            if let next = page.next, next == position {
                // Followed, it would go round for ever.
                throw failure("Amazon gave its own token as that of the next page")
            }
            return CallPage(number: number, body: bytes, page: page, requestID: response.requestID)
        }
    }
}
