import OperationCatalogue
import Secrets

/// Reads the entries under `sellers` and expands those under `sellerTemplates`.
struct SellerReader {
    let reader: SettingReader
    let files: any ConfigurationFiles
    /// The applications' ids, those that could not be read in full included.
    let applications: [String]

    private static let marketplacesDue = "country codes or marketplace ids, such as [DE, FR]"

    /// The seller of one entry; `nil` when it lacks what it needs, which is reported.
    func seller(_ section: SettingSection) -> SellerSettings? {
        let id = section.identifier("id", of: "seller")
        let application = application(section)
        let marketplaces = marketplaces(section)
        let region = region(section, marketplaces: marketplaces.map(\.marketplace))
        let refreshToken = section.required("refreshToken", "file:secrets/acme.json#refreshToken", section.reference)
        if let refreshToken, !refreshToken.placeholders.isEmpty, refreshToken.scheme != .exec {
            section.report("refreshToken", "placeholders work in templates only", "move the seller to sellerTemplates")
        }
        let sellerId = section.text("sellerId", due: "Amazon's id of the seller, such as A2EXAMPLE")
        let shared = shared(section)
        guard let id, let application, let region, let refreshToken else { return nil }
        check(marketplaces, region)
        return SellerSettings(
            id: id, application: application, region: region, sellerId: sellerId,
            marketplaces: marketplaces.map(\.marketplace), refreshToken: refreshToken,
            authorizedAt: shared.authorizedAt, sandbox: shared.sandbox, tags: shared.tags, origin: section.origin)
    }

    /// The sellers of one template.
    func sellers(template section: SettingSection) -> [SellerSettings] {
        let application = application(section)
        let marketplaces = marketplaces(section)
        let reference = section.required(
            "refreshToken", "\"file:secrets/{seller}.json#refreshToken\"", section.reference)
        if let reference, !reference.placeholders.contains(.seller) {
            let cure = "put {seller} where the sellers differ"
            section.report("refreshToken", "every seller of the template would share one token", cure)
        }
        let shared = shared(section)
        let rows = rows(section)
        let everyRowHasRegion = !rows.isEmpty && rows.allSatisfy { $0.region != nil }
        let region =
            section.node("region") == nil && everyRowHasRegion
            ? nil : region(section, marketplaces: marketplaces.map(\.marketplace))
        guard let application, let reference, reference.placeholders.contains(.seller) else { return [] }
        return rows.compactMap { row in
            guard let region = row.region ?? region else { return nil }
            let stores = row.marketplaces.isEmpty ? marketplaces : row.marketplaces
            check(stores, region)
            do throws(SecretError) {
                return SellerSettings(
                    id: row.id, application: application, region: region, sellerId: row.sellerId,
                    marketplaces: stores.map(\.marketplace),
                    refreshToken: try reference.filled(
                        seller: row.id, region: region.rawValue, application: application),
                    authorizedAt: shared.authorizedAt, sandbox: shared.sandbox,
                    tags: shared.tags + row.tags.filter { !shared.tags.contains($0) }, origin: row.origin)
            } catch {
                reader.report(row.origin, "refreshToken", error.message, error.cure)
                return nil
            }
        }
    }

    // MARK: Keys that both have

    private func application(_ section: SettingSection) -> String? {
        guard section.node("application") != nil else {
            if applications.count == 1 { return applications[0] }
            let cure =
                applications.isEmpty ? "add an entry under applications" : "write application: \(applications[0])"
            section.report("application", "it is not said which application the seller authorized", cure)
            return nil
        }
        guard let name = section.text("application") else { return nil }
        if applications.contains(name) { return name }
        let cure =
            Suggestion.nearest(to: name, among: applications).map { "did you mean \($0)?" }
            ?? (applications.isEmpty
                ? "add an entry under applications" : "the applications are \(applications.joined(separator: ", "))")
        section.report("application", "there is no application \(PrintableText.quoted(name))", cure)
        return nil
    }

    private func region(_ section: SettingSection, marketplaces: [Marketplace]) -> Region? {
        guard section.node("region") != nil else {
            let regions = Set(marketplaces.map(\.region))
            let cure = regions.count == 1 ? "write region: \(regions.first?.rawValue ?? "NA")" : "write NA, EU or FE"
            section.report("region", "this is missing", cure)
            return nil
        }
        guard let text = section.text("region", due: "NA, EU or FE") else { return nil }
        do throws(RegionText.Flaw) {
            return try RegionText.parse(text)
        } catch {
            section.report("region", error.message, error.cure)
            return nil
        }
    }

    private func marketplaces(_ section: SettingSection) -> [PlacedMarketplace] {
        section.texts("marketplaces", due: Self.marketplacesDue).compactMap { text, origin in
            marketplace(text, origin, section.path(of: "marketplaces"))
        }
    }

    private func shared(_ section: SettingSection) -> (authorizedAt: CalendarDay?, sandbox: Bool, tags: [String]) {
        let day = section.value("authorizedAt", due: "a day such as 2026-02-01") { CalendarDay($0) }
        let tags = section.texts("tags", due: "words, such as [premium]").compactMap { text, origin in
            tag(text, origin, section.path(of: "tags"))
        }
        return (day, section.flag("sandbox") ?? false, tags)
    }

    // MARK: Checks

    func marketplace(_ text: String, _ origin: SettingOrigin, _ path: String) -> PlacedMarketplace? {
        if let found = Marketplace.named(text) {
            return PlacedMarketplace(marketplace: found, text: text, origin: origin, path: path)
        }
        reader.report(
            origin, path, "\(PrintableText.quoted(text)) is no marketplace of Amazon's", "write \(Self.marketplacesDue)"
        )
        return nil
    }

    func tag(_ text: String, _ origin: SettingOrigin, _ path: String) -> String? {
        if SecretTemplate.accepts(text), text.count <= 64 { return text }
        reader.report(
            origin, path, "\(PrintableText.quoted(text)) cannot be a tag", "use letters, digits, '.', '_' and '-'")
        return nil
    }

    private func check(_ marketplaces: [PlacedMarketplace], _ region: Region) {
        for placed in marketplaces where placed.marketplace.region != region {
            let place = placed.marketplace
            reader.report(
                placed.origin, placed.path,
                "\(PrintableText.quoted(placed.text)) (\(place.name)) lies in \(place.region.rawValue), not in \(region.rawValue)",
                "add an entry with region: \(place.region.rawValue) and its own refresh token")
        }
    }
}

/// A marketplace, and where it was named.
struct PlacedMarketplace {
    let marketplace: Marketplace
    let text: String
    let origin: SettingOrigin
    let path: String
}
