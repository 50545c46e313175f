/// Keys that stand in a profile, in one of the two files.
struct KeyPairCredentials: AWSCredentialProvider {
    /// The file that is asked.
    enum File: Sendable {
        /// `~/.aws/credentials`.
        case credentials
        /// `~/.aws/config`.
        case config
    }

    let name: String
    private let file: File
    private let profile: ChosenProfile
    private let surroundings: AWSSurroundings

    init(in file: File, of profile: ChosenProfile, _ surroundings: AWSSurroundings) {
        self.file = file
        self.profile = profile
        self.surroundings = surroundings
        name = file == .credentials ? "shared credentials file" : "keys in the configuration file"
    }

    func credentials() async throws(SecretError) -> AWSCredentials {
        let (profile, all) = try await profile.read(surroundings)
        let (section, flaw) =
            file == .credentials ? (profile.credentials, all.credentialsFlaw) : (profile.config, all.configFlaw)
        let (key, secret) = (section.text("aws_access_key_id"), section.text("aws_secret_access_key"))
        if key == nil && secret == nil { throw .nothing("profile \(profile.name) has no keys there") }
        guard let key, let secret else {
            let (set, missing) =
                key == nil
                ? ("aws_secret_access_key", "aws_access_key_id") : ("aws_access_key_id", "aws_secret_access_key")
            throw SecretError(
                .invalid, reference: nil, message: "profile \(profile.name) has \(set) and no \(missing)",
                cure: "give both, or neither")
        }
        if let flaw { throw flaw }
        return try AWSCredentials(
            checking: key, secret: secret,
            token: section.text("aws_session_token") ?? section.text("aws_security_token"), expiresAt: nil,
            source: "\(name), profile \(profile.name)")
    }
}
