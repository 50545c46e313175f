import Ports

/// The keys of a role that somebody signed on for with `aws sso login`. The cached token is read anew each time.
struct SSOCredentials: AWSCredentialProvider {
    let name = "single sign-on"
    private let profile: ChosenProfile
    private let surroundings: AWSSurroundings

    init(of profile: ChosenProfile, _ surroundings: AWSSurroundings) {
        self.profile = profile
        self.surroundings = surroundings
    }

    func credentials() async throws(SecretError) -> AWSCredentials {
        let (profile, all) = try await profile.read(surroundings)
        guard let settings = try SSOSettings(profile, in: all) else {
            throw .nothing("profile \(profile.name) does not sign on")
        }
        let token = try await token(settings)
        let endpoint = try surroundings.endpoints(profile: profile, of: all).url(.signOn, region: settings.region)
        let answer = try await surroundings.transport.whole(
            HTTPRequest(
                method: "GET",
                url: "\(endpoint)/federation/credentials?role_name=\(PercentEncoding.encode(settings.roleName))"
                    + "&account_id=\(PercentEncoding.encode(settings.accountID))",
                headers: [HTTPHeader("x-amz-sso_bearer_token", token.reveal())], timeout: .seconds(10)))
        guard answer.status == 200 else { throw refusal(answer, settings, endpoint) }
        guard let keys = JSONFields(answer.body)?.object("roleCredentials"),
            let milliseconds = keys["expiration"].flatMap(Int64.init), abs(milliseconds) < Int64.max / 1000
        else {
            throw SecretError(
                .unavailable, reference: nil, message: "\(endpoint) answered with something that holds no keys",
                cure: "check what stands between this machine and AWS")
        }
        return try AWSCredentials(
            checking: keys["accessKeyId"], secret: keys["secretAccessKey"], token: keys["sessionToken"],
            expiresAt: milliseconds * 1000,
            source: "role \(settings.roleName) in account \(settings.accountID) by single sign-on")
    }

    private func token(_ settings: SSOSettings) async throws(SecretError) -> Secret {
        guard let home = surroundings.home else {
            throw SecretError(
                .invalid, reference: nil, message: "HOME is not set, so the sign-on of aws sso login cannot be found",
                cure: "set HOME")
        }
        let path = "\(home)/.aws/sso/cache/\(settings.cacheFile)"
        let file: CredentialFile
        do throws(SecretError) {
            file = try await surroundings.files.read(path)
        } catch {
            guard error.code == .notFound else { throw error }
            throw logIn(settings, "nobody has signed on")
        }
        if let flaw = file.flaw { throw flaw }
        guard let fields = JSONFields(Array(file.text.utf8)), let token = fields["accessToken"],
            token.utf8.allSatisfy({ (0x21...0x7E).contains($0) }),
            let expiry = fields["expiresAt"].flatMap(Self.instant)
        else { throw logIn(settings, "\(path) holds no token") }
        guard expiry > surroundings.timekeeper.wallMicroseconds() else {
            throw logIn(settings, "the sign-on has ended")
        }
        return Secret(token)
    }

    private func refusal(_ answer: WholeAnswer, _ settings: SSOSettings, _ endpoint: String) -> SecretError {
        switch answer.status {
        case 401: logIn(settings, "the sign-on is not accepted any more")
        case 403, 404:
            SecretError(
                .denied, reference: nil,
                message: "the signed-on user may not use role \(settings.roleName) in account \(settings.accountID)",
                cure: "check sso_role_name and sso_account_id, and that the role is assigned")
        case 429, 500...:
            SecretError(
                .unavailable, reference: nil, message: "\(endpoint) is in trouble (status \(answer.status))",
                cure: "try again later")
        default:
            SecretError(
                .denied, reference: nil, message: "\(endpoint) refuses (status \(answer.status))",
                cure: "check sso_region, sso_role_name and sso_account_id")
        }
    }

    private func logIn(_ settings: SSOSettings, _ reason: String) -> SecretError {
        SecretError(
            .denied, reference: nil, message: reason, cure: "run aws sso login --profile \(settings.profile)")
    }

    /// Older versions of the AWS command line wrote `UTC` for `Z`.
    private static func instant(_ text: String) -> Int64? {
        AWSTime.iso8601(text.hasSuffix("UTC") ? text.dropLast(3) + "Z" : text)
    }
}
