package import Ports

/// Where each service of AWS is called.
///
/// The strongest wins: what this program was configured with, `AWS_ENDPOINT_URL_<SERVICE>`, `AWS_ENDPOINT_URL`, the
/// profile's `services` section, the profile's `endpoint_url`, and at last the host that AWS gives the service in the
/// region. `AWS_IGNORE_CONFIGURED_ENDPOINT_URLS=true` turns off all of them but the first and the last.
package struct AWSEndpoints: Sendable {
    /// What a profile of the shared configuration says about endpoints.
    package struct Profile: Sendable, Equatable {
        /// The URLs in the `services` section that the profile names.
        package var services: [AWSService: String] = [:]
        /// `endpoint_url`.
        package var endpoint: String?
        /// `ignore_configured_endpoint_urls`.
        package var ignoresConfigured: Bool?
        /// `use_fips_endpoint`.
        package var usesFIPS: Bool?
        /// `use_dualstack_endpoint`.
        package var usesDualStack: Bool?

        /// A profile that says nothing.
        package init() {}
    }

    /// Whether hosts with validated cryptography are called.
    package let usesFIPS: Bool
    /// Whether hosts are called that answer by IPv6 too.
    package let usesDualStack: Bool

    private let configured: [AWSService: String]
    private let named: [AWSService: (url: String, source: String)]

    /// Creates the rules.
    ///
    /// - Parameters:
    ///   - environment: Where the variables stand.
    ///   - configured: URLs by this program's own configuration.
    ///   - profile: What the profile in use says.
    package init(
        environment: any Environment, configured: [AWSService: String] = [:], profile: Profile = Profile()
    ) {
        self.configured = configured
        usesFIPS = Self.flag("AWS_USE_FIPS_ENDPOINT", environment) ?? profile.usesFIPS ?? false
        usesDualStack = Self.flag("AWS_USE_DUALSTACK_ENDPOINT", environment) ?? profile.usesDualStack ?? false
        let ignores =
            Self.flag("AWS_IGNORE_CONFIGURED_ENDPOINT_URLS", environment) ?? profile.ignoresConfigured ?? false
        var named: [AWSService: (url: String, source: String)] = [:]
        for service in AWSService.allCases where !ignores {
            let candidates: [(String?, String)] = [
                (environment.value(service.endpointVariable), service.endpointVariable),
                (environment.value("AWS_ENDPOINT_URL"), "AWS_ENDPOINT_URL"),
                (profile.services[service], "the profile's services section"),
                (profile.endpoint, "the profile's endpoint_url"),
            ]
            for case (let url?, let source) in candidates where !url.isEmpty && named[service] == nil {
                named[service] = (url, source)
            }
        }
        self.named = named
    }

    /// The URL of `service` in `region`, without a slash at its end.
    ///
    /// - Throws: `SecretError` with the code `invalid` when the region's name is none, or when an override cannot be
    ///   used.
    package func url(_ service: AWSService, region: String) throws(SecretError) -> String {
        guard AWSRegions.isName(region) else { throw AWSRegions.notAName(reference: nil) }
        if let url = configured[service] { return try checked(url, source: "the endpoint in the configuration") }
        if let (url, source) = named[service] { return try checked(url, source: source) }
        return "https://" + host(service, region: region)
    }

    /// Whether calls of `service` go elsewhere than to AWS's own hosts.
    package func isOverridden(_ service: AWSService) -> Bool { configured[service] != nil || named[service] != nil }

    private func host(_ service: AWSService, region: String) -> String {
        let partition = AWSPartition(region: region)
        var prefix = service.hostPrefix
        // Government regions have validated cryptography everywhere; only these hosts carry it in their names.
        let isPlain =
            partition == .government && service != .secretsManager && service != .storage && !usesDualStack
        if usesFIPS, !isPlain { prefix += "-fips" }
        // Its hosts carry the word themselves, under the usual suffix.
        if service == .storage {
            return "\(prefix)\(usesDualStack ? ".dualstack" : "").\(region).\(partition.suffix)"
        }
        var answersBoth = usesDualStack
        if service == .secretsManager {
            // Its usual hosts answer by IPv6 in these partitions.
            switch partition {
            case .commercial, .government: answersBoth = false
            case .china: answersBoth = usesDualStack && usesFIPS
            default: break
            }
        }
        return "\(prefix).\(region).\(answersBoth ? partition.dualStackSuffix : partition.suffix)"
    }

    private func checked(_ url: String, source: String) throws(SecretError) -> String {
        guard !usesFIPS, !usesDualStack else {
            throw SecretError(
                .invalid, reference: nil,
                message: "\(source) sends AWS calls elsewhere while FIPS or dual-stack hosts are asked for",
                cure: "leave out one of them, or set AWS_IGNORE_CONFIGURED_ENDPOINT_URLS=true")
        }
        let lower = url.lowercased()
        let prefix = ["https://", "http://"].first { lower.hasPrefix($0) }
        var plain = url[...]
        while plain.hasSuffix("/") { plain = plain.dropLast() }
        guard let prefix, plain.count > prefix.count, !plain.contains(where: { $0.isWhitespace || "?#@".contains($0) })
        else {
            throw SecretError(
                .invalid, reference: nil, message: "\(source) is not a URL of http or https",
                cure: "write it like https://host:port")
        }
        return String(plain)
    }

    private static func flag(_ name: String, _ environment: any Environment) -> Bool? {
        switch environment.value(name)?.lowercased() {
        case "true": true
        case "false": false
        default: nil
        }
    }
}
