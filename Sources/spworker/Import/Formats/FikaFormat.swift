/// The section `FikaAmazonAPI` of a C# program's `appsettings.json`: one account, several in a list, or several by
/// name.
enum FikaFormat {
    private static let name = "FikaAmazonAPI"

    /// The section, whatever the case of its name, as .NET finds it.
    static func section(in root: SettingNode) -> SettingNode.Entry? {
        root.entries.first { $0.key.lowercased() == name.lowercased() }
    }

    static func sections(_ root: SettingNode, _ findings: inout ImportFindings) -> [AccountSection] {
        guard let entry = section(in: root) else {
            if root.hasCredentials { return [AccountSection(root)] }
            findings.report(root.origin, "", "there is no section \(name)", "name the settings that hold it")
            return []
        }
        switch entry.node.value {
        case .list(let items):
            return items.enumerated().map { AccountSection($1, path: "\(name)[\($0)]") }
        case .map where !entry.node.hasCredentials && entry.node.entries.contains { $0.node.hasCredentials }:
            return entry.node.entries.filter(\.node.isMap).map { account in
                AccountSection(
                    account.node, name: account.key, path: "\(name).\(PrintableText.key(account.key))",
                    origin: account.origin)
            }
        case .map: return [AccountSection(entry.node, path: name, origin: entry.origin)]
        case .scalar:
            findings.report(entry.origin, name, "a map of keys is due here", "write ClientId and the others below it")
            return []
        }
    }
}
