/// Checks parameters and body of one call, collecting all problems instead of stopping at the first.
struct CallChecker {
    private let operation: Operation
    private let context: CallContext
    /// Why the call cannot be made.
    private(set) var problems: [InvalidCall.Problem] = []
    /// What looks odd but is sent.
    private(set) var warnings: [String] = []

    init(operation: Operation, context: CallContext) {
        self.operation = operation
        self.context = context
    }

    /// The texts to send by the catalogue's parameter names: several for lists, one otherwise; not yet encoded.
    mutating func values(of given: [String: JSONValue]) -> [String: [String]] {
        let assigned = assign(given)
        var values: [String: [String]] = [:]
        for parameter in operation.parameters {
            if let value = assigned[parameter.name] {
                // What cannot be read is reported as such, not as missing too.
                guard let texts = texts(of: value, for: parameter) else { continue }
                if !texts.isEmpty {
                    values[parameter.name] = checked(texts, for: parameter)
                    continue
                }
            }
            if parameter.isRequired, let texts = filled(parameter) {
                values[parameter.name] = checked(texts, for: parameter)
            }
        }
        return values
    }

    /// The body to send.
    mutating func checked(_ body: [UInt8]?) -> [UInt8]? {
        guard var body, !body.isEmpty else {
            if operation.body == .required {
                report(.missingBody, nil, "a body is missing; give the JSON that \(operation.name) takes.")
            }
            return nil
        }
        guard operation.body != .none else {
            report(
                .unexpectedBody, nil,
                "\(operation.method) \(operation.path) takes no body; leave it out and give parameters instead.")
            return nil
        }
        // Some editors put a byte order mark before the text; in JSON that is sent it is not allowed.
        if body.starts(with: [0xEF, 0xBB, 0xBF]) { body.removeFirst(3) }
        do {
            try JSONSyntax.check(body)
        } catch {
            report(.badBody, nil, "the body is not valid JSON; \(error).")
            return body
        }
        if let region = context.region {
            for problem in BodyMarketplaces(body, region: region).problems {
                report(.badMarketplace, nil, "the body's marketplaces: \(problem)")
            }
        }
        return body
    }

    // MARK: Which parameter is meant

    private mutating func assign(_ given: [String: JSONValue]) -> [String: JSONValue] {
        var assigned: [String: JSONValue] = [:]
        var spellings: [String: String] = [:]
        for (name, value) in given.sorted(by: { $0.key < $1.key }) where value != .null {
            guard let known = knownName(name) else {
                report(.unknownParameter, name, unknown(name))
                continue
            }
            if let other = spellings[known] {
                report(.repeatedParameter, name, "\(other) and \(name) are the same parameter; give only one.")
            }
            spellings[known] = name
            assigned[known] = value
        }
        return assigned
    }

    private func knownName(_ name: String) -> String? {
        if operation.parameters.contains(where: { $0.name == name }) { return name }
        let similar = operation.parameters.filter { $0.name.lowercased() == name.lowercased() }
        return similar.count == 1 ? similar[0].name : nil
    }

    private func unknown(_ name: String) -> String {
        let names = operation.parameters.map(\.name)
        let nearest = NearestNames(to: name).nearest(among: names)
        let cure =
            if !nearest.isEmpty {
                "did you mean \(nearest.alternatives)?"
            } else if names.isEmpty {
                operation.body == .none ? "it takes none." : "it takes none, only a body."
            } else {
                "it takes \(names.joined(separator: ", "))."
            }
        return "\(name.excerpt) is not a parameter of \(operation.name); \(cure)"
    }

    // MARK: What is left out

    private mutating func filled(_ parameter: Parameter) -> [String]? {
        if parameter.namesSeller {
            if let seller = context.sellerId, !seller.isEmpty { return [seller] }
            report(
                .missingParameter, parameter.name,
                "\(parameter.name) is missing; give it, or set the seller's sellerId in the configuration.")
            return nil
        }
        guard parameter.namesMarketplaces else {
            report(.missingParameter, parameter.name, "\(parameter.name) is missing; give \(due(parameter)).")
            return nil
        }
        let limit = parameter.type == .array ? parameter.maxItems : 1
        let codes = context.marketplaces.map(\.countryCode)
        if codes.isEmpty {
            report(
                .missingParameter, parameter.name,
                "\(parameter.name) is missing; give a marketplace id or country code, "
                    + "or list the seller's marketplaces in the configuration.")
            return nil
        }
        if let limit, codes.count > limit {
            report(
                .missingParameter, parameter.name,
                "\(parameter.name) is missing, and the seller has \(codes.count) marketplaces where the operation "
                    + "takes \(limit) at a time; choose \(limit == 1 ? "" : "up to \(limit) ")from "
                    + "\(codes.joined(separator: ", ")).")
            return nil
        }
        return context.marketplaces.map(\.id)
    }

    private func due(_ parameter: Parameter) -> String {
        if !parameter.knownValues.isEmpty {
            return "\(parameter.type == .array ? "some" : "one") of \(parameter.knownValues.joined(separator: ", "))"
        }
        let isAnyText = parameter.type == .string && parameter.format == nil
        return isAnyText ? "its value" : ParameterValue.wish(for: parameter)
    }

    // MARK: What a value may be

    /// The texts of a value, empty when an empty list means that nothing was given; `nil` when it cannot be read.
    private mutating func texts(of value: JSONValue, for parameter: Parameter) -> [String]? {
        do {
            let read = try ParameterValue(value, for: parameter)
            warnings += read.warnings.map { "\(parameter.name): \($0)" }
            if read.texts.isEmpty, !parameter.isRequired, let least = parameter.minItems, least > 0 {
                report(
                    .itemCount, parameter.name,
                    "\(parameter.name) is an empty list; leave it out or give at least \(least) item.")
            }
            return read.texts
        } catch {
            report(.badValue, parameter.name, "\(parameter.name) \(error.reason)")
            return nil
        }
    }

    private mutating func checked(_ texts: [String], for parameter: Parameter) -> [String] {
        var texts = texts
        if parameter.namesMarketplaces {
            let marketplaces = MarketplaceChoice(texts, region: context.region)
            texts = marketplaces.ids
            for problem in marketplaces.problems {
                report(.badMarketplace, parameter.name, "\(parameter.name): \(problem)")
            }
            warnings += marketplaces.warnings.map { "\(parameter.name): \($0)" }
        }
        if let most = parameter.maxItems, texts.count > most {
            report(
                .itemCount, parameter.name,
                "\(parameter.name) has \(texts.count) items, but Amazon takes at most \(most); "
                    + "spread them over several calls.")
        }
        return texts
    }

    private mutating func report(_ code: InvalidCall.Code, _ parameter: String?, _ text: String) {
        problems.append(InvalidCall.Problem(code, parameter: parameter, text))
    }
}
