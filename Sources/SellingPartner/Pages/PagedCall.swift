package import OperationCatalogue

/// A listing that is read page by page: the calls for its pages.
package struct PagedCall: Sendable {
    private let operation: Operation
    private let pagination: Pagination
    private let parameters: [String: JSONValue]
    private let body: [UInt8]?

    /// Describes a listing.
    ///
    /// - Parameters:
    ///   - parameters: Those of the first page. A token among them begins the listing at its page.
    ///   - body: That of the first page.
    package init(
        operation: Operation, pagination: Pagination, parameters: [String: JSONValue], body: [UInt8]?
    ) {
        self.operation = operation
        self.pagination = pagination
        self.parameters = parameters
        self.body = body
    }

    /// Where the listing begins: at the offset of the body, or at the first page.
    package var start: PagePosition {
        guard pagination.style == .offset else { return .first }
        let content = body.flatMap { try? JSONValue(parsing: $0) }
        let path = pagination.requestParameter.split(separator: ".").map(String.init)
        let given = path.reduce(content) { value, name in value?[name] }
        return if case .integer(let offset)? = given { .offset(Int(offset)) } else { .offset(0) }
    }

    /// The call for one page, not yet checked.
    package func request(for position: PagePosition) -> CallRequest {
        switch position {
        case .first: CallRequest(operation: operation, parameters: parameters, body: body)
        case .token(let token): request(.string(token))
        case .offset(let offset): request(.integer(Int64(offset)))
        }
    }

    private func request(_ page: JSONValue) -> CallRequest {
        switch pagination.location {
        case .body:
            var content = body.flatMap { try? JSONValue(parsing: $0) } ?? .object([:])
            content.set(page, at: pagination.requestParameter.split(separator: ".")[...])
            return CallRequest(operation: operation, parameters: parameters, body: Array(content.text.utf8))
        case .query:
            var repeated = parameters.filter { name, _ in
                name.lowercased() != pagination.requestParameter.lowercased()
                    && (!pagination.sendsTokenAlone || isInPath(name))
            }
            repeated[pagination.requestParameter] = page
            if let mode {
                repeated = repeated.filter { name, _ in name.lowercased() != mode.name.lowercased() }
                repeated[mode.name] = .string(Self.byToken)
            }
            return CallRequest(operation: operation, parameters: repeated, body: body)
        }
    }

    /// What says that a token counts: Fulfillment Inbound v0 has a parameter for it, and goes by that.
    private var mode: Parameter? { operation.parameters.first { $0.knownValues.contains(Self.byToken) } }

    private static let byToken = "NEXT_TOKEN"

    private func isInPath(_ name: String) -> Bool {
        operation.parameters.contains { $0.location == .path && $0.name.lowercased() == name.lowercased() }
    }
}

extension JSONValue {
    /// Sets the member at a path of names, making the objects on the way.
    fileprivate mutating func set(_ value: JSONValue, at path: ArraySlice<Substring>) {
        guard let name = path.first.map(String.init) else {
            self = value
            return
        }
        var members: [String: JSONValue] = if case .object(let members) = self { members } else { [:] }
        members[name, default: .null].set(value, at: path.dropFirst())
        self = .object(members)
    }
}
