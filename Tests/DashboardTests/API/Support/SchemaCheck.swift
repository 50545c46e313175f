import OperationCatalogue

/// Holds a value against a schema of an OpenAPI document, as far as the document uses JSON Schema.
struct SchemaCheck {
    let document: JSONValue

    /// Everything that the schema does not allow, each with its place. Members that it does not tell of are among it.
    func problems(_ value: JSONValue, _ schema: JSONValue, at place: String = "") -> [String] {
        if let reference = schema["$ref"]?.string { return self.problems(value, self.schema(reference), at: place) }
        if case .array(let choices)? = schema["anyOf"] {
            let found = choices.map { self.problems(value, $0, at: place) }
            return found.contains { $0.isEmpty } ? [] : found.max { $0.count > $1.count } ?? []
        }
        var problems: [String] = []
        if let types = self.types(schema), !types.contains(where: { Self.fits(value, $0) }) {
            return ["\(place): \(value.text.prefix(60)) is none of \(types)"]
        }
        if case .array(let words)? = schema["enum"], !words.contains(value) {
            problems.append("\(place): \(value.text.prefix(60)) is none of the words")
        }
        if case .integer(let least)? = schema["minimum"], case .integer(let number) = value, number < least {
            problems.append("\(place): \(number) is too small")
        }
        switch value {
        case .array(let items):
            guard let item = schema["items"] else { break }
            for (index, value) in items.enumerated() {
                problems += self.problems(value, item, at: "\(place)[\(index)]")
            }
        case .object(let members): problems += self.problems(of: members, schema, at: place)
        default: break
        }
        return problems
    }

    private func problems(of members: [String: JSONValue], _ schema: JSONValue, at place: String) -> [String] {
        guard case .object(let known)? = schema["properties"] else { return [] }
        let missing = schema["required"].list.compactMap(\.string).filter { members[$0] == nil }
        return missing.map { "\(place).\($0) is missing" }
            + members.flatMap { name, value in
                known[name].map { self.problems(value, $0, at: "\(place).\(name)") } ?? [
                    "\(place).\(name) is not told of"
                ]
            }
    }

    /// The schema that a reference leads to.
    func schema(_ reference: String) -> JSONValue {
        reference.split(separator: "/").dropFirst().reduce(document) { $0[String($1)] ?? .null }
    }

    private func types(_ schema: JSONValue) -> [String]? {
        if let type = schema["type"]?.string { return [type] }
        return schema["type"] == nil ? nil : schema["type"].list.compactMap(\.string)
    }

    private static func fits(_ value: JSONValue, _ type: String) -> Bool {
        switch (value, type) {
        case (.null, "null"), (.bool, "boolean"), (.string, "string"), (.array, "array"), (.object, "object"),
            (.integer, "integer"), (.integer, "number"), (.number, "number"):
            true
        default: false
        }
    }
}
