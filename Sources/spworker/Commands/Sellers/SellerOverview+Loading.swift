import JobModel
import JobStore
import OperationCatalogue
import Overview
import Secrets

extension SellerOverview {
    /// Every configured seller, and those that only the store knows, by name.
    ///
    /// - Parameter configuration: With the sellers that were found elsewhere.
    static func all(_ configuration: Configuration, store: any QueueReading) async throws -> [SellerOverview] {
        let rows = try await store.authorizations()
        let lanes = Dictionary(grouping: try await store.lanes()) { $0.lane.authorizationID }
        return all(configuration.sellers.map(\.configured), rows, lanes)
    }
}

extension [SellerOverview] {
    /// The same sellers with what is known of their tokens.
    func withTokens(_ session: QueueSession) async throws -> [SellerOverview] {
        with(try await session.heldTokens())
    }
}

extension SellerSettings {
    /// What may be told of it.
    var configured: ConfiguredSeller {
        ConfiguredSeller(
            key: AuthorizationKey(application: application, seller: id, region: region.rawValue), sellerID: sellerId,
            marketplaces: marketplaces, tags: tags, isSandbox: sandbox, refreshToken: refreshToken.description,
            renewal: renewal, origin: "\(origin)")
    }
}
