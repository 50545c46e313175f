import Yams

/// Reads YAML (and with it JSON) into nodes that remember their lines.
struct SettingParser {
    /// Gives the place of each node, from its line.
    let origin: (Int) -> SettingOrigin
    /// The most nodes that a text may come to. Aliases multiply, so that a short text can come to more than any memory.
    var limit = 5_000_000

    /// Reads `text`.
    ///
    /// - Returns: `nil` for an empty document.
    /// - Throws: One problem that names the line; it never repeats the text there.
    func parse(_ text: String) throws(ConfigurationProblem) -> SettingNode? {
        let root: Node?
        do {
            // Without resolver rules every scalar stays the text that was written.
            root = try Yams.compose(yaml: Self.unmarked(text), .basic)
        } catch {
            throw problem(error as? YamlError)
        }
        guard let root else { return nil }
        var count = 0
        return try node(root, &count)
    }

    /// The text without the mark that some editors put before it: in UTF-8 it says nothing, and the parser trips over it.
    private static func unmarked(_ text: String) -> String {
        text.unicodeScalars.first == "\u{FEFF}" ? String(text.unicodeScalars.dropFirst()) : text
    }

    private func node(_ node: Node, _ count: inout Int) throws(ConfigurationProblem) -> SettingNode {
        let place = origin(node.mark?.line ?? 1)
        count += 1
        guard count <= limit else {
            throw ConfigurationProblem(place, "", "the file comes to too many values", "use fewer aliases (*name)")
        }
        switch node {
        case .scalar(let scalar):
            return SettingNode(value: .scalar(scalar.string, quoted: scalar.style != .plain), origin: place)
        case .sequence(let sequence):
            var items: [SettingNode] = []
            for item in sequence { items.append(try self.node(item, &count)) }
            return SettingNode(value: .list(items), origin: place)
        case .mapping(let mapping):
            var entries: [SettingNode.Entry] = []
            for (key, value) in mapping {
                guard let name = key.scalar?.string else {
                    throw ConfigurationProblem(place, "", "a key is not a text", "write KEY: VALUE")
                }
                let keyPlace = key.mark.map { origin($0.line) } ?? place
                var value = try self.node(value, &count)
                // An empty value's mark may lie on a later line than its key.
                if value.isNull { value = SettingNode(value: value.value, origin: keyPlace) }
                entries.append(SettingNode.Entry(key: name, origin: keyPlace, node: value))
            }
            return SettingNode(value: .map(entries), origin: place)
        case .alias:
            throw ConfigurationProblem(place, "", "an alias leads to itself", "write the value out")
        }
    }

    private func problem(_ error: YamlError?) -> ConfigurationProblem {
        let cure = "check the indentation, quotes and brackets there; a text that begins with {, [ or * must be quoted"
        switch error {
        case .scanner(_, let problem, let mark, _), .parser(_, let problem, let mark, _),
            .composer(_, let problem, let mark, _):
            return ConfigurationProblem(origin(mark.line), "", "this is not valid YAML (\(problem))", cure)
        case .duplicatedKeysInMapping(let keys, let context):
            let names = keys.map(PrintableText.quoted).joined(separator: ", ")
            return ConfigurationProblem(
                origin(context.mark.line), "", "a key stands twice in one map: \(names)", "keep one of them")
        default:
            return ConfigurationProblem(origin(1), "", "this is not valid YAML", cure)
        }
    }
}
