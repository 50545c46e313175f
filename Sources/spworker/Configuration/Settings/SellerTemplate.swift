package import OperationCatalogue
package import Secrets
package import SellerJobs

/// Sellers that are alike, named by something that may change while a worker runs.
package struct SellerTemplate: Sendable, Equatable {
    /// What names them.
    package enum Naming: Sendable, Equatable {
        /// The lines of a CSV file.
        case file(SellerFile)
        /// The names in a place of AWS.
        case place(SellerSource)
    }

    /// What names the sellers; `nil` when the configuration itself does.
    package let naming: Naming?
    /// The id of the application that they authorized.
    package let application: String
    /// The region of those that say none; `nil` when each says its own.
    package let region: Region?
    /// The stores of those that name none. Of a seller whose name tells its region, those there.
    let marketplaces: [PlacedMarketplace]
    /// The refresh token, with `{seller}` in it.
    package let refreshToken: SecretReference
    /// When they authorized the application.
    package let authorizedAt: CalendarDay?
    /// Whether calls go to Amazon's sandbox.
    package let sandbox: Bool
    /// Words by which job definitions choose sellers.
    package let tags: [String]
    /// Where it is configured.
    package let origin: SettingOrigin
}

/// A CSV file of sellers, and where it is named.
package struct SellerFile: Sendable, Equatable {
    /// As an absolute path.
    package let path: String
    /// As it is named.
    package let name: String
    /// Where it is named.
    let origin: SettingOrigin
    /// The key that names it.
    let key: String
}

extension SellerTemplate {
    /// One of its sellers.
    ///
    /// - Throws: `SecretError` when the id cannot stand in the reference.
    func seller(
        _ id: String, _ region: Region, sellerId: String? = nil, marketplaces: [Marketplace], tags more: [String] = [],
        origin: SettingOrigin
    ) throws(SecretError) -> SellerSettings {
        SellerSettings(
            id: id, application: application, region: region, sellerId: sellerId, marketplaces: marketplaces,
            refreshToken: try refreshToken.filled(seller: id, region: region.rawValue, application: application),
            authorizedAt: authorizedAt, sandbox: sandbox, tags: tags + more.filter { !tags.contains($0) },
            origin: origin)
    }
}
