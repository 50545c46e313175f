/// The keys of a role that is assumed with a token of another identity provider, as Kubernetes gives its pods.
///
/// The token's file is read anew each time: whoever put it there replaces it before it ends.
struct WebIdentityCredentials: AWSCredentialProvider {
    let name = "web identity"
    private let profile: ChosenProfile
    private let usesEnvironment: Bool
    private let surroundings: AWSSurroundings

    /// Creates a provider.
    ///
    /// - Parameter usesEnvironment: Whether variables may say what the profile does not, and outweigh it.
    init(of profile: ChosenProfile, usesEnvironment: Bool, _ surroundings: AWSSurroundings) {
        self.profile = profile
        self.usesEnvironment = usesEnvironment
        self.surroundings = surroundings
    }

    func credentials() async throws(SecretError) -> AWSCredentials {
        let found = try await profile.readIfThere(surroundings)
        let file = variable("AWS_WEB_IDENTITY_TOKEN_FILE") ?? found?.profile["web_identity_token_file"]
        guard let file else {
            throw .nothing("neither AWS_WEB_IDENTITY_TOKEN_FILE nor web_identity_token_file is set")
        }
        guard let role = variable("AWS_ROLE_ARN") ?? found?.profile["role_arn"] else {
            throw SecretError(
                .invalid, reference: nil, message: "a token file is set and no role", cure: "set AWS_ROLE_ARN too")
        }
        let session = variable("AWS_ROLE_SESSION_NAME") ?? found?.profile["role_session_name"]
        let seconds: Int? = if let profile = found?.profile { try AssumedRole.duration(profile) } else { nil }
        let tokens = try SecurityTokens(profile: found?.profile, of: found?.all, surroundings)
        let token = try await readToken(surroundings.expand(file))
        return try await tokens.assume(
            roleARN: role, sessionName: session, durationSeconds: seconds, webIdentity: token)
    }

    private func variable(_ name: String) -> String? { usesEnvironment ? surroundings.variable(name) : nil }

    private func readToken(_ path: String) async throws(SecretError) -> Secret {
        do throws(SecretError) {
            let text = try await surroundings.files.read(path).text.trimmingTrailingLineBreaks()
            guard !text.isEmpty else {
                throw SecretError(
                    .unavailable, reference: nil, message: "\(path) is empty", cure: "wait until the token is written")
            }
            return Secret(text)
        } catch {
            // The variable says that the file is here: that it is not must not lead the chain on to other keys.
            throw error.code == .notFound ? error.about("token file", code: .unavailable) : error
        }
    }
}
