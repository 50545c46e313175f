/// Explains profiles of `aws login`, whose keys only the AWS command line can use.
///
/// Without it such a profile would count as empty, and the machine's own keys would be taken in its place.
struct LoginCredentials: AWSCredentialProvider {
    let name = "aws login"
    private let profile: ChosenProfile
    private let surroundings: AWSSurroundings

    init(of profile: ChosenProfile, _ surroundings: AWSSurroundings) {
        self.profile = profile
        self.surroundings = surroundings
    }

    func credentials() async throws(SecretError) -> AWSCredentials {
        let (profile, _) = try await profile.read(surroundings)
        guard profile["login_session"] != nil, profile["credential_process"] == nil, !profile.hasKeys else {
            throw .nothing("profile \(profile.name) has no login_session")
        }
        throw SecretError(
            .invalid, reference: nil,
            message: "profile \(profile.name) was made by aws login, and its keys can be read by the AWS CLI alone",
            cure:
                "set credential_process = aws configure export-credentials --profile \(profile.name) --format process "
                + "in another profile and choose that")
    }
}
