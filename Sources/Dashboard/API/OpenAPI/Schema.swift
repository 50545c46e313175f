import OperationCatalogue

/// Parts of JSON schemas.
enum Schema {
    static let text: JSONValue = ["type": "string"]
    static let integer: JSONValue = ["type": "integer"]
    static let number: JSONValue = ["type": "number"]
    static let flag: JSONValue = ["type": "boolean"]
    static let time: JSONValue = ["type": "string", "format": "date-time", "examples": ["2026-02-01T12:00:00.000Z"]]
    static let anything: JSONValue = [:]

    /// A whole number that is not below zero.
    static let count: JSONValue = ["type": "integer", "minimum": 0]

    /// A text of at most so many characters, which names something: without control characters.
    static func name(_ most: Int) -> JSONValue {
        [
            "type": "string", "maxLength": .integer(Int64(most)), "pattern": #"^[^\u0000-\u001f\u007f]*$"#,
        ]
    }

    /// One of the words.
    static func words(_ words: [String]) -> JSONValue {
        ["type": "string", "enum": .array(words.map { .string($0) })]
    }

    static func integer(_ range: ClosedRange<Int64>) -> JSONValue {
        ["type": "integer", "minimum": .integer(range.lowerBound), "maximum": .integer(range.upperBound)]
    }

    static func list(_ item: JSONValue) -> JSONValue { ["type": "array", "items": item] }

    /// The schema of this name.
    static func ref(_ name: String) -> JSONValue { ["$ref": .string("#/components/schemas/\(name)")] }

    /// What the schema allows, or `null`.
    static func optional(_ schema: JSONValue) -> JSONValue {
        guard case .string(let type)? = schema["type"], case .object(var members) = schema else {
            return ["anyOf": [schema, ["type": "null"]]]
        }
        members["type"] = .array([.string(type), "null"])
        if case .array(let words)? = members["enum"] { members["enum"] = .array(words + [.null]) }
        return .object(members)
    }

    /// The schema with a sentence about it.
    static func about(_ words: String, _ schema: JSONValue) -> JSONValue {
        guard case .object(var members) = schema else { return schema }
        members["description"] = .string(words)
        return .object(members)
    }

    /// An object that always has all of these members, and may get more with later versions.
    ///
    /// - Parameter optional: Members that are not always there.
    static func answer(
        _ words: String, _ members: [String: JSONValue], optional: [String: JSONValue] = [:], example: JSONValue? = nil
    ) -> JSONValue {
        var schema: [String: JSONValue] = [
            "type": "object", "description": .string(words),
            "properties": .object(members.merging(optional) { first, _ in first }),
            "required": .array(members.keys.sorted().map { .string($0) }),
        ]
        if let example { schema["examples"] = [example] }
        return .object(schema)
    }

    /// An object that programs send: with these members and no others.
    static func wish(
        _ words: String, _ members: [String: JSONValue], required: [String] = [], examples: [JSONValue]
    ) -> JSONValue {
        .object([
            "type": "object", "description": .string(words), "properties": .object(members),
            "required": .array(required.map { .string($0) }), "additionalProperties": false,
            "examples": .array(examples),
        ])
    }

    /// The schema of one with more members.
    static func answer(_ words: String, _ base: JSONValue, and more: [String: JSONValue]) -> JSONValue {
        guard case .object(let members)? = base["properties"] else { return base }
        return answer(words, members.merging(more) { $1 })
    }
}
