/// What a file of another client holds, read and checked.
struct ImportedSettings: Sendable {
    let format: ImportFormat
    /// At least one, each with an id of its own.
    let accounts: [ImportedAccount]
    /// What is not taken over.
    let notices: [String]

    /// Reads a file.
    ///
    /// - Parameters:
    ///   - bytes: Its content.
    ///   - name: Its name in messages.
    ///   - format: Its format, or `nil` to tell it from the content.
    ///   - seller: The id of the one seller in it, or `nil` to take the file's own name for it, else `default`.
    /// - Throws: Every problem at once, with key and line, never with a value.
    init(
        _ bytes: [UInt8], name: String, format: ImportFormat? = nil, seller: String? = nil
    ) throws(ConfigurationError) {
        let document: ImportDocument
        do throws(ConfigurationProblem) {
            document = try ImportDocument(ImportText(bytes, name: name))
        } catch {
            throw ConfigurationError([error])
        }
        guard let format = format ?? FormatRecognition.format(of: document) else {
            throw ConfigurationError([FormatRecognition.unknown(document)])
        }
        var findings = ImportFindings()
        let sections = format.sections(document.root, &findings)
        if sections.isEmpty, findings.problems.isEmpty {
            findings.report(document.root.origin, "", "there are no accounts in this file", "name another file")
        }
        let reader = AccountReader(format: format)
        var accounts = sections.compactMap { reader.account($0, &findings) }
        Self.nameAccounts(&accounts, seller: seller, isComplete: accounts.count == sections.count, &findings)
        Self.noticeSharedTokens(accounts, &findings)
        guard findings.problems.isEmpty else { throw ConfigurationError(findings.problems) }
        self.format = format
        self.accounts = accounts
        notices = findings.notices
    }

    private static func nameAccounts(
        _ accounts: inout [ImportedAccount], seller: String?, isComplete: Bool, _ findings: inout ImportFindings
    ) {
        if let seller {
            if accounts.count > 1 {
                findings.report(
                    .flag("--seller"), "", "the file holds \(accounts.count) accounts, which one name does not fit",
                    "leave the flag out and rename the accounts in the file")
            } else if !accounts.isEmpty {
                accounts[0].id = seller
            }
        }
        for index in accounts.indices where accounts[index].id == nil {
            accounts[index].id = accounts.count == 1 ? "default" : "account-\(index + 1)"
        }
        // Files are told apart without regard to case on some disks.
        var seen: [String: ImportedAccount] = [:]
        for account in accounts where isComplete {
            guard let id = account.id, let other = seen.updateValue(account, forKey: id.lowercased()) else { continue }
            findings.report(
                account.origin, "", "the seller's id \(id) is that of the account at \(other.origin) too",
                "rename one of the accounts in the file")
        }
    }

    /// One token is one authorization: two names for it would be two sellers that share a usage plan and do not know.
    private static func noticeSharedTokens(_ accounts: [ImportedAccount], _ findings: inout ImportFindings) {
        for (index, account) in accounts.enumerated() {
            guard let token = account.refreshToken,
                let other = accounts[..<index].first(where: { $0.refreshToken == token })
            else { continue }
            findings.notice(
                "the accounts \(other.id ?? "") and \(account.id ?? "") hold the same refresh token; keep one of them")
        }
    }
}
