import JobModel
import JobStore
import OperationCatalogue
import Secrets
import SellerJobs

/// A secret reference of the configuration, and what it is for.
struct SecretUse: Sendable, Hashable {
    /// What the secret is.
    enum Role: Sendable, Hashable {
        case clientID, clientSecret, refreshToken
        /// A key that seals tokens. The first one seals, the others only open.
        case sealingKey(isFirst: Bool)
        case hookURL, hookSecret, proxy, database
        /// What visitors of the dashboard show.
        case dashboardToken
    }

    let role: Role
    let reference: SecretReference
    /// Whose it is, for people.
    let owner: String
    /// The seller, for a refresh token.
    var seller: AuthorizationKey?

    /// What it is, for people.
    var title: String {
        switch role {
        case .clientID: "\(owner), client id"
        case .clientSecret: "\(owner), client secret"
        case .refreshToken: "\(owner), refresh token"
        case .sealingKey: "tokens.keys, \(owner)"
        case .hookURL: "\(owner), URL"
        case .hookSecret: "\(owner), secret"
        case .proxy, .database, .dashboardToken: owner
        }
    }

    /// Every reference that counts when these sellers are looked at, each place once.
    static func all(in configuration: Configuration, sellers: [SellerSettings]) -> [SecretUse] {
        var uses: [SecretUse] = []
        if case .reference(let reference) = configuration.database {
            uses.append(SecretUse(role: .database, reference: reference, owner: "database"))
        }
        if case .reference(let reference)? = configuration.http.proxy {
            uses.append(SecretUse(role: .proxy, reference: reference, owner: "http.proxy"))
        }
        let wanted = Set(sellers.map(\.application))
        for application in configuration.applications where wanted.contains(application.id) {
            let owner = "application \(application.id)"
            uses.append(SecretUse(role: .clientID, reference: application.clientId, owner: owner))
            uses.append(SecretUse(role: .clientSecret, reference: application.clientSecret, owner: owner))
        }
        uses += sellers.map {
            SecretUse(
                role: .refreshToken, reference: $0.refreshToken, owner: "\($0.id)/\($0.region.rawValue)",
                seller: $0.key)
        }
        if configuration.tokens.store {
            uses += configuration.tokens.keys.enumerated().map { index, reference in
                SecretUse(role: .sealingKey(isFirst: index == 0), reference: reference, owner: "key \(index + 1)")
            }
        }
        uses += (configuration.dashboard?.references ?? []).map { key, reference in
            SecretUse(role: .dashboardToken, reference: reference, owner: key)
        }
        return uses + hooks(configuration.hooks.targets)
    }

    private static func hooks(_ targets: HookTargets) -> [SecretUse] {
        let uses = targets.targets.sorted { $0.key.rawValue < $1.key.rawValue }.flatMap { hook, targets in
            targets.flatMap { target -> [SecretUse] in
                guard case .post(let address, let secret) = target.way else { return [] }
                var uses: [SecretUse] = []
                if case .reference(let reference) = address {
                    uses.append(SecretUse(role: .hookURL, reference: reference, owner: hook.rawValue))
                }
                if let secret { uses.append(SecretUse(role: .hookSecret, reference: secret, owner: hook.rawValue)) }
                return uses
            }
        }
        var seen: Set<SecretUse> = []
        return uses.filter { seen.insert($0).inserted }
    }
}

extension SellerSettings {
    /// Application, seller and region.
    var key: AuthorizationKey { AuthorizationKey(application: application, seller: id, region: region.rawValue) }
}
