import OperationCatalogue

extension CallCheck {
    /// The query's parameters by name. Items of lists are joined by commas whichever way they came.
    static func query(_ text: Substring?, rules: OperationRules) throws(Refusal) -> [String: String] {
        var found: [String: String] = [:]
        if let text, !text.isEmpty {
            guard let items = QueryText.items(of: text) else { throw Refusal("the query is badly encoded") }
            for (name, value) in items {
                guard let parameter = rules.query[name] else {
                    throw Refusal("\(rules.name) has no parameter \(name.prefix(60))")
                }
                try checkEncoding(value, of: parameter)
                if parameter.collectionFormat == .multi, value.contains(",") {
                    throw Refusal("each item of \(name) must be a parameter of its own")
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
}
