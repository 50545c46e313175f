/// What the configuration says of an application. Secrets are named, never held.
package struct ConfiguredApplication: Sendable, Hashable {
    /// The name by which sellers refer to it.
    package var name: String
    /// Where its client id is looked for: a reference.
    package var clientID: String
    /// Where its client secret is looked for: a reference, never the secret.
    package var clientSecret: String
    /// Where it is configured.
    package var origin: String

    package init(name: String, clientID: String, clientSecret: String, origin: String) {
        self.name = name
        self.clientID = clientID
        self.clientSecret = clientSecret
        self.origin = origin
    }
}
