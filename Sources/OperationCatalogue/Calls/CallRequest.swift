/// A call as a user asks for it, not yet checked.
package struct CallRequest: Sendable, Hashable {
    /// The operation to call.
    package var operation: Operation
    /// Path, query and header parameters by name. Numbers and booleans may be texts, lists may be single values or
    /// comma-separated texts, marketplaces may be country codes; `null` is the same as leaving the parameter out.
    package var parameters: [String: JSONValue]
    /// The body as JSON text, or `nil`.
    package var body: [UInt8]?

    /// Creates a request.
    package init(operation: Operation, parameters: [String: JSONValue] = [:], body: [UInt8]? = nil) {
        self.operation = operation
        self.parameters = parameters
        self.body = body
    }

    /// Checks the request against the catalogue and encodes it.
    ///
    /// - Parameter context: what is known about the seller; fills a required `sellerId` and required marketplaces.
    /// - Throws: ``InvalidCall`` with every problem there is.
    package func prepared(in context: CallContext = CallContext()) throws(InvalidCall) -> PreparedCall {
        var checker = CallChecker(operation: operation, context: context)
        let values = checker.values(of: parameters)
        let body = checker.checked(body)
        guard checker.problems.isEmpty else {
            throw InvalidCall(operation: operation.name, problems: checker.problems)
        }
        return PreparedCall(
            operation: operation, path: path(with: values), query: query(with: values),
            headers: operation.parameters.compactMap { parameter in
                guard parameter.location == .header, let texts = values[parameter.name] else { return nil }
                return PreparedCall.Header(name: parameter.name, value: texts.joined(separator: ","))
            },
            body: body, warnings: checker.warnings)
    }

    private func path(with values: [String: [String]]) -> String {
        var path = ""
        var rest = operation.path[...]
        while let open = rest.utf8.firstIndex(of: UInt8(ascii: "{")),
            let close = rest[open...].utf8.firstIndex(of: UInt8(ascii: "}"))
        {
            let name = rest[rest.index(after: open)..<close]
            path += rest[..<open]
            if let parameter = operation.parameters.first(where: { $0.location == .path && $0.name == name }) {
                path += PercentEncoding.encode(values[parameter.name]?.first ?? "", of: parameter)
            } else {
                path += rest[open...close]
            }
            rest = rest[rest.index(after: close)...]
        }
        return path + rest
    }

    private func query(with values: [String: [String]]) -> String {
        var query = ""
        for parameter in operation.parameters where parameter.location == .query {
            guard let texts = values[parameter.name] else { continue }
            let encoded = texts.map { PercentEncoding.encode($0, of: parameter) }
            for text in parameter.collectionFormat == .multi ? encoded : [encoded.joined(separator: ",")] {
                if !query.isEmpty { query += "&" }
                query += "\(parameter.name)=\(text)"
            }
        }
        return query
    }
}
