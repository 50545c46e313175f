import OperationCatalogue
import Yams

/// Reads the members of one YAML mapping strictly and collects what is wrong with them.
///
/// JSON is a subset of YAML, so bodies of control requests are read with it too.
struct YAMLFields {
    let name: String
    let line: Int
    private let members: [String: Node]
    private var used: Set<String> = []
    private(set) var problems: [WorldError.Problem] = []

    /// - Parameter name: What the mapping describes, for messages.
    init(_ node: Node, name: String) {
        self.name = name
        line = node.mark?.line ?? 1
        var members: [String: Node] = [:]
        if let mapping = node.mapping {
            for (key, value) in mapping {
                guard let key = key.scalar?.string else { continue }
                if members.updateValue(value, forKey: key) != nil {
                    problems.append(.init(line: value.mark?.line, message: "\(key) is given twice in \(name)"))
                }
            }
        } else {
            problems.append(.init(line: line, message: "\(name) must be a mapping of names to values"))
        }
        self.members = members
    }

    var keys: [String] { members.keys.sorted() }

    mutating func complain(_ message: String, at node: Node? = nil) {
        problems.append(.init(line: node?.mark?.line ?? line, message: message))
    }

    mutating func adopt(_ other: [WorldError.Problem]) { problems += other }

    mutating func node(_ key: String) -> Node? {
        used.insert(key)
        guard let node = members[key], node.null == nil else { return nil }
        return node
    }

    mutating func text(_ key: String) -> String? {
        guard let node = node(key) else { return nil }
        guard let text = node.scalar?.string, !text.isEmpty else {
            complain("\(key) of \(name) must be a text that is not empty", at: node)
            return nil
        }
        return text
    }

    mutating func requiredText(_ key: String) -> String {
        let known = problems.count
        if let text = text(key) { return text }
        if problems.count == known { complain("\(name) needs \(key)") }
        return ""
    }

    /// A list of texts; a single text stands for a list of one.
    mutating func texts(_ key: String) -> [String]? {
        guard let node = node(key) else { return nil }
        if let text = node.scalar?.string, !text.isEmpty { return [text] }
        let texts = node.sequence?.compactMap { $0.scalar?.string }
        guard let texts, texts.count == node.sequence?.count, !texts.contains("") else {
            complain("\(key) of \(name) must be a list of texts", at: node)
            return nil
        }
        return texts
    }

    mutating func nodes(_ key: String) -> [Node] {
        guard let node = node(key) else { return [] }
        guard let sequence = node.sequence else {
            complain("\(key) of \(name) must be a list", at: node)
            return []
        }
        return Array(sequence)
    }

    mutating func duration(_ key: String) -> Duration? {
        guard let node = node(key) else { return nil }
        guard let text = node.scalar?.string, let duration = text == "0" ? .zero : Duration(text: text) else {
            complain("\(key) of \(name) must be a duration such as 500ms, 30s, 5m or 1h", at: node)
            return nil
        }
        return duration
    }

    mutating func number(_ key: String, in range: ClosedRange<Double>) -> Double? {
        guard let node = node(key) else { return nil }
        guard let number = node.scalar.flatMap({ Double($0.string) }), range.contains(number) else {
            complain("\(key) of \(name) must be a number from \(range.lowerBound) to \(range.upperBound)", at: node)
            return nil
        }
        return number
    }

    mutating func integer(_ key: String, in range: ClosedRange<Int>) -> Int? {
        guard let node = node(key) else { return nil }
        guard let number = node.scalar.flatMap({ Int($0.string) }), range.contains(number) else {
            complain(
                "\(key) of \(name) must be a whole number from \(range.lowerBound) to \(range.upperBound)", at: node)
            return nil
        }
        return number
    }

    /// A number of bytes, with or without a unit.
    mutating func size(_ key: String) -> Int? {
        guard let node = node(key) else { return nil }
        guard let size = node.scalar.flatMap({ ByteCount.bytes(in: $0.string) }) else {
            complain("\(key) of \(name) must be a number of bytes such as 5000, 10MB or 2GiB", at: node)
            return nil
        }
        return size
    }

    /// One of a few words.
    mutating func choice<Choice: RawRepresentable & CaseIterable>(_ key: String, of _: Choice.Type) -> Choice?
    where Choice.RawValue == String {
        guard let node = node(key) else { return nil }
        let text = node.scalar?.string.lowercased() ?? ""
        if let choice = Choice.allCases.first(where: { $0.rawValue.lowercased() == text }) { return choice }
        let words = Choice.allCases.map(\.rawValue).joined(separator: ", ")
        complain("\(key) of \(name) must be one of \(words)", at: node)
        return nil
    }

    mutating func flag(_ key: String) -> Bool? {
        guard let node = node(key) else { return nil }
        switch node.scalar?.string {
        case "true": return true
        case "false": return false
        default:
            complain("\(key) of \(name) must be true or false", at: node)
            return nil
        }
    }

    mutating func region(_ key: String) -> Region? {
        guard let node = node(key) else { return nil }
        guard let region = node.scalar.flatMap({ Region(rawValue: $0.string) }) else {
            complain("\(key) of \(name) must be NA, EU or FE", at: node)
            return nil
        }
        return region
    }

    /// Complains about members that nobody asked for, and returns every problem.
    mutating func finish() -> [WorldError.Problem] {
        for key in keys where !used.contains(key) {
            complain("\(name) has no member \(key); it has \(used.sorted().joined(separator: ", "))", at: members[key])
        }
        return problems
    }
}
