import OperationCatalogue

extension APIParameter {
    /// The parameter as the document has it.
    var json: JSONValue {
        var members: [String: JSONValue] = [
            "name": .string(name), "in": .string(place.rawValue), "description": .string(words),
            "required": .bool(place == .path), "schema": schema,
        ]
        if case .choices = kind { members["explode"] = false }
        if let example { members["example"] = example }
        return .object(members)
    }

    private var schema: JSONValue {
        let plain: JSONValue =
            switch kind {
            case .integer(let range): Schema.integer(range)
            case .text(let most):
                [
                    "type": "string", "minLength": 1, "maxLength": .integer(Int64(most)),
                    "pattern": #"^[^\u0000-\u001f\u007f]+$"#,
                ]
            case .key(let most): ["type": "string", "pattern": .string("^[!-~]{1,\(most)}$")]
            case .anything: Schema.text
            case .choice(let words): Schema.words(words)
            case .choices(let words):
                [
                    "type": "array", "items": Schema.words(words), "minItems": 1,
                    "maxItems": .integer(Int64(words.count)),
                ]
            case .flag: Schema.flag
            case .age: ["type": "string", "pattern": "^[0-9]{1,4}(ms|s|m|h|d)$"]
            }
        guard let standard, case .object(var members) = plain else { return plain }
        members["default"] = standard
        return .object(members)
    }
}
