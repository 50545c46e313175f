/// A file of another client, read into nodes that remember their lines.
struct ImportDocument {
    /// How a file is written, which its name does not always tell.
    enum Syntax {
        case json
        case yaml
        /// Lines of `KEY=VALUE`.
        case lines
    }

    /// The most values that a file may come to when its aliases are written out.
    private static let limit = 50_000

    let syntax: Syntax
    let root: SettingNode

    /// Reads a text in the syntax that it looks like.
    ///
    /// - Throws: The first fault, with its line.
    init(_ source: ImportText) throws(ConfigurationProblem) {
        let origin = { (line: Int) in SettingOrigin.file(path: source.name, line: line) }
        syntax = Self.syntax(of: source.text)
        switch syntax {
        case .json: root = try LooseJSON(source).root()
        case .lines: root = try KeyValueLines(source).root()
        case .yaml:
            guard let node = try SettingParser(origin: origin, limit: Self.limit).parse(source.text) else {
                throw ConfigurationProblem(
                    origin(1), "", "the file is empty", "name the file that holds the credentials")
            }
            root = node
        }
    }

    private static func syntax(of text: String) -> Syntax {
        let significant = text.split(separator: "\n").lazy.map { $0.drop { $0.isWhitespace } }.first { line in
            !line.isEmpty && !line.hasPrefix("#")
        }
        guard let line = significant else { return .yaml }
        if ["{", "[", "//", "/*"].contains(where: line.hasPrefix), !KeyValueLines.isSection(line) { return .json }
        return KeyValueLines.isSection(line) || KeyValueLines.isPair(line) ? .lines : .yaml
    }
}
