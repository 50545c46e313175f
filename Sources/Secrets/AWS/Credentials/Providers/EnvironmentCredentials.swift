import Ports

/// Keys in the variables `AWS_ACCESS_KEY_ID`, `AWS_SECRET_ACCESS_KEY` and `AWS_SESSION_TOKEN`. An empty one is not set.
struct EnvironmentCredentials: AWSCredentialProvider {
    let name = "environment variables"
    private let surroundings: AWSSurroundings

    init(_ surroundings: AWSSurroundings) {
        self.surroundings = surroundings
    }

    func credentials() async throws(SecretError) -> AWSCredentials {
        let (keyName, secretName) = ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY")
        let (key, secret) = (surroundings.variable(keyName), surroundings.variable(secretName))
        if key == nil && secret == nil { throw .nothing("\(keyName) and \(secretName) are not set") }
        guard let key, let secret else {
            let (set, missing) = key == nil ? (secretName, keyName) : (keyName, secretName)
            throw SecretError(
                .invalid, reference: nil, message: "\(set) is set and \(missing) is not", cure: "set both, or neither")
        }
        return try AWSCredentials(
            checking: key, secret: secret,
            token: surroundings.variable("AWS_SESSION_TOKEN") ?? surroundings.variable("AWS_SECURITY_TOKEN"),
            expiresAt: try expiry(), source: "environment variables \(keyName) and \(secretName)")
    }

    private func expiry() throws(SecretError) -> Int64? {
        let name = "AWS_CREDENTIAL_EXPIRATION"
        guard let text = surroundings.variable(name) else { return nil }
        guard let instant = AWSTime.iso8601(text) else {
            throw SecretError(
                .invalid, reference: nil, message: "\(name) is not an instant of ISO 8601",
                cure: "write it like 2026-01-31T12:00:00Z, or unset it")
        }
        guard instant > surroundings.timekeeper.wallMicroseconds() else {
            throw SecretError(
                .denied, reference: nil, message: "the keys ended at \(text), as \(name) says",
                cure: "export new ones and start again")
        }
        return instant
    }
}
