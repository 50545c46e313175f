package import OperationCatalogue

/// Where a running sandbox listens.
package struct SandboxAddress: Sendable, Hashable {
    /// The port on 127.0.0.1.
    package let port: Int

    /// Creates the address of a port.
    package init(port: Int) {
        self.port = port
    }

    /// The URL of token exchanges.
    package var lwaEndpoint: String { root + Self.lwaPath }

    /// The URL that stands for the API host of `region`. Paths are put behind it.
    package func endpoint(for region: Region) -> String { root + "/" + region.rawValue.lowercased() }

    /// The endpoints of all regions.
    package var endpoints: [Region: String] {
        Dictionary(uniqueKeysWithValues: Region.allCases.map { ($0, endpoint(for: $0)) })
    }

    /// The URL below which the control paths lie.
    package var controlEndpoint: String { root + "/_control" }

    private var root: String { "http://127.0.0.1:\(port)" }

    static let lwaPath = "/auth/o2/token"
}
