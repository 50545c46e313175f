package import OperationCatalogue

/// An object in JSON whose members are plain values, in words: `items 5, failed 2`.
package enum FlatObject {
    /// A value's longest part that is shown.
    private static let longest = 60

    /// The words; `nil` for a text that is no such object, or an empty one.
    package static func words(_ text: String?) -> String? {
        guard let text, let members = (try? JSONReader.members(of: Array(text.utf8))) ?? nil, !members.isEmpty else {
            return nil
        }
        var parts: [String] = []
        for member in members {
            guard let value = try? JSONReader.value(of: member.value), let part = part(member.name, value) else {
                return nil
            }
            if !part.isEmpty { parts.append(part) }
        }
        return parts.isEmpty ? nil : parts.joined(separator: ", ")
    }

    /// One member; empty for `null`, `nil` for a list or an object.
    package static func part(_ name: String, _ value: JSONValue) -> String? {
        switch value {
        case .null: ""
        case .bool(let flag): "\(words(of: name)) \(flag ? "yes" : "no")"
        case .integer, .number: "\(words(of: name)) \(value.text)"
        case .string(let text): "\(words(of: name)) \(text.cut(to: longest))"
        case .array, .object: nil
        }
    }

    /// The words of a name in camel case: `reportId` is `report id`.
    package static func words(of name: String) -> String {
        var words = ""
        for character in name {
            if character.isUppercase, let last = words.last, last != " ", !last.isUppercase { words.append(" ") }
            words += character.lowercased()
        }
        return words
    }
}
