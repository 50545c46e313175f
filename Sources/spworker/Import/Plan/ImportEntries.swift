import OperationCatalogue
import Secrets

/// Writes the entries of a plan as YAML.
struct ImportEntries {
    let plan: ImportPlan

    /// The entries below `applications:` and `sellers:`; a key without entries is left out.
    var text: String {
        var lines: [String] = []
        if !plan.newApplications.isEmpty { lines.append("applications:") }
        for application in plan.newApplications {
            lines += [
                "  - id: \(Self.word(application.id))",
                "    clientId: \(Self.quoted(application.clientID.description))",
                "    clientSecret: \(Self.quoted(application.clientSecret.description))",
            ]
        }
        if !plan.sellers.isEmpty { lines.append("sellers:") }
        for seller in plan.sellers { lines += Self.lines(seller) }
        return lines.map { $0 + "\n" }.joined()
    }

    private static func lines(_ seller: ImportPlan.Seller) -> [String] {
        var lines = [
            "  - id: \(word(seller.id))", "    application: \(word(seller.application))",
            "    region: \(seller.region.rawValue)"
                + (seller.isRegionAssumed ? "                        # assumed: the imported file did not say" : ""),
        ]
        if let id = seller.sellerID { lines.append("    sellerId: \(word(id))") }
        if !seller.marketplaces.isEmpty {
            lines.append("    marketplaces: [\(seller.marketplaces.map(\.countryCode).joined(separator: ", "))]")
        }
        lines.append("    refreshToken: \(quoted(seller.refreshToken.description))")
        if seller.isSandbox { lines.append("    sandbox: true") }
        return lines
    }

    /// An id, in quotes where YAML could take it for something else.
    private static func word(_ id: String) -> String {
        let isPlain = id.first.map { $0.isASCII && $0.isLetter } ?? false
        return isPlain && id.lowercased() != "null" ? id : quoted(id)
    }

    /// Ids and the names of our files hold nothing that would have to be escaped.
    private static func quoted(_ text: String) -> String { "\"\(text)\"" }

    // MARK: A whole file

    /// A configuration of its own.
    ///
    /// - Parameter source: Where the accounts come from, in a few words.
    func file(source: String) -> String {
        """
        # The configuration of spworker, begun by 'spworker import' with \(source).
        # Secrets stand in \(ImportPlanner.secretFolder)/ and here as references only.

        database: sqlite:spworker.db          # where jobs wait; relative to this file


        """ + text
    }

    /// A configuration with the entries at its end, or `nil` when they cannot be put there without touching what stands
    /// before them.
    ///
    /// - Parameters:
    ///   - configuration: The text, without applications and sellers.
    ///   - source: Where the accounts come from, in a few words.
    func appended(to configuration: String, source: String) -> String? {
        let usesCarriageReturns = configuration.utf8.contains(0x0D)
        var added = "\n# From \(source), by 'spworker import'.\n" + text
        if let last = configuration.unicodeScalars.last, last != "\n" { added = "\n" + added }
        if usesCarriageReturns { added = added.replacing("\n", with: "\r\n") }
        let result = configuration + added
        guard let before = Self.entries(configuration), let after = Self.entries(result),
            after.prefix(before.count).elementsEqual(before, by: Self.areEqual),
            after.dropFirst(before.count).allSatisfy({ ["applications", "sellers"].contains($0.key) })
        else { return nil }
        return result
    }

    /// The entries of a configuration; `nil` for what is no map.
    private static func entries(_ text: String) -> [SettingNode.Entry]? {
        guard let root = try? SettingParser(origin: { .file(path: "", line: $0) }).parse(text), !root.isNull else {
            return hasContent(text) ? nil : []
        }
        guard case .map(let entries) = root.value else { return nil }
        return entries
    }

    /// Whether two entries are the same in every value and line.
    private static func areEqual(_ left: SettingNode.Entry, _ right: SettingNode.Entry) -> Bool {
        left.key == right.key && "\(left.node)" == "\(right.node)"
    }

    /// Whether more than comments and blank lines stand in a text.
    private static func hasContent(_ text: String) -> Bool {
        text.split(whereSeparator: \.isNewline).contains { line in
            let line = line.drop { $0.isWhitespace || $0 == "\u{FEFF}" }
            return !line.isEmpty && !line.hasPrefix("#")
        }
    }
}
