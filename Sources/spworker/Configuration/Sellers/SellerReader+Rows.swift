import OperationCatalogue
import Secrets

/// One seller that a template is filled in for.
struct SellerRow {
    let id: String
    let region: Region?
    let sellerId: String?
    let marketplaces: [PlacedMarketplace]
    let tags: [String]
    let origin: SettingOrigin
}

extension SellerReader {
    /// The sellers in a CSV file. Blocks.
    func rows(_ file: SellerFile) -> [SellerRow] {
        let text: String?
        do throws(ConfigurationFileFailure) {
            text = try files.text(at: file.path)
        } catch {
            reader.report(
                file.origin, file.key, "\(PrintableText.path(file.path)) cannot be read (\(error.reason))",
                "check its owner and permissions")
            return []
        }
        guard let text else {
            reader.report(
                file.origin, file.key, "\(PrintableText.path(file.path)) does not exist",
                "create it with the columns \(SellerTable.columnList)")
            return []
        }
        let table = SellerTable(text)
        for flaw in table.flaws {
            reader.report(.file(path: file.name, line: flaw.line), "", flaw.message, flaw.cure)
        }
        return table.records.compactMap { row($0, .file(path: file.name, line: $0.line)) }
    }

    private func row(_ record: SellerTable.Record, _ origin: SettingOrigin) -> SellerRow? {
        let marketplaces = record.words("marketplaces").compactMap { marketplace($0, origin, "marketplaces") }
        let tags = record.words("tags").compactMap { tag($0, origin, "tags") }
        var region: Region?
        if let text = record["region"] {
            do throws(RegionText.Flaw) {
                region = try RegionText.parse(text)
            } catch {
                reader.report(origin, "region", error.message, error.cure)
                return nil
            }
        }
        return row(
            id: record["id"] ?? "", origin: origin, path: "id", region: region, sellerId: record["sellerId"],
            marketplaces: marketplaces, tags: tags)
    }

    func row(
        id: String, origin: SettingOrigin, path: String, region: Region? = nil, sellerId: String? = nil,
        marketplaces: [PlacedMarketplace] = [], tags: [String] = []
    ) -> SellerRow? {
        guard SecretTemplate.accepts(id), id.count <= 64 else {
            reader.report(
                origin, path, "\(id.isEmpty ? "nothing" : PrintableText.quoted(id)) cannot be a seller's id",
                "use letters, digits, '.', '_' and '-', at most 64 characters")
            return nil
        }
        return SellerRow(
            id: id, region: region, sellerId: sellerId, marketplaces: marketplaces, tags: tags, origin: origin)
    }
}
