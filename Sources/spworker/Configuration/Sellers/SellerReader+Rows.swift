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
    /// The sellers that a template names under `ids`.
    func rows(_ section: SettingSection) -> [SellerRow] {
        guard let node = section.node("ids") else {
            section.report("ids", "this is missing", "write ids: {file: sellers.csv} or ids: {list: [acme]}")
            return []
        }
        let ids = SettingSection(
            node, path: section.path(of: "ids"), schema: "sellerTemplates[].ids", fallback: section.origin,
            reader: reader)
        for key in ["awsSecretsPrefix", "ssmPath"] where ids.node(key) != nil {
            ids.report(
                key, "listing sellers from AWS is not available in this version",
                "write ids: {file: sellers.csv} or ids: {list: [acme]}")
        }
        let listed = ids.texts("list", due: "sellers' ids, such as [acme, globex]").compactMap { text, origin in
            row(id: text, origin: origin, path: ids.path(of: "list"))
        }
        guard let name = ids.text("file", due: "the path of a CSV file") else {
            if ids.isEmpty {
                section.report("ids", "no sellers are named", "write {file: sellers.csv} or {list: [acme]}")
            }
            return listed
        }
        return listed + table(name, ids)
    }

    private func table(_ name: String, _ ids: SettingSection) -> [SellerRow] {
        let path = reader.absolute(name, at: ids.origin(of: "file"))
        let text: String?
        do throws(ConfigurationFileFailure) {
            text = try files.text(at: path)
        } catch {
            ids.report(
                "file", "\(PrintableText.path(path)) cannot be read (\(error.reason))",
                "check its owner and permissions")
            return []
        }
        guard let text else {
            ids.report(
                "file", "\(PrintableText.path(path)) does not exist",
                "create it with the columns \(SellerTable.columnList)")
            return []
        }
        let table = SellerTable(text)
        for flaw in table.flaws { reader.report(.file(path: name, line: flaw.line), "", flaw.message, flaw.cure) }
        return table.records.compactMap { row($0, .file(path: name, line: $0.line)) }
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

    private func row(
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
