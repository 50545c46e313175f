import OperationCatalogue
import Secrets

/// What becomes of imported accounts: entries of the configuration, and files that hold their secrets.
struct ImportPlan: Sendable {
    /// An entry under `applications`.
    struct Application: Sendable, Equatable {
        let id: String
        /// Its secret file, from the configuration's folder.
        let file: String
        /// Whether the configuration has the entry already.
        let isConfigured: Bool

        var clientID: SecretReference { .file(file, key: "clientId") }
        var clientSecret: SecretReference { .file(file, key: "clientSecret") }
    }

    /// An entry under `sellers`.
    struct Seller: Sendable, Equatable {
        let id: String
        let application: String
        let region: Region
        /// Whether the file did not say the region.
        let isRegionAssumed: Bool
        let marketplaces: [Marketplace]
        let sellerID: String?
        let isSandbox: Bool
        /// Its secret file, from the configuration's folder.
        let file: String

        var refreshToken: SecretReference { .file(file, key: "refreshToken") }
    }

    /// A file that holds secrets.
    struct SecretFile: Sendable, Equatable {
        /// Its path from the configuration's folder.
        let path: String
        let content: Secret
        /// Whether it is there already, with this very content.
        let isThere: Bool
    }

    var applications: [Application] = []
    var sellers: [Seller] = []
    var files: [SecretFile] = []

    /// The applications that the configuration lacks.
    var newApplications: [Application] { applications.filter { !$0.isConfigured } }

    /// Whether the configuration lacks nothing.
    var isEmpty: Bool { newApplications.isEmpty && sellers.isEmpty }
}
