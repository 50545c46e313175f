import Secrets
import SellerJobs

/// What `ids` of a template says.
struct SellerIds {
    /// Those that the configuration itself names.
    var listed: [SellerRow] = []
    var file: SellerFile?
    var places: [SellerSource] = []
}

extension SellerReader {
    /// Reads `ids` of a template.
    func ids(_ section: SettingSection) -> SellerIds {
        guard let node = section.node("ids") else {
            section.report("ids", "this is missing", "write ids: {file: sellers.csv} or ids: {list: [acme]}")
            return SellerIds()
        }
        let ids = SettingSection(
            node, path: section.path(of: "ids"), schema: "sellerTemplates[].ids", fallback: section.origin,
            reader: reader)
        if ids.isEmpty { section.report("ids", "no sellers are named", "write {file: sellers.csv} or {list: [acme]}") }
        let listed = ids.texts("list", due: "sellers' ids, such as [acme, globex]").compactMap { text, origin in
            row(id: text, origin: origin, path: ids.path(of: "list"))
        }
        let file = ids.text("file", due: "the path of a CSV file").map { name in
            SellerFile(
                path: reader.absolute(name, at: ids.origin(of: "file")), name: name, origin: ids.origin(of: "file"),
                key: ids.path(of: "file"))
        }
        return SellerIds(listed: listed, file: file, places: places(ids))
    }

    private func places(_ ids: SettingSection) -> [SellerSource] {
        let prefix = place("awsSecretsPrefix", .awsSecretsManager, ids) {
            ids.value($0, due: "how the names of secrets begin, such as prod/spapi/sellers/", Self.prefix)
        }
        let path = place("ssmPath", .awsParameterStore, ids) {
            ids.value($0, due: "a path of parameters, such as /prod/spapi/sellers/", Self.path)
        }
        return [prefix.map { .secretsPrefix($0) }, path.map { .parameterPath($0) }].compactMap { $0 }
    }

    private func place(
        _ key: String, _ scheme: SecretReference.Scheme, _ ids: SettingSection, _ read: (String) -> String?
    ) -> String? {
        guard ids.node(key) != nil else { return nil }
        if reader.sources.contains(scheme) { return read(key) }
        ids.report(
            key, "listing sellers from AWS is not available in this version",
            "write ids: {file: sellers.csv} or ids: {list: [acme]}")
        return nil
    }

    /// The beginning of names in Secrets Manager, which knows these characters.
    private static func prefix(_ text: String) -> String? {
        let isFit = !text.isEmpty && text.utf8.allSatisfy { isOrdinary($0) || "/_+=.@-".utf8.contains($0) }
        return isFit && text.utf8.count <= 512 ? text : nil
    }

    /// A path in Parameter Store with a slash at its end.
    private static func path(_ text: String) -> String? {
        let path = text.hasSuffix("/") ? text : text + "/"
        let isFit =
            path.hasPrefix("/") && path != "/" && !path.contains("//")
            && path.utf8.allSatisfy { isOrdinary($0) || "/_.-".utf8.contains($0) }
        return isFit && path.utf8.count <= 1011 ? path : nil
    }

    private static func isOrdinary(_ byte: UInt8) -> Bool {
        switch byte {
        case 0x30...0x39, 0x41...0x5A, 0x61...0x7A: true
        default: false
        }
    }
}
