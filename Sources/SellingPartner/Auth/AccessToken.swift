package import Secrets

/// An access token as it came from Login with Amazon, now or a while ago.
package struct AccessToken: Sendable {
    /// The token. Its prefix is `Atza|`; nothing is assumed about its length.
    package let value: Secret
    /// How long it is valid from the moment it was asked for.
    package let lifetime: Duration
    /// How long ago it was asked for: zero unless it was kept meanwhile.
    package let age: Duration

    /// Creates a token.
    package init(value: Secret, lifetime: Duration, age: Duration = .zero) {
        self.value = value
        self.lifetime = lifetime
        self.age = age
    }
}
