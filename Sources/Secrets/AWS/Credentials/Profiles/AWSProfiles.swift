/// Every profile of an installation, and the sections that profiles refer to.
package struct AWSProfiles: Sendable, Equatable {
    /// Why the configuration file should not be trusted; `nil` when nothing speaks against it.
    let configFlaw: SecretError?
    /// Why the credentials file should not be trusted; `nil` when nothing speaks against it.
    let credentialsFlaw: SecretError?
    private let config: AWSConfigFile
    private let credentials: AWSConfigFile

    /// Joins the two files.
    package init(
        config: AWSConfigFile, credentials: AWSConfigFile, configFlaw: SecretError? = nil,
        credentialsFlaw: SecretError? = nil
    ) {
        self.config = config
        self.credentials = credentials
        self.configFlaw = configFlaw
        self.credentialsFlaw = credentialsFlaw
    }

    /// The profile `name`: `[profile NAME]` of the configuration file, `[NAME]` of the credentials file, or both.
    package func profile(_ name: String) -> AWSProfile? {
        var inConfig = config.sections[.init(kind: "profile", name)]
        if inConfig == nil, name == "default" { inConfig = config.sections[.init(name)] }
        let inCredentials = credentials.sections[.init(name)]
        guard inConfig != nil || inCredentials != nil else { return nil }
        return AWSProfile(name: name, config: inConfig ?? [:], credentials: inCredentials ?? [:])
    }

    /// The settings of `[sso-session NAME]`.
    package func ssoSession(_ name: String) -> AWSConfigFile.Section? {
        config.sections[.init(kind: "sso-session", name)]
    }

    /// What `profile` says about endpoints, with the `services` section that it names.
    package func endpoints(of profile: AWSProfile) -> AWSEndpoints.Profile {
        var result = AWSEndpoints.Profile()
        result.endpoint = profile["endpoint_url"]
        result.ignoresConfigured = profile.flag("ignore_configured_endpoint_urls")
        result.usesFIPS = profile.flag("use_fips_endpoint")
        result.usesDualStack = profile.flag("use_dualstack_endpoint")
        guard let name = profile["services"], let section = config.sections[.init(kind: "services", name)] else {
            return result
        }
        for service in AWSService.allCases {
            if case .nested(let settings)? = section[service.profileKey] {
                result.services[service] = settings["endpoint_url"]
            }
        }
        return result
    }

    /// That there is no profile `name`, and which there are.
    func missing(_ name: String) -> SecretError {
        if config.sections[.init(name)] != nil, name != "default" {
            return SecretError(
                .invalid, reference: nil, message: "the AWS configuration file holds [\(name)], which is no profile",
                cure: "write [profile \(name)]")
        }
        let names = names
        return SecretError(
            .invalid, reference: nil, message: "there is no AWS profile \(name)",
            cure: names.isEmpty
                ? "make one with aws configure --profile \(name)"
                : "choose one of \(names.prefix(20).joined(separator: ", "))" + (names.count > 20 ? ", ..." : ""))
    }

    /// The names of all profiles, sorted.
    package var names: [String] {
        let inConfig = config.sections.keys.filter { $0.kind == "profile" || $0 == .init("default") }
        let inCredentials = credentials.sections.keys.filter(\.kind.isEmpty)
        return Set((inConfig + inCredentials).map(\.name)).sorted()
    }
}
