/// Tells a document's format from its content.
enum FormatRecognition {
    /// The format, or `nil` when the document looks like none.
    static func format(of document: ImportDocument) -> ImportFormat? {
        let root = document.root
        if document.syntax == .lines { return root.hasCredentials ? .amazonSPAPI : nil }
        if FikaFormat.section(in: root) != nil { return .fika }
        if AirbyteFormat.looksRight(root) { return .airbyte }
        if SaleweaverFormat.looksRight(root) { return .saleweaver }
        // The section alone, cut out of the settings.
        return root.hasCredentials ? .fika : nil
    }

    /// What to say of a document that looks like none.
    static func unknown(_ document: ImportDocument) -> ConfigurationProblem {
        let choice = ImportFormat.allCases.map { "\($0.rawValue) (\($0.title))" }.joined(separator: ", ")
        return ConfigurationProblem(
            document.root.origin, "", "no credentials in a format that is known were found in this file",
            "name another file, or say which it is with --format: \(choice)")
    }
}

extension SettingNode {
    /// The entries of a map with what `<<` merges into it; none for anything else.
    var entries: [Entry] {
        guard case .map(let own) = value else { return [] }
        var entries = own.filter { $0.key != "<<" }
        for merge in own where merge.key == "<<" {
            let sources: [SettingNode] = if case .list(let list) = merge.node.value { list } else { [merge.node] }
            for entry in sources.flatMap(\.entries) where !entries.contains(where: { $0.key == entry.key }) {
                entries.append(entry)
            }
        }
        return entries
    }

    /// Whether it is a map.
    var isMap: Bool { if case .map = value { true } else { false } }

    /// Whether it is a map with an application's client id or secret, or a refresh token, in it.
    var hasCredentials: Bool {
        entries.contains { entry in
            CredentialField.named(entry.key).map { [.clientID, .clientSecret, .refreshToken].contains($0) } ?? false
        }
    }
}
