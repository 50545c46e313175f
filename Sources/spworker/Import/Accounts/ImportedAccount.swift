import OperationCatalogue
import Secrets

/// What another client's settings say about one account.
struct ImportedAccount: Sendable, Equatable {
    /// The seller's id that its name makes, or `nil` when it has no name.
    var id: String?
    /// Where it stands.
    let origin: SettingOrigin
    let clientID: Secret
    let clientSecret: Secret
    /// The seller's refresh token; `nil` when the settings describe an application only.
    let refreshToken: Secret?
    /// The region, or `nil` when the settings do not say.
    let region: Region?
    let marketplaces: [Marketplace]
    /// Amazon's id of the seller.
    let sellerID: String?
    let isSandbox: Bool

    /// All values that must not be seen.
    var secrets: [Secret] { [clientID, clientSecret] + [refreshToken].compactMap(\.self) }

    /// A name as an id of ours: `-` for every character that an id cannot hold, at most 64 of them.
    static func id(from name: String) -> String? {
        var id = ""
        for character in name.prefix(64) {
            let isAllowed = SecretTemplate.accepts(String(character)) || character == "."
            let part: Character = isAllowed && !(character == "." && id.hasSuffix(".")) ? character : "-"
            if part != "-" || id.last != "-" { id.append(part) }
        }
        while id.last == "-" { id.removeLast() }
        let trimmed = String(id.drop { $0 == "-" || $0 == "." })
        return SecretTemplate.accepts(trimmed) ? trimmed : nil
    }
}
