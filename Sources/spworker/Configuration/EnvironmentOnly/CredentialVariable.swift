/// A value that can be given by environment variables, and the names it goes by.
enum CredentialVariable: CaseIterable {
    case clientId
    case clientSecret
    case refreshToken
    case region
    case endpoint
    case lwaEndpoint
    case sandbox

    /// The names in order of precedence: ours, then those of Amazon's examples, then those of other clients.
    var names: [String] {
        switch self {
        case .clientId:
            ["SP_CLIENT_ID", "SP_API_CLIENT_ID", "LWA_CLIENT_ID", "LWA_APP_ID", "SELLING_PARTNER_APP_CLIENT_ID"]
        case .clientSecret:
            ["SP_CLIENT_SECRET", "SP_API_CLIENT_SECRET", "LWA_CLIENT_SECRET", "SELLING_PARTNER_APP_CLIENT_SECRET"]
        case .refreshToken: ["SP_REFRESH_TOKEN", "SP_API_REFRESH_TOKEN", "LWA_REFRESH_TOKEN"]
        case .region: ["SP_REGION", "SP_API_REGION"]
        case .endpoint: ["SP_ENDPOINT", "SP_API_BASE_URL"]
        case .lwaEndpoint: ["SP_LWA_ENDPOINT", "SP_API_OAUTH_URL"]
        case .sandbox: ["SP_SANDBOX"]
        }
    }

    /// Names that a widespread client extends with one underscore and an account, where ours takes two.
    static let singleUnderscore: Set = ["SP_API_REFRESH_TOKEN", "LWA_APP_ID", "LWA_CLIENT_SECRET"]

    /// Takes a variable's name apart.
    ///
    /// - Returns: What it gives, the place of its name in the order of precedence, the seller's suffix in capitals
    ///   (`nil` for none), and whether it holds the path of a file; `nil` for every other variable.
    static func parse(
        _ name: String
    ) -> (variable: CredentialVariable, rank: Int, suffix: String?, isFile: Bool)? {
        var best: (length: Int, result: (CredentialVariable, Int, String?, Bool))?
        for variable in allCases {
            for (rank, base) in variable.names.enumerated() where name.hasPrefix(base) && base.count > best?.length ?? 0
            {
                guard let (suffix, isFile) = tail(name.dropFirst(base.count), of: base) else { continue }
                best = (base.count, (variable, rank, suffix, isFile))
            }
        }
        return best?.result
    }

    private static func tail(_ tail: Substring, of base: String) -> (suffix: String?, isFile: Bool)? {
        var tail = tail
        let isFile = tail.hasSuffix("_FILE") || tail.hasPrefix("_FILE__")
        if tail.hasSuffix("_FILE") {
            tail = tail.dropLast(5)
        } else if isFile {
            tail = tail.dropFirst(5)
        }
        if tail.isEmpty { return (nil, isFile) }
        let dashes = tail.hasPrefix("__") ? 2 : singleUnderscore.contains(base) && tail.hasPrefix("_") ? 1 : 0
        let suffix = tail.dropFirst(dashes)
        guard dashes > 0, isSuffix(suffix) else { return nil }
        // A seller FILE_ACME, or a file for ACME? The one's value is a token, the other's a path.
        if dashes == 1, !isFile, suffix.hasPrefix("FILE_") { return nil }
        return (String(suffix), isFile)
    }

    /// Whether a seller can go by this suffix: capitals, digits and `_`, which does not come first.
    static func isSuffix(_ text: some StringProtocol) -> Bool {
        !text.isEmpty && text.first != "_"
            && text.allSatisfy { $0.isASCII && ($0.isUppercase || $0.isNumber || $0 == "_") }
    }
}
