package import OperationCatalogue

/// Where Amazon is, when it is not at its usual place.
package struct EndpointSettings: Sendable, Equatable {
    /// Where Login with Amazon gives out tokens, from Amazon's documentation.
    package static let defaultLWA = "https://api.amazon.com/auth/o2/token"

    /// The token endpoint. Defaults to ``defaultLWA``.
    package var lwa = EndpointSettings.defaultLWA
    /// The API's base URL for the regions whose usual one is replaced, without a slash at the end.
    package var regions: [Region: String] = [:]

    /// The usual places.
    package init() {}

    init(_ section: SettingSection) {
        lwa = section.serviceURL("lwa") ?? lwa
        for region in Region.allCases { regions[region] = section.serviceURL(region.rawValue) }
    }

    /// The API's base URL. A replaced one serves the sandbox too.
    package func api(_ region: Region, sandbox: Bool) -> String {
        regions[region] ?? (sandbox ? region.sandboxEndpoint : region.endpoint)
    }

    /// Whether nothing of this leaves the machine: every endpoint is replaced by a local one.
    package var areLocal: Bool {
        ServiceURL.isLocal(lwa) && Region.allCases.allSatisfy { regions[$0].map(ServiceURL.isLocal) ?? false }
    }
}
