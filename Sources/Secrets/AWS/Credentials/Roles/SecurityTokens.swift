import Ports

/// Asks AWS's Security Token Service for the keys of roles.
struct SecurityTokens: Sendable {
    private let endpoints: AWSEndpoints
    private let region: String
    private let rules: AWSRetryRules
    private let surroundings: AWSSurroundings

    /// Creates a client for what the surroundings and a profile say of regions and endpoints.
    ///
    /// Where nothing names a region, the service's first one is asked: it knows the roles of every account.
    ///
    /// - Throws: `SecretError` with the code `invalid` for settings that cannot work.
    init(profile: AWSProfile?, of profiles: AWSProfiles?, _ surroundings: AWSSurroundings) throws(SecretError) {
        endpoints = surroundings.endpoints(profile: profile, of: profiles)
        region =
            AWSRegions(
                environment: surroundings.environment, configured: surroundings.region, profile: profile?.region
            ).standard?.region ?? "us-east-1"
        rules = try AWSRetryRules(environment: surroundings.environment)
        self.surroundings = surroundings
    }

    /// The keys of a role that `credentials` may assume.
    func assume(_ role: AssumedRole, with credentials: AWSCredentials) async throws(SecretError) -> AWSCredentials {
        var parameters = [
            (name: "RoleArn", value: role.arn),
            (name: "RoleSessionName", value: role.sessionName ?? surroundings.sessionName()),
        ]
        if let id = role.externalID { parameters.append((name: "ExternalId", value: id)) }
        if let seconds = role.durationSeconds { parameters.append((name: "DurationSeconds", value: String(seconds))) }
        return try await ask(
            "AssumeRole", parameters, keys: credentials, source: "role \(role.arn) of profile \(role.profile)")
    }

    /// The keys of a role that the bearer of `token` may assume. The call is not signed.
    func assume(
        roleARN: String, sessionName: String?, durationSeconds: Int?, webIdentity token: Secret
    ) async throws(SecretError) -> AWSCredentials {
        var parameters = [
            (name: "RoleArn", value: roleARN),
            (name: "RoleSessionName", value: sessionName ?? surroundings.sessionName()),
            (name: "WebIdentityToken", value: token.reveal()),
        ]
        if let durationSeconds { parameters.append((name: "DurationSeconds", value: String(durationSeconds))) }
        return try await ask(
            "AssumeRoleWithWebIdentity", parameters, keys: nil, source: "role \(roleARN) by web identity")
    }

    private func ask(
        _ operation: String, _ parameters: [(name: String, value: String)], keys: AWSCredentials?, source: String
    ) async throws(SecretError) -> AWSCredentials {
        let caller = AWSCaller(
            transport: surroundings.transport, credentials: FixedCredentials(keys), endpoints: endpoints,
            timekeeper: surroundings.timekeeper, random: surroundings.random, rules: rules)
        let answer: XMLAnswer
        do {
            answer = try await caller.query(
                AWSOperation(.securityTokens, operation), parameters, region: region, isSigned: keys != nil)
        } catch {
            throw RoleRefusal.error(error, region: region).about(
                keys.map { "\(source), with keys from \($0.source)" } ?? source)
        }
        guard let found = answer.first("Credentials"), let expiry = found.text("Expiration").flatMap(AWSTime.iso8601)
        else {
            throw RoleRefusal.error(.unreadable(host: "the service", status: 200), region: region).about(source)
        }
        return try AWSCredentials(
            checking: found.text("AccessKeyId"), secret: found.text("SecretAccessKey"),
            token: found.text("SessionToken"), expiresAt: expiry, source: source)
    }
}

/// Keys that are there already.
private struct FixedCredentials: AWSCredentialSource {
    private let keys: AWSCredentials?

    init(_ keys: AWSCredentials?) {
        self.keys = keys
    }

    func credentials() async throws(SecretError) -> AWSCredentials {
        guard let keys else { throw .nothing("the call is not signed") }
        return keys
    }
}
