package import Secrets

/// An access token as it came from Login with Amazon.
package struct AccessToken: Sendable {
    /// The token. Its prefix is `Atza|`; nothing is assumed about its length.
    package let value: Secret
    /// How long it is valid from the moment it was asked for.
    package let lifetime: Duration

    /// Creates a token.
    package init(value: Secret, lifetime: Duration) {
        self.value = value
        self.lifetime = lifetime
    }
}
