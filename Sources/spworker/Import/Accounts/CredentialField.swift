/// What a key of another client's settings says.
enum CredentialField: CaseIterable, Sendable {
    case clientID
    case clientSecret
    case refreshToken
    /// The region, or a country in it.
    case region
    /// One marketplace or several, by id or country.
    case marketplace
    /// Amazon's id of the seller.
    case sellerID
    /// Amazon's production or its sandbox.
    case environment

    /// What a key says, whatever its case, `_` and `-`; `nil` for a key that says none of this.
    static func named(_ key: String) -> CredentialField? { byKey[plain(key)] }

    /// Whether a key is left from the days when requests were signed with AWS keys.
    static func isRetired(_ key: String) -> Bool { retired.contains(plain(key)) }

    /// The key without case, `_`, `-` and blanks.
    static func plain(_ key: String) -> String { key.lowercased().filter { !"_- ".contains($0) } }

    private var keys: [String] {
        switch self {
        case .clientID:
            [
                "clientid", "lwaappid", "lwaclientid", "appclientid", "sellingpartnerappclientid", "spapiclientid",
                "spclientid",
            ]
        case .clientSecret:
            [
                "clientsecret", "lwaclientsecret", "appclientsecret", "sellingpartnerappclientsecret",
                "spapiclientsecret", "spclientsecret",
            ]
        case .refreshToken:
            ["refreshtoken", "lwarefreshtoken", "spapirefreshtoken", "sprefreshtoken", "sellingpartnerrefreshtoken"]
        case .region: ["region", "regioncode", "spregion", "spapiregion"]
        case .marketplace: ["marketplace", "marketplaces", "marketplaceid", "marketplaceids"]
        case .sellerID: ["sellerid", "merchantid"]
        case .environment: ["environment", "awsenvironment"]
        }
    }

    private static let byKey: [String: CredentialField] = Dictionary(
        allCases.flatMap { field in field.keys.map { ($0, field) } }, uniquingKeysWith: { first, _ in first })

    private static let retired: Set<String> = [
        "accesskey", "secretkey", "rolearn", "awsaccesskey", "awssecretkey", "awsaccesskeyid", "awssecretaccesskey",
        "awssessiontoken", "awsregion", "awssellingpartneraccesskeyid", "awssellingpartnersecretaccesskey",
        "awssellingpartnerrole", "awssellingpartnersessiontoken", "sellingpartneraccesskeyid", "spapiaccesskey",
        "spapisecretkey", "spapirolearn",
    ]
}
