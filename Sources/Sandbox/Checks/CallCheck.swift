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

    static func parse(
        _ request: IncomingRequest, rules: OperationRules, values: [String], region: Region
    ) throws(Refusal) -> Parsed {
        try checkUserAgent(request.header("user-agent"))
        var parsed = Parsed()
        for (name, value) in zip(rules.pathNames, values) {
            guard let value = QueryText.decoded(value) else { throw Refusal("path parameter \(name) is badly encoded") }
            parsed.path[name] = value
        }
        parsed.query = try query(request.query, rules: rules)
        for name in rules.requiredHeaders where request.header(name.lowercased()) == nil {
            throw Refusal("header \(name) is missing")
        }
        parsed.body = try body(of: request, rules: rules)
        try checkMarketplaces(parsed, rules: rules, region: region)
        return parsed
    }

    /// The form is `Name/Version (Language=...)`, at most 500 characters, from Amazon's documentation.
    static func checkUserAgent(_ agent: String?) throws(Refusal) {
        guard let agent, !agent.isEmpty else { throw Refusal("header user-agent is missing") }
        guard agent.utf8.count <= 500 else { throw Refusal("user-agent has more than 500 characters") }
        let slash = agent.firstIndex(of: "/")
        let open = agent.range(of: " (")
        guard let slash, let open, slash < open.lowerBound, slash > agent.startIndex,
            agent.index(after: slash) < open.lowerBound, agent.hasSuffix(")"),
            agent[open.upperBound...].dropLast().split(separator: ";").contains(where: { part in
                let part = part.drop { $0 == " " }
                return part.hasPrefix("Language=") && part.count > "Language=".count
            })
        else { throw Refusal("user-agent is not of the form Name/Version (Language=...)") }
    }

    private static func query(_ text: Substring?, rules: OperationRules) throws(Refusal) -> [String: String] {
        var found: [String: String] = [:]
        if let text, !text.isEmpty {
            guard let items = QueryText.items(of: text) else { throw Refusal("the query is badly encoded") }
            for (name, value) in items {
                guard let parameter = rules.query[name] else {
                    throw Refusal("\(rules.name) has no parameter \(name.prefix(60))")
                }
                if let earlier = found[name] {
                    guard parameter.collectionFormat == .multi else {
                        throw Refusal("parameter \(name) is given twice")
                    }
                    found[name] = earlier + "," + value
                } else {
                    found[name] = value
                }
            }
        }
        if let paging = rules.operation.pagination, paging.location == .query, paging.style == .token,
            paging.sendsTokenAlone, found[paging.requestParameter] != nil
        {
            guard found.count == 1 else { throw Refusal("\(paging.requestParameter) must be the only parameter") }
            return found
        }
        for name in rules.requiredQuery where found[name, default: ""].isEmpty {
            throw Refusal("parameter \(name) is missing")
        }
        for (name, value) in found {
            if let parameter = rules.query[name] { try checkValue(value, of: parameter) }
        }
        return found
    }

    private static func checkValue(_ value: String, of parameter: Parameter) throws(Refusal) {
        switch parameter.type {
        case .integer:
            guard let number = Int(value), number >= parameter.minimum ?? .min, number <= parameter.maximum ?? .max
            else {
                throw Refusal("parameter \(parameter.name) is not a whole number within its bounds")
            }
        case .number:
            guard Double(value) != nil else { throw Refusal("parameter \(parameter.name) is not a number") }
        case .boolean:
            guard value == "true" || value == "false" else {
                throw Refusal("parameter \(parameter.name) is neither true nor false")
            }
        case .array:
            let count = value.split(separator: ",").count
            guard count >= parameter.minItems ?? 0, count <= parameter.maxItems ?? .max else {
                throw Refusal("parameter \(parameter.name) has too few or too many items")
            }
        case .string:
            if let limit = parameter.maxLength, value.count > limit {
                throw Refusal("parameter \(parameter.name) is too long")
            }
            if parameter.format == "date-time", Instant(iso: value) == nil {
                throw Refusal("parameter \(parameter.name) is not an ISO 8601 date and time with a zone")
            }
        case .object: break
        }
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

    /// Every marketplace that the query or the top of the body names must be one of the region that was called.
    private static func checkMarketplaces(_ parsed: Parsed, rules: OperationRules, region: Region) throws(Refusal) {
        var named: [String] = []
        for (name, value) in parsed.query where isMarketplaces(name) {
            named += value.split(separator: ",").map(String.init)
        }
        if case .object(let members)? = parsed.body {
            for (name, value) in members where isMarketplaces(name) {
                if let id = value.string { named.append(id) }
                if case .array(let items) = value { named += items.compactMap(\.string) }
            }
        }
        for id in named {
            guard let marketplace = SandboxMarketplace.named(id), marketplace.id == id else {
                throw Refusal("\(id.prefix(30)) is not a marketplace id")
            }
            guard marketplace.region == region else {
                let details = "The marketplaces [\(id)] are not valid for region \(region.rawValue)."
                throw Refusal(reply: .denied(details, complaint: "marketplace \(id) was sent to \(region.rawValue)"))
            }
        }
    }

    private static func isMarketplaces(_ name: String) -> Bool {
        name.count <= 14 && ["marketplaceid", "marketplaceids"].contains(name.lowercased())
    }
}
