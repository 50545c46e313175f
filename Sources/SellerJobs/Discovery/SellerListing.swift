package import Secrets

/// Lists the names in a place of sellers, never what lies behind them.
package protocol SellerListing: Sendable {
    /// What follows ``SellerSource/beginning`` in each name there, sorted.
    ///
    /// - Throws: `SecretError`.
    func names(in source: SellerSource) async throws(SecretError) -> [String]
}

/// Lists sellers in AWS.
package struct AWSSellerListing: SellerListing {
    private let secrets: SecretsManagerProvider
    private let parameters: ParameterStoreProvider

    /// Lists with what also reads secrets: the same keys, the same region.
    package init(secrets: SecretsManagerProvider, parameters: ParameterStoreProvider) {
        self.secrets = secrets
        self.parameters = parameters
    }

    package func names(in source: SellerSource) async throws(SecretError) -> [String] {
        let names =
            switch source {
            case .secretsPrefix(let prefix): try await secrets.list(prefix: prefix).map(\.name)
            case .parameterPath(let path): try await parameters.names(below: path)
            }
        let beginning = source.beginning
        return Set(names.filter { $0.hasPrefix(beginning) && $0.count > beginning.count })
            .map { String($0.dropFirst(beginning.count)) }.sorted()
    }
}
