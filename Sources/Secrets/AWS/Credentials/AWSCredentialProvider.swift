/// One link of the chain that looks for AWS keys.
package protocol AWSCredentialProvider: AWSCredentialSource {
    /// What it asks, in words for people, such as `environment variables`.
    var name: String { get }
}

extension AWSCredentials {
    /// Credentials of fields that came from outside.
    ///
    /// - Parameter source: Where they came from, as ``AWSCredentials/source``.
    /// - Throws: `SecretError` with the code `invalid` when the key's identifier or the secret is missing, or when a
    ///   field holds characters that no header can carry. No field is repeated in it.
    init(
        checking accessKeyID: String?, secret: String?, token: String?, expiresAt: Int64?, source: String
    ) throws(SecretError) {
        guard let accessKeyID, !accessKeyID.isEmpty, let secret, !secret.isEmpty else {
            throw SecretError(
                .invalid, reference: nil, message: "the access key or its secret is missing",
                cure: "give both, or neither")
        }
        let token = token.flatMap { $0.isEmpty ? nil : $0 }
        for (field, value) in [("access key", accessKeyID), ("secret", secret), ("session token", token ?? "")] {
            guard value.utf8.allSatisfy({ (0x21...0x7E).contains($0) }) else {
                throw SecretError(
                    .invalid, reference: nil,
                    message: "the \(field) holds blanks, line breaks or other characters that AWS keys do not have",
                    cure: "copy it again, without quotes and line breaks")
            }
        }
        self.init(
            accessKeyID: accessKeyID, secretAccessKey: Secret(secret), sessionToken: token.map(Secret.init),
            expiresAt: expiresAt, source: source)
    }
}

extension SecretError {
    /// That a provider has nothing, and why, so that the chain goes on.
    static func nothing(_ message: String, cure: String = "nothing to do if another source gives the keys")
        -> SecretError
    {
        SecretError(.notFound, reference: nil, message: message, cure: cure)
    }

    /// The same failure, with what it is about before it.
    ///
    /// - Parameter code: Another code than the failure's own; its own unless given.
    func about(_ thing: String, code: Code? = nil) -> SecretError {
        SecretError(code ?? self.code, reference: nil, message: "\(thing): \(message)", cure: cure)
    }
}
