import OperationCatalogue

/// Reads where an account sells: its region, and the marketplaces in it.
struct PlaceReader {
    let section: AccountSection

    /// The region and the marketplaces. A country or marketplace tells its region too.
    ///
    /// - Returns: No region when nothing says where, or when what is said does not fit, which is reported.
    func place(
        region regionEntry: SettingNode.Entry?, marketplace entry: SettingNode.Entry?, _ findings: inout ImportFindings
    ) -> (region: Region?, marketplaces: [Marketplace]) {
        var region: Region?
        var places: [(entry: SettingNode.Entry, marketplace: Marketplace)] = []
        if let regionEntry, let text = texts(regionEntry, &findings).first {
            if let known = Region(rawValue: text.uppercased()) {
                region = known
            } else if let country = Marketplace.named(text) {
                places.append((regionEntry, country))
            } else {
                findings.report(
                    regionEntry.node.origin, section.path(of: regionEntry.key),
                    "\(PrintableText.quoted(text)) is neither a region nor a country of Amazon's",
                    "write NA, EU, FE or a country such as DE")
            }
        }
        if let entry {
            for text in texts(entry, &findings) {
                if let marketplace = Marketplace.named(text) {
                    places.append((entry, marketplace))
                } else {
                    findings.report(
                        entry.node.origin, section.path(of: entry.key),
                        "\(PrintableText.quoted(text)) is no marketplace of Amazon's",
                        "write a marketplace's id or a country such as DE")
                }
            }
        }
        region = region ?? places.first?.marketplace.region
        var marketplaces: [Marketplace] = []
        for (entry, marketplace) in places {
            if marketplace.region != region {
                findings.report(
                    entry.node.origin, section.path(of: entry.key),
                    "\(marketplace.name) lies in \(marketplace.region.rawValue), not in \(region?.rawValue ?? "")",
                    "keep one region; each has a refresh token of its own")
            } else if !marketplaces.contains(marketplace) {
                marketplaces.append(marketplace)
            }
        }
        return (region, marketplaces)
    }

    /// The texts of an entry: one, or those of a list. An empty one says nothing.
    private func texts(_ entry: SettingNode.Entry, _ findings: inout ImportFindings) -> [String] {
        switch entry.node.value {
        case .scalar(let text, _): return entry.node.isNull || text.isEmpty ? [] : [text]
        case .list(let items):
            return items.compactMap { item in
                if case .scalar(let text, _) = item.value, !item.isNull { return text }
                return nil
            }
        case .map:
            findings.report(
                entry.node.origin, section.path(of: entry.key), "a text is due here, not a map of keys",
                "write a country such as DE")
            return []
        }
    }
}
