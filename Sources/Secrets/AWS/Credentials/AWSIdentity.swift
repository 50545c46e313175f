package import Logging

/// Who this process is to AWS, and where: the keys it signs with, its regions and its endpoints, all as the usual
/// variables, files and services of the machine say.
package struct AWSIdentity: Sendable {
    /// The keys, renewed in time.
    package let credentials: RefreshingCredentials
    private let surroundings: AWSSurroundings
    private let chosen: ChosenProfile
    private let machine: MachineRegion

    /// Creates an identity. Nothing is read or asked before it is needed.
    ///
    /// - Parameters:
    ///   - profile: The profile by this program's own configuration; see
    ///     ``AWSCredentialChain/providers(configuredProfile:_:)``.
    ///   - surroundings: What is seen of the world.
    ///   - redactor: Learns every secret that comes.
    ///   - logger: Takes warnings of keys that could not be renewed.
    package init(
        profile: String? = nil, _ surroundings: AWSSurroundings, redactor: Redactor? = nil, logger: Logger? = nil
    ) {
        let profile = profile.flatMap { $0.isEmpty ? nil : $0 }
        self.surroundings = surroundings
        chosen = ChosenProfile(configured: profile, surroundings: surroundings)
        machine = MachineRegion(chosen, surroundings)
        credentials = RefreshingCredentials(
            AWSCredentialChain(AWSCredentialChain.providers(configuredProfile: profile, surroundings)),
            timekeeper: surroundings.timekeeper, redactor: redactor, logger: logger)
    }

    /// Where AWS's services are.
    ///
    /// - Throws: `SecretError` when the profile's files cannot be read, or the chosen profile does not exist.
    package func endpoints() async throws(SecretError) -> AWSEndpoints {
        let found = try await profile()
        return surroundings.endpoints(profile: found?.profile, of: found?.all)
    }

    /// Which region counts, as far as variables and the profile say.
    ///
    /// - Throws: `SecretError` when the profile's files cannot be read, or the chosen profile does not exist.
    package func regions() async throws(SecretError) -> AWSRegions {
        AWSRegions(
            environment: surroundings.environment, configured: surroundings.region,
            profile: try await profile()?.profile.region)
    }

    /// The region that this machine runs in by its metadata service; `nil` when there is none or it does not say.
    package func machineRegion() async -> String? { await machine.region() }

    /// The profile that counts, with all others; `nil` when there is none and none was chosen.
    package func profile() async throws(SecretError) -> (profile: AWSProfile, all: AWSProfiles)? {
        try await chosen.readIfThere(surroundings)
    }
}
