import OperationCatalogue

/// Which options there are, and which kinds of jobs take them.
enum OptionNames {
    /// Those of the kinds that fetch documents.
    private static let shared = DocumentOptions.names.union(RetryOptions.names)

    /// The options of each kind.
    static let byKind: [String: Set<String>] = [
        "request": RetryOptions.names.union(["allPages", "dataElements", "file", "timeout", "uniqueFor"]),
        "report": shared.union([
            "emptyFails", "from", "marketplaces", "reportOptions", "reuse", "timeout", "to", "uniqueFor",
        ]),
        "feed": shared.union([
            "contentType", "feedOptions", "file", "marketplaces", "messages", "timeout", "uniqueFor",
        ]),
        "query": shared.union(["file", "timeout", "uniqueFor"]),
    ]

    /// The kinds in the order in which messages name them.
    private static let kinds = ["request", "report", "feed", "query"]

    /// What is wrong with an option that a kind does not take.
    static func refusal(of name: String, kind: String) -> String {
        let owners = kinds.filter { byKind[$0]?.contains(name) ?? false }
        if !owners.isEmpty {
            let words = owners.map(plural).joined(separator: " and ")
            return "The option '\(name)' does not belong to \(plural(kind)), only to \(words)."
        }
        let search = NearestNames(to: name)
        let own = search.nearest(among: byKind[kind] ?? []).first
        let hint = own ?? search.nearest(among: byKind.values.joined()).first
        return "There is no option '\(name.prefix(60))'.\(hint.map { " Did you mean '\($0)'?" } ?? "")"
    }

    private static func plural(_ kind: String) -> String { kind == "query" ? "queries" : kind + "s" }
}
