import OperationCatalogue
import Secrets

/// Reads one account. Whatever is missing or does not fit is reported, all of it at once.
struct AccountReader {
    let format: ImportFormat

    private typealias Fields = [CredentialField: SettingNode.Entry]

    /// The account, or `nil` when something essential could not be read.
    func account(_ section: AccountSection, _ findings: inout ImportFindings) -> ImportedAccount? {
        let fields = fields(section, &findings)
        let id = id(section, &findings)
        let clientID = value(.clientID, fields, section, &findings)
        let clientSecret = value(.clientSecret, fields, section, &findings)
        var refreshToken: String?
        if format.needsRefreshToken || fields[.refreshToken] != nil {
            refreshToken = value(.refreshToken, fields, section, &findings)
            if refreshToken == nil { return nil }
        }
        let (region, marketplaces) = PlaceReader(section: section).place(
            region: fields[.region], marketplace: fields[.marketplace], &findings)
        let isSandbox = isSandbox(fields[.environment], section, &findings)
        let sellerID = sellerID(fields[.sellerID], section, &findings)
        guard let clientID, let clientSecret else { return nil }
        return ImportedAccount(
            id: id, origin: section.origin, clientID: Secret(clientID), clientSecret: Secret(clientSecret),
            refreshToken: refreshToken.map(Secret.init), region: region, marketplaces: marketplaces, sellerID: sellerID,
            isSandbox: isSandbox)
    }

    // MARK: Keys

    private func fields(_ section: AccountSection, _ findings: inout ImportFindings) -> Fields {
        var fields: Fields = [:]
        for entry in section.entries {
            if let field = CredentialField.named(entry.key) {
                guard let other = fields.updateValue(entry, forKey: field) else { continue }
                let names = other.key == entry.key ? "" : " as \(PrintableText.key(other.key))"
                findings.report(
                    entry.origin, section.path(of: entry.key), "this stands at \(other.origin) already\(names)",
                    "keep one of them")
            } else if CredentialField.isRetired(entry.key) {
                findings.notice("AWS keys and roles are not taken over: Amazon's API no longer takes them")
            } else if !Self.settled.contains(CredentialField.plain(entry.key)) {
                findings.notice("\(entry.origin): \(section.path(of: entry.key)) is not known and not taken over")
            }
        }
        return fields
    }

    private func id(_ section: AccountSection, _ findings: inout ImportFindings) -> String? {
        guard let name = section.name else { return nil }
        let id = ImportedAccount.id(from: name)
        if let id, !PrintableText.looksSecret(name) { return id }
        findings.report(
            section.origin, "", "the account's name \(PrintableText.quoted(name)) cannot be a seller's id",
            "name it with letters, digits, '.', '_' and '-'")
        return nil
    }

    /// The text of a field; a missing one and one that is no value are reported.
    private func value(
        _ field: CredentialField, _ fields: Fields, _ section: AccountSection, _ findings: inout ImportFindings
    ) -> String? {
        guard let entry = fields[field] else {
            findings.report(
                section.origin, section.path(of: format.name(of: field)), "this is missing", "add it, with its value")
            return nil
        }
        switch AccountValue.text(entry.node) {
        case .success(let text): return text
        case .failure(let flaw):
            findings.report(entry.node.origin, section.path(of: entry.key), flaw.message, flaw.cure)
            return nil
        }
    }

    // MARK: What is not secret

    private func isSandbox(
        _ entry: SettingNode.Entry?, _ section: AccountSection, _ findings: inout ImportFindings
    ) -> Bool {
        guard let entry, case .scalar(let text, _) = entry.node.value, !entry.node.isNull, !text.isEmpty else {
            return false
        }
        if let flag = ["production": false, "sandbox": true][text.lowercased()] { return flag }
        findings.report(
            entry.node.origin, section.path(of: entry.key),
            "\(PrintableText.quoted(text)) is no environment of Amazon's",
            "write PRODUCTION or SANDBOX")
        return false
    }

    private func sellerID(
        _ entry: SettingNode.Entry?, _ section: AccountSection, _ findings: inout ImportFindings
    ) -> String? {
        guard let entry, case .scalar(let text, _) = entry.node.value, !entry.node.isNull, !text.isEmpty else {
            return nil
        }
        let isPlain = (5...32).contains(text.count) && text.allSatisfy { $0.isASCII && ($0.isUppercase || $0.isNumber) }
        if isPlain { return text }
        findings.notice(
            "\(entry.origin): \(section.path(of: entry.key)) is not taken over: it does not look like Amazon's id"
        )
        return nil
    }

    /// Keys that mean something to their own program only, without case, `_` and `-`.
    private static let settled: Set<String> = [
        // Airbyte
        "authtype", "appid", "accounttype", "replicationstartdate", "replicationenddate", "periodindays",
        "reportoptions", "reportoptionslist", "financialeventsstep", "waittoavoidfatalerrors", "advancedstreamoptions",
        "maxasyncjobcount", "numworkers",
        // FikaAmazonAPI
        "isactivelimitrate", "isdebugmode", "maxthrottledretrycount", "proxyaddress",
    ]
}
