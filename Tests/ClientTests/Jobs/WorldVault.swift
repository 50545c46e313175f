import Sandbox
import Secrets

/// The made-up secrets of a world, each under a name.
struct WorldVault: SecretProvider {
    let schemes: Set<SecretReference.Scheme> = [.environment]
    private let values: [String: String]

    init(_ world: World) {
        var values: [String: String] = [:]
        for application in world.applications {
            values[Self.clientID(application.id)] = application.clientId
            values[Self.clientSecret(application.id)] = application.clientSecrets.first
        }
        for seller in world.sellers { values[Self.refreshToken(seller.id)] = seller.refreshTokens.first }
        self.values = values
    }

    static func clientID(_ application: String) -> String { "CLIENT_ID_\(application)" }
    static func clientSecret(_ application: String) -> String { "CLIENT_SECRET_\(application)" }
    static func refreshToken(_ seller: String) -> String { "REFRESH_TOKEN_\(seller)" }

    func resolve(_ reference: SecretReference) async throws(SecretError) -> ResolvedSecret {
        guard let value = values[reference.name] else {
            throw SecretError(
                .notFound, reference: reference.description, message: "the world has no such secret",
                cure: "name one of its applications or sellers")
        }
        return ResolvedSecret(secret: Secret(value), source: "the world")
    }
}
