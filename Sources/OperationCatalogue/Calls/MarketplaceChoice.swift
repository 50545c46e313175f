/// Turns marketplace ids and country codes into ids and holds them against a region.
package struct MarketplaceChoice {
    /// The ids in the order given, each once.
    package private(set) var ids: [String] = []
    /// What is certainly wrong.
    package private(set) var problems: [String] = []
    /// What may be right: Amazon opens marketplaces that this list does not have yet.
    package private(set) var warnings: [String] = []

    /// Reads ids and country codes.
    ///
    /// - Parameter region: Where the call goes; `nil` when that does not matter.
    package init(_ texts: [String], region: Region?) {
        for text in texts {
            let id = check(text, region: region)
            if !ids.contains(id) { ids.append(id) }
        }
    }

    private mutating func check(_ text: String, region: Region?) -> String {
        guard let marketplace = Marketplace.named(text) else {
            if text.count <= 3 {
                let codes = Marketplace.all.filter { region == nil || $0.region == region }.map(\.countryCode)
                problems.append(
                    "\(text.excerpt) is no country with a marketplace; choose from \(codes.joined(separator: ", ")).")
            } else {
                let nearest = NearestNames(to: text).nearest(among: Marketplace.all.map(\.id))
                let hint = nearest.isEmpty ? "" : " (did you mean \(nearest.alternatives)?)"
                warnings.append("\(text.excerpt) is no marketplace that is known\(hint); it is sent all the same.")
            }
            return text
        }
        if let region, marketplace.region != region {
            let codes = Marketplace.all.filter { $0.region == region }.map(\.countryCode)
            problems.append(
                "\(marketplace.name) (\(marketplace.id)) belongs to region \(marketplace.region.rawValue), but the "
                    + "call goes to \(region.rawValue); choose from \(codes.joined(separator: ", ")), or call for the "
                    + "seller's authorization in \(marketplace.region.rawValue).")
        }
        return marketplace.id
    }
}
