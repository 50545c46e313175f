import Secrets

/// A version of a client secret beside the current one.
enum ClientSecretStage: String, Sendable, Hashable, CaseIterable {
    /// The next one, while a rotation is under way.
    case pending = "AWSPENDING"
    /// The one before. Amazon accepts a client secret for seven more days after it was replaced.
    case previous = "AWSPREVIOUS"
}

/// Which version of an application's client secret is used when Amazon refuses the current one. A pure value.
///
/// While the current one stays the same each version is tried once, and the one that works is used until the current one
/// changes or it is refused too. One that the API calls expired is not used again before the current one changes: Login with
/// Amazon may go on to take it, which says nothing.
struct ClientSecretRotation: Sendable {
    /// A version that works where the current one does not.
    struct Found: Sendable {
        let stage: ClientSecretStage
        let secret: Secret
        let fingerprint: String
    }

    private var current: String?
    private var found: Found?
    private var refused: Set<String> = []
    private var expired: Set<String> = []

    /// The current secret was read. Returns what is to be used in its place, if anything is.
    mutating func read(current fingerprint: String) -> Found? {
        if fingerprint != current {
            self = ClientSecretRotation()
            current = fingerprint
        }
        return found
    }

    /// Whether the secret has not been refused yet.
    func mayTry(_ fingerprint: String) -> Bool { !refused.contains(fingerprint) && !expired.contains(fingerprint) }

    /// Amazon refused a secret.
    mutating func wasRefused(_ fingerprint: String) {
        guard found?.fingerprint == fingerprint else {
            refused.insert(fingerprint)
            return
        }
        // What worked has ended, so it is another time: those that were refused before may work by now.
        found = nil
        refused = [fingerprint]
    }

    /// The API said that a secret has expired. Returns whether that is news.
    mutating func hasExpired(_ fingerprint: String) -> Bool {
        if found?.fingerprint == fingerprint { found = nil }
        return expired.insert(fingerprint).inserted
    }

    /// Amazon accepted a secret beside the current one.
    mutating func wasAccepted(_ other: Found) { found = other }
}
