import JobModel
import OperationCatalogue
import Worker

/// One option of a job, and how it is read. What is wrong with it is added to `problems`, and `nil` returned.
struct OptionValue {
    let name: String
    let value: JSONValue

    /// The options that a text holds, in the order of their names; none when it is no JSON object. Where its trace
    /// stands, and by what its request is known, is no kind's business: that is checked here and left out.
    static func all(in text: String, _ problems: inout [String]) -> [OptionValue] {
        guard let value = try? JSONReader.value(of: Array(text.utf8)), case .object(let members) = value else {
            problems.append("The options must be a JSON object, for example {\"timeout\": \"5m\"}.")
            return []
        }
        if let trace = members[TraceCarrier.optionName], !isCarrier(trace) {
            problems.append(
                "The option '\(TraceCarrier.optionName)' must be an object of at most \(TraceCarrier.mostFields) texts, for "
                    + "example {\"traceparent\": \"00-...\"}.")
        }
        if let digest = members[RequestDigest.optionName], (digest.string?.utf8.count ?? .max) > RequestDigest.longest {
            problems.append(
                "The option '\(RequestDigest.optionName)' must be a text of at most \(RequestDigest.longest) letters.")
        }
        let shared = [TraceCarrier.optionName, RequestDigest.optionName]
        return members.filter { !shared.contains($0.key) }.sorted { $0.key < $1.key }
            .map { OptionValue(name: $0.key, value: $0.value) }
    }

    private static func isCarrier(_ value: JSONValue) -> Bool {
        guard case .object(let members) = value else { return false }
        let fields = members.compactMapValues(\.string)
        return fields.count == members.count && TraceCarrier(fields) != nil
    }

    /// A text that is not empty.
    ///
    /// - Parameter wish: What it should be, for the message.
    func text(_ wish: String, _ problems: inout [String]) -> String? {
        if let text = value.string, !text.isEmpty, text.utf8.count <= 1000 { return text }
        problems.append("The option '\(name)' must be \(wish).")
        return nil
    }

    /// True or false.
    func flag(_ problems: inout [String]) -> Bool? {
        if case .bool(let flag) = value { return flag }
        problems.append("The option '\(name)' must be true or false.")
        return nil
    }

    /// A duration above zero.
    func duration(_ problems: inout [String]) -> Duration? {
        if let text = value.string, let duration = Duration(text: text), duration > .zero { return duration }
        problems.append("The option '\(name)' must be a duration above zero such as \"30s\", \"5m\" or \"6h\".")
        return nil
    }

    /// An instant.
    func instant(_ problems: inout [String]) -> Timestamp? {
        if let instant = value.string.flatMap({ Timestamp(iso8601: $0) }) { return instant }
        problems.append(
            "The option '\(name)' must be a time in ISO 8601 with its zone, as \"2026-02-01T12:00:00Z\", or a date.")
        return nil
    }

    /// One of the words that the type knows.
    func choice<Word: RawRepresentable & CaseIterable>(_ problems: inout [String]) -> Word?
    where Word.RawValue == String {
        if let word = value.string.flatMap(Word.init(rawValue:)) { return word }
        let known = Word.allCases.map { "\"\($0.rawValue)\"" }.joined(separator: " or ")
        problems.append("The option '\(name)' must be \(known).")
        return nil
    }

    /// A list of texts; a single text may stand alone.
    func texts(_ wish: String, _ problems: inout [String]) -> [String] {
        switch value {
        case .string(let text) where !text.isEmpty: return [text]
        case .array(let items):
            let texts = items.compactMap(\.string).filter { !$0.isEmpty }
            if texts.count == items.count { return texts }
        default: break
        }
        problems.append("The option '\(name)' must be \(wish).")
        return []
    }

    /// Texts by name. Numbers and booleans are taken as they are written.
    func textsByName(_ wish: String, _ problems: inout [String]) -> [String: String] {
        guard case .object(let members) = value else {
            problems.append("The option '\(name)' must be \(wish).")
            return [:]
        }
        var texts: [String: String] = [:]
        for (key, value) in members.sorted(by: { $0.key < $1.key }) {
            switch value {
            case .string(let text): texts[key] = text
            case .bool, .integer, .number: texts[key] = value.text
            case .null, .array, .object:
                problems.append("The value of '\(key)' in the option '\(name)' must be a text.")
            }
        }
        return texts
    }
}
