import OperationCatalogue
import Secrets
import SellerJobs

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

    /// What one entry under `sellerTemplates` says.
    func templates(_ section: SettingSection) -> SellerTemplates {
        let application = application(section)
        let marketplaces = marketplaces(section)
        let reference = section.required(
            "refreshToken", "\"file:secrets/{seller}.json#refreshToken\"", section.reference)
        if let reference, !reference.placeholders.contains(.seller) {
            let cure = "put {seller} where the sellers differ"
            section.report("refreshToken", "every seller of the template would share one token", cure)
        }
        let shared = shared(section)
        let ids = ids(section)
        let rows = ids.file.map { self.rows($0) } ?? []
        let everyoneSaysRegion = Self.everyoneSaysRegion(ids, ids.listed + rows, reference, application)
        let region =
            section.node("region") == nil && everyoneSaysRegion
            ? nil : region(section, marketplaces: marketplaces.map(\.marketplace))
        guard let application, let reference, reference.placeholders.contains(.seller) else {
            return SellerTemplates()
        }
        func template(_ naming: SellerTemplate.Naming?) -> SellerTemplate {
            SellerTemplate(
                naming: naming, application: application, region: region, marketplaces: marketplaces,
                refreshToken: reference, authorizedAt: shared.authorizedAt, sandbox: shared.sandbox,
                tags: shared.tags, origin: section.origin)
        }
        if !ids.places.isEmpty, let region { check(marketplaces, region) }
        var read = SellerTemplates(listed: sellers(template(nil), ids.listed), tabled: sellers(template(nil), rows))
        if let file = ids.file { read.templates.append(template(.file(file))) }
        read.templates += ids.places.map { template(.place($0)) }
        return read
    }

    private static func everyoneSaysRegion(
        _ ids: SellerIds, _ rows: [SellerRow], _ reference: SecretReference?, _ application: String?
    ) -> Bool {
        let places = ids.places.allSatisfy { place in
            reference.map { SellerNamePattern($0, in: place, application: application ?? "").maybeTellsRegion } ?? false
        }
        return places && rows.allSatisfy { $0.region != nil } && !(rows.isEmpty && ids.places.isEmpty)
    }

    /// The sellers that a template and rows make together.
    func sellers(_ template: SellerTemplate, _ rows: [SellerRow]) -> [SellerSettings] {
        rows.compactMap { row in
            guard let region = row.region ?? template.region else {
                reader.report(
                    row.origin, "region", "this is missing", "write NA, EU or FE here, or region: in the template")
                return nil
            }
            let stores = row.marketplaces.isEmpty ? template.marketplaces : row.marketplaces
            check(stores, region)
            do throws(SecretError) {
                return try template.seller(
                    row.id, region, sellerId: row.sellerId, marketplaces: stores.map(\.marketplace), tags: row.tags,
                    origin: row.origin)
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
