import JobModel
package import OperationCatalogue
package import Secrets
import SellerJobs

/// A seller in one region.
package struct SellerSettings: Sendable, Equatable {
    /// The name by which jobs refer to the seller; the same in every region.
    package let id: String
    /// The id of the application that the seller authorized.
    package let application: String
    /// The region of this authorization.
    package let region: Region
    /// Amazon's id of the seller, which fills a missing sellerId parameter.
    package let sellerId: String?
    /// The stores; empty when none are configured.
    package let marketplaces: [Marketplace]
    /// The refresh token.
    package let refreshToken: SecretReference
    /// When the seller authorized the application, to warn before the yearly renewal.
    package let authorizedAt: CalendarDay?
    /// Whether calls go to Amazon's sandbox. Defaults to no.
    package let sandbox: Bool
    /// Words by which job definitions choose sellers.
    package let tags: [String]
    /// Where it is configured.
    package let origin: SettingOrigin
}

extension SellerSettings {
    /// When the seller must authorize the application anew; `nil` when nobody has said since when it has been authorized.
    var renewal: YearlyRenewal? {
        authorizedAt.map { YearlyRenewal(authorizedAt: Timestamp(microseconds: $0.wallMicroseconds)) }
    }
}
