/// One value of the configuration before it is understood, with the place it came from.
struct SettingNode: Sendable {
    enum Value: Sendable {
        /// A text. Numbers and booleans are texts here too, so that nothing is guessed: `NO` stays Norway.
        case scalar(String, quoted: Bool)
        case list([SettingNode])
        case map([Entry])
    }

    struct Entry: Sendable {
        let key: String
        let origin: SettingOrigin
        var node: SettingNode
    }

    var value: Value
    let origin: SettingOrigin

    var isNull: Bool {
        guard case .scalar(let text, quoted: false) = value else { return false }
        return ["", "~", "null", "Null", "NULL"].contains(text)
    }

    /// The template that was meant where YAML reads a map, as in `seller: {seller}` without quotes.
    var unquotedTemplate: String? {
        guard case .map(let entries) = value, entries.count == 1, let entry = entries.first, entry.node.isNull else {
            return nil
        }
        return "{\(PrintableText.key(entry.key))}"
    }

    /// What it is, for an error message. The text is shown only when it cannot be a secret.
    var summary: String {
        switch value {
        case .scalar(let text, _): isNull ? "nothing" : PrintableText.quoted(text)
        case .list: "a list"
        case .map: "a map of keys"
        }
    }

    /// Puts `node` at `path`, making the maps on the way. A value on the way that is no map is left as it is.
    mutating func put(_ node: SettingNode, at path: ArraySlice<String>) {
        guard let key = path.first else {
            self = node
            return
        }
        var entries: [Entry] = []
        switch value {
        case .map(let present): entries = present
        case .scalar where isNull: break
        default: return
        }
        let index = entries.firstIndex { $0.key == key } ?? entries.count
        if index == entries.count {
            entries.append(
                Entry(key: key, origin: node.origin, node: SettingNode(value: .map([]), origin: node.origin)))
        }
        entries[index].node.put(node, at: path.dropFirst())
        value = .map(entries)
    }

    /// The node at `path`.
    func at(_ path: ArraySlice<String>) -> SettingNode? {
        guard let key = path.first else { return self }
        guard case .map(let entries) = value else { return nil }
        return entries.first { $0.key == key }?.node.at(path.dropFirst())
    }
}
