import JobModel
import OperationCatalogue

/// Reads the options of a job, an object in JSON, one by one; what is wrong with them is collected.
struct OptionReader {
    private let kind: String
    private let members: [String: JSONValue]
    /// What is wrong so far, a sentence each: names in alphabetical order first.
    private(set) var problems: [String] = []

    /// Takes the object apart, and refuses the names that the kind does not take.
    init(_ text: String, kind: String) {
        self.kind = kind
        guard let value = try? JSONReader.value(of: Array(text.utf8)), case .object(let members) = value else {
            self.members = [:]
            problems.append("The options must be a JSON object, for example {\"timeout\": \"5m\"}.")
            return
        }
        self.members = members
        let known = OptionNames.byKind[kind] ?? []
        for name in members.keys.sorted() where !known.contains(name) {
            problems.append(OptionNames.refusal(of: name, kind: kind))
        }
    }

    /// Takes note of something else that is wrong.
    mutating func complain(_ problem: String) { problems.append(problem) }

    /// A text.
    ///
    /// - Parameter what: What it must be, for the message: `a path in quotes`.
    mutating func text(_ name: String, _ what: String) -> String? {
        guard let value = members[name] else { return nil }
        if let text = value.string, !text.isEmpty { return text }
        problems.append("The option '\(name)' must be \(what).")
        return nil
    }

    /// One of some words.
    mutating func word(_ name: String, of words: [String]) -> String? {
        guard let value = members[name] else { return nil }
        if let text = value.string, words.contains(text) { return text }
        problems.append("The option '\(name)' must be \(words.map { "\"\($0)\"" }.joined(separator: " or ")).")
        return nil
    }

    /// True or false; false when it is not there.
    mutating func flag(_ name: String) -> Bool {
        guard let value = members[name] else { return false }
        if case .bool(let flag) = value { return flag }
        problems.append("The option '\(name)' must be true or false.")
        return false
    }

    /// A duration above zero.
    mutating func duration(_ name: String) -> Duration? {
        guard let value = members[name] else { return nil }
        if let text = value.string, let duration = Duration(text: text), duration > .zero { return duration }
        problems.append("The option '\(name)' must be a duration above zero such as \"30s\", \"5m\" or \"6h\".")
        return nil
    }

    /// A list of texts; `nil` when it is not there.
    ///
    /// - Parameter what: What they must be, for the message: `of countries or marketplace ids`.
    mutating func texts(_ name: String, _ what: String) -> [String]? {
        guard let value = members[name] else { return nil }
        if case .array(let items) = value, case let texts = items.compactMap(\.string), texts.count == items.count {
            return texts
        }
        problems.append("The option '\(name)' must be a list \(what).")
        return nil
    }

    /// Names and their texts; `nil` when they are not there. Numbers and flags are taken for what they look like.
    mutating func textsByName(_ name: String) -> [String: String]? {
        guard let value = members[name] else { return nil }
        var texts: [String: String] = [:]
        if case .object(let members) = value {
            for (key, value) in members where !key.isEmpty {
                switch value {
                case .string(let text): texts[key] = text
                case .integer, .number, .bool: texts[key] = value.text
                case .null, .array, .object: continue
                }
            }
            if texts.count == members.count { return texts }
        }
        problems.append("The option '\(name)' must be an object of texts, for example {\"name\": \"value\"}.")
        return nil
    }
}

/// Writes options as they are stored with a job.
struct OptionWriter {
    private var members: [String: JSONValue] = [:]

    /// Adds a text, when there is one.
    mutating func add(_ name: String, _ text: String?) {
        if let text { members[name] = .string(text) }
    }

    /// Adds a flag, when it is set.
    mutating func add(_ name: String, _ flag: Bool) {
        if flag { members[name] = .bool(true) }
    }

    /// Adds a duration, when there is one.
    mutating func add(_ name: String, _ duration: Duration?) {
        if let duration { members[name] = .string("\(duration.microseconds / 1000)ms") }
    }

    /// Adds a list, when it is not empty.
    mutating func add(_ name: String, _ texts: [String]) {
        if !texts.isEmpty { members[name] = .array(texts.map { .string($0) }) }
    }

    /// Adds names and their texts, when there are any.
    mutating func add(_ name: String, _ texts: [String: String]) {
        if !texts.isEmpty { members[name] = .object(texts.mapValues { .string($0) }) }
    }

    /// The object.
    var text: String { members.isEmpty ? "{}" : JSONValue.object(members).text }
}
