/// Reads lines of `KEY=VALUE`, as `.env` files and the Node client's file have them.
///
/// Everything behind the first `=` is the value: secrets hold `=` and `#` too. Quotes around the whole value go.
struct KeyValueLines {
    private let source: ImportText

    init(_ source: ImportText) {
        self.source = source
    }

    /// The pairs as a map.
    func root() throws(ConfigurationProblem) -> SettingNode {
        var entries: [SettingNode.Entry] = []
        let cure = "write one KEY=VALUE a line"
        for (index, line) in source.text.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
            let origin = SettingOrigin.file(path: source.name, line: index + 1)
            let line = Self.trimmed(line)
            if line.isEmpty || line.hasPrefix("#") || line.hasPrefix(";") { continue }
            guard !Self.isSection(line) else {
                throw ConfigurationProblem(
                    origin, "", "a head in brackets stands here, which this format does not have",
                    "put each account into a file of its own, and take the head away")
            }
            guard let (key, value) = Self.pair(line) else {
                throw ConfigurationProblem(origin, "", "this line is not KEY=VALUE", cure)
            }
            if let other = entries.first(where: { $0.key == key }) {
                throw ConfigurationProblem(
                    origin, PrintableText.key(key), "this key stands twice, the other one at \(other.origin)",
                    "keep one of them")
            }
            let node = SettingNode(value: .scalar(value, quoted: true), origin: origin)
            entries.append(SettingNode.Entry(key: key, origin: origin, node: node))
        }
        return SettingNode(value: .map(entries), origin: .file(path: source.name, line: 1))
    }

    /// Whether a line looks like `KEY=VALUE`.
    static func isPair(_ line: Substring) -> Bool { pair(trimmed(line)) != nil }

    /// Whether a line is the head of a section, such as `[default]`. JSON's lists begin otherwise.
    static func isSection(_ line: Substring) -> Bool {
        let line = trimmed(line)
        guard line.count > 2, line.first == "[", line.last == "]" else { return false }
        return line.dropFirst().dropLast().allSatisfy { isNamePart($0) || $0 == " " }
    }

    private static func pair(_ line: Substring) -> (key: String, value: String)? {
        let line = line.hasPrefix("export ") ? trimmed(line.dropFirst("export ".count)) : line
        guard let equals = line.firstIndex(of: "=") else { return nil }
        let key = trimmed(line[..<equals])
        guard let first = key.first, first.isLetter || first == "_", key.allSatisfy(isNamePart) else { return nil }
        let value = trimmed(line[line.index(after: equals)...])
        let isQuoted = value.count >= 2 && value.first == value.last && (value.first == "\"" || value.first == "'")
        return (String(key), String(isQuoted ? value.dropFirst().dropLast() : value))
    }

    private static func isNamePart(_ character: Character) -> Bool {
        character.isASCII && (character.isLetter || character.isNumber || "_.-".contains(character))
    }

    private static func trimmed(_ text: Substring) -> Substring {
        var text = text.drop { $0.isWhitespace }
        while text.last?.isWhitespace ?? false { text.removeLast() }
        return text
    }
}
