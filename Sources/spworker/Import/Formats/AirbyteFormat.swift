/// The configuration of Airbyte's source-amazon-seller-partner: alone, as its API wraps it up, or several in a list.
enum AirbyteFormat {
    /// Keys that the configuration of a source may lie below.
    private static let wrappers = ["configuration", "connectionconfiguration", "config"]
    /// Keys that a list of sources may lie below.
    private static let lists = ["data", "sources"]

    static func looksRight(_ root: SettingNode) -> Bool {
        if case .list(let items) = root.value { return items.contains(where: looksRight) }
        if root.entries.contains(where: { ["lwaappid", "lwaclientsecret"].contains(CredentialField.plain($0.key)) }) {
            return true
        }
        return root.entries.contains { entry in
            let key = CredentialField.plain(entry.key)
            return (wrappers + lists + ["credentials"]).contains(key) && looksRight(entry.node)
        }
    }

    static func sections(_ root: SettingNode, _ findings: inout ImportFindings) -> [AccountSection] {
        sections(root, name: nil, path: "", &findings)
    }

    private static func sections(
        _ node: SettingNode, name: String?, path: String, _ findings: inout ImportFindings
    ) -> [AccountSection] {
        switch node.value {
        case .scalar:
            findings.report(node.origin, path, "a map of keys is due here", "write the source's configuration")
            return []
        case .list(let items):
            return items.enumerated().flatMap { index, item -> [AccountSection] in
                let path = "\(path)[\(index)]"
                // A list of all sources holds those of other services too.
                if looksRight(item) || !looksRight(node) { return sections(item, name: nil, path: path, &findings) }
                findings.notice("\(item.origin): \(path) is no source of Amazon's and not taken over")
                return []
            }
        case .map:
            let named = node.entries.first { CredentialField.plain($0.key) == "name" }
            var name = name
            if case .scalar(let text, _)? = named?.node.value, !text.isEmpty { name = text }
            for entry in node.entries where !node.hasCredentials {
                let key = CredentialField.plain(entry.key)
                guard wrappers.contains(key) || lists.contains(key) else { continue }
                let inner = path.isEmpty ? entry.key : "\(path).\(entry.key)"
                return sections(entry.node, name: name, path: inner, &findings)
            }
            return [AccountSection(flat(node), name: name, path: path)]
        }
    }

    /// The node with what stands below `credentials` beside the other keys, and without its name.
    private static func flat(_ node: SettingNode) -> SettingNode {
        let entries = node.entries.flatMap { entry -> [SettingNode.Entry] in
            switch CredentialField.plain(entry.key) {
            case "credentials" where entry.node.isMap: entry.node.entries
            case "name": []
            default: [entry]
            }
        }
        return SettingNode(value: .map(entries), origin: node.origin)
    }
}
