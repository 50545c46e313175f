/// `credentials.yml` of saleweaver's python-amazon-sp-api: `version`, then a map of keys for each account.
enum SaleweaverFormat {
    static func looksRight(_ root: SettingNode) -> Bool { root.entries.contains { $0.node.hasCredentials } }

    static func sections(_ root: SettingNode, _ findings: inout ImportFindings) -> [AccountSection] {
        var sections: [AccountSection] = []
        for entry in root.entries where entry.key != "version" {
            let name = PrintableText.key(entry.key)
            if entry.node.isMap {
                sections.append(AccountSection(entry.node, name: entry.key, path: name, origin: entry.origin))
            } else if CredentialField.named(entry.key) != nil {
                findings.report(
                    entry.origin, name, "this stands outside of an account", "indent it below the account's name")
            } else if entry.node.isNull {
                findings.report(entry.origin, name, "the account has no keys", "add them, or take the line away")
            } else {
                findings.notice("\(entry.origin): \(name) is not known and not taken over")
            }
        }
        return sections
    }
}
