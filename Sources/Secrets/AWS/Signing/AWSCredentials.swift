/// Keys that sign requests to AWS.
package struct AWSCredentials: Sendable, Equatable {
    /// The access key's identifier. Not a secret, and good for telling which keys are in use.
    package let accessKeyID: String
    /// The secret half of the key.
    package let secretAccessKey: Secret
    /// The token that belongs to temporary keys; `nil` for keys that last.
    package let sessionToken: Secret?
    /// When the keys end, in microseconds since 1970; `nil` when they last or when nobody said.
    package let expiresAt: Int64?
    /// Where the keys came from, in words for people, such as `environment variables AWS_ACCESS_KEY_ID`.
    package let source: String

    /// Creates credentials.
    package init(
        accessKeyID: String, secretAccessKey: Secret, sessionToken: Secret? = nil, expiresAt: Int64? = nil,
        source: String
    ) {
        self.accessKeyID = accessKeyID
        self.secretAccessKey = secretAccessKey
        self.sessionToken = sessionToken
        self.expiresAt = expiresAt
        self.source = source
    }
}
