import OperationCatalogue

/// Regions as people write them.
enum RegionText {
    struct Flaw: Error {
        let message: String
        let cure: String
    }

    /// Reads `NA`, `EU` or `FE`, whatever the case of the letters. A country gets a hint.
    static func parse(_ text: String) throws(Flaw) -> Region {
        if let region = Region(rawValue: text.uppercased()) { return region }
        if let place = Marketplace.named(text) {
            throw Flaw(
                message: "\(PrintableText.quoted(text)) is a marketplace (\(place.name)), not a region",
                cure: "write \(place.region.rawValue)")
        }
        throw Flaw(message: "\(PrintableText.quoted(text)) is not a region", cure: "write NA, EU or FE")
    }
}
