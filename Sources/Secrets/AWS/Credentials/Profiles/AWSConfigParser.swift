/// Reads the lines of an AWS configuration file; see ``AWSConfigFile`` for the rules.
struct AWSConfigParser {
    private(set) var sections: [AWSConfigFile.Name: AWSConfigFile.Section] = [:]
    private let path: String
    private var line = 0
    private var section: AWSConfigFile.Name?
    /// The setting that further lines may belong to, and how far it is indented.
    private var setting: (key: String, indent: Int)?

    init(path: String) {
        self.path = path
    }

    mutating func read(_ text: String) throws(SecretError) {
        for raw in text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline) {
            line += 1
            try take(raw)
        }
    }

    private mutating func take(_ raw: Substring) throws(SecretError) {
        let content = Self.trimmed(raw)
        guard let first = content.first, first != "#", first != ";" else { return }
        let indent = raw.prefix { $0 == " " || $0 == "\t" }.count
        if first == "[", Self.withoutComment(content).last == "]" {
            try begin(Self.withoutComment(content))
        } else if let section, let setting, indent > setting.indent {
            try carryOn(content, setting.key, in: section)
        } else if first == "[" {
            throw failure("a section's name is not closed", "write ] behind it")
        } else if let section {
            let (key, value) = try split(content)
            sections[section, default: [:]][key] = .text(value)
            setting = (key, indent)
        } else {
            throw failure("a setting stands before the first section", "write [default] or [profile NAME] above it")
        }
    }

    private mutating func begin(_ header: Substring) throws(SecretError) {
        let inner = Self.trimmed(header.dropFirst().dropLast())
        guard let gap = inner.firstIndex(where: { $0 == " " || $0 == "\t" }) else {
            let name = Self.unquoted(inner)
            guard !name.isEmpty else { throw failure("a section has no name", "write [default] or [profile NAME]") }
            return open(AWSConfigFile.Name(name))
        }
        open(AWSConfigFile.Name(kind: String(inner[..<gap]), Self.unquoted(Self.trimmed(inner[gap...]))))
    }

    private mutating func open(_ name: AWSConfigFile.Name) {
        section = name
        setting = nil
        if sections[name] == nil { sections[name] = [:] }
    }

    private mutating func carryOn(_ content: Substring, _ key: String, in section: AWSConfigFile.Name)
        throws(SecretError)
    {
        switch sections[section]?[key] {
        case .text(let text)? where !text.isEmpty:
            sections[section]?[key] = .text(text + "\n" + content)
        case .nested(var inner)?:
            let (name, value) = try split(content)
            inner[name] = value
            sections[section]?[key] = .nested(inner)
        default:
            let (name, value) = try split(content)
            sections[section]?[key] = .nested([name: value])
        }
    }

    private func split(_ content: Substring) throws(SecretError) -> (key: String, value: String) {
        guard let equals = content.firstIndex(of: "=") else {
            throw failure(
                "the line is neither [SECTION] nor KEY = VALUE", "correct it, or begin it with # to keep it out")
        }
        let key = Self.trimmed(content[..<equals]).lowercased()
        guard !key.isEmpty else { throw failure("a setting has no name", "write a name before the =") }
        return (key, String(Self.trimmed(Self.withoutComment(content[content.index(after: equals)...]))))
    }

    private func failure(_ message: String, _ cure: String) -> SecretError {
        SecretError(.invalid, reference: nil, message: "\(path), line \(line): \(message)", cure: cure)
    }

    /// `text` up to a `#` or `;` that follows a blank and does not stand in quotes.
    private static func withoutComment(_ text: Substring) -> Substring {
        var quote: Character?
        var before: Character = "="
        for index in text.indices {
            let character = text[index]
            if let open = quote {
                if character == open { quote = nil }
            } else if character == "\"" || character == "'" {
                quote = character
            } else if character == "#" || character == ";", before == " " || before == "\t" {
                return trimmed(text[..<index])
            }
            before = character
        }
        return trimmed(text)
    }

    private static func unquoted(_ text: Substring) -> String {
        guard text.count >= 2, let quote = text.first, quote == "\"" || quote == "'", text.last == quote else {
            return String(text)
        }
        return String(text.dropFirst().dropLast())
    }

    private static func trimmed(_ text: Substring) -> Substring {
        var text = text
        while let first = text.first, first.isWhitespace { text.removeFirst() }
        while let last = text.last, last.isWhitespace { text.removeLast() }
        return text
    }
}
