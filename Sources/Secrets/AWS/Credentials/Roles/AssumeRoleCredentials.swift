/// The keys of a role that a profile assumes with other keys, over any number of roles between.
struct AssumeRoleCredentials: AWSCredentialProvider {
    let name = "role of the profile"
    private let profile: ChosenProfile
    private let surroundings: AWSSurroundings

    init(of profile: ChosenProfile, _ surroundings: AWSSurroundings) {
        self.profile = profile
        self.surroundings = surroundings
    }

    func credentials() async throws(SecretError) -> AWSCredentials {
        let (profile, all) = try await profile.read(surroundings)
        guard let chain = try RoleChain.leading(to: profile.name, in: all) else {
            throw .nothing("profile \(profile.name) assumes no role")
        }
        let tokens = try SecurityTokens(profile: profile, of: all, surroundings)
        var keys = try await base(chain.base, for: profile)
        for role in chain.roles { keys = try await tokens.assume(role, with: keys) }
        return keys
    }

    /// The first keys. That there are none must not lead the outer chain on: the profile says that they are here.
    private func base(_ base: RoleChain.Base, for profile: AWSProfile) async throws(SecretError) -> AWSCredentials {
        let (source, place): (any AWSCredentialSource, String) =
            switch base {
            case .profile(let name):
                (
                    AWSCredentialChain(
                        AWSCredentialChain.providers(of: ChosenProfile(name), usesEnvironment: false, surroundings)),
                    "source profile \(name)"
                )
            case .environment: (EnvironmentCredentials(surroundings), "credential_source Environment")
            case .container: (ContainerCredentials(surroundings), "credential_source EcsContainer")
            case .instance:
                (
                    InstanceCredentials(ChosenProfile(profile.name), surroundings),
                    "credential_source Ec2InstanceMetadata"
                )
            }
        do throws(SecretError) {
            return try await source.credentials()
        } catch {
            throw error.about(place, code: error.code == .notFound ? .invalid : error.code)
        }
    }
}
