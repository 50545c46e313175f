import OperationCatalogue

/// Checks the form of a call against the catalogue, more strictly than Amazon does.
enum CallCheck {
    /// The decoded parameters of a call.
    struct Parsed {
        var path: [String: String] = [:]
        var query: [String: String] = [:]
        var body: JSONValue?
    }

    /// A refused call. The reply is final.
    struct Refusal: Error {
        var reply: Reply

        init(_ complaint: String) { reply = .invalidInput(complaint) }
        init(reply: Reply) { self.reply = reply }
    }

    /// - Parameter seller: Whose access token the call has; `nil` for a grantless call.
    static func parse(
        _ request: IncomingRequest, rules: OperationRules, values: [String], region: Region, seller: World.Seller?
    ) throws(Refusal) -> Parsed {
        try checkHeaders(of: request, rules: rules)
        var parsed = Parsed()
        parsed.path = try path(values, rules: rules)
        parsed.query = try query(request.query, rules: rules)
        parsed.body = try body(of: request, rules: rules)
        try checkMarketplaces(parsed, region: region)
        if let seller { try checkSeller(parsed, isNamedAs: seller.sellerId) }
        return parsed
    }

    private static func path(_ values: [String], rules: OperationRules) throws(Refusal) -> [String: String] {
        var found: [String: String] = [:]
        for (name, value) in zip(rules.pathNames, values) {
            guard let value = QueryText.decoded(value) else { throw Refusal("path parameter \(name) is badly encoded") }
            if let parameter = rules.path[name] {
                try checkEncoding(value, of: parameter)
                try checkValue(value, of: parameter)
            }
            found[name] = value
        }
        return found
    }

    private static func body(of request: IncomingRequest, rules: OperationRules) throws(Refusal) -> JSONValue? {
        if request.method == "GET", request.announcesBody {
            throw Refusal("a GET request must have neither a body nor Content-Length")
        }
        guard !request.body.isEmpty else {
            if rules.operation.body == .required { throw Refusal("the request body is missing") }
            return nil
        }
        guard rules.operation.body != .none else { throw Refusal("\(rules.name) takes no body") }
        let type = request.header("content-type")?.split(separator: ";").first.map { $0.lowercased() }
        guard type == "application/json" else { throw Refusal("content-type is not application/json") }
        guard let value = try? JSONValue(parsing: request.body) else { throw Refusal("the request body is not JSON") }
        return value
    }
}
