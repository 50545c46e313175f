/// What is there already where accounts are to be taken over.
struct ImportSurroundings: Sendable {
    /// The configuration's text; `nil` when there is none yet.
    var configuration: String?
    /// The ids of its applications.
    var applications: Set<String> = []
    /// The ids of its sellers.
    var sellers: Set<String> = []
    /// Whether it has a key that tells applications or sellers.
    var hasAccounts = false
    /// The files that are there, by path from the configuration's folder. One that cannot be read has no content.
    var files: [String: [UInt8]] = [:]

    init() {}

    /// Looks at a configuration.
    ///
    /// - Parameters:
    ///   - name: The file's name in messages.
    /// - Throws: Why it cannot be read as YAML.
    init(configuration text: String, name: String) throws(ConfigurationProblem) {
        let root = try SettingParser { .file(path: name, line: $0) }.parse(text)
        configuration = text
        guard let root, !root.isNull else { return }
        guard case .map(let entries) = root.value else {
            throw ConfigurationProblem(
                root.origin, "", "a map of keys is due here, not \(root.summary)", "name spworker's configuration")
        }
        hasAccounts = entries.contains { ["applications", "sellers", "sellerTemplates"].contains($0.key) }
        applications = Self.ids("applications", entries)
        sellers = Self.ids("sellers", entries)
    }

    private static func ids(_ key: String, _ entries: [SettingNode.Entry]) -> Set<String> {
        guard case .list(let items)? = entries.first(where: { $0.key == key })?.node.value else { return [] }
        return Set(
            items.compactMap { item in
                guard case .scalar(let id, _)? = item.at(["id"])?.value else { return nil }
                return id
            })
    }
}
