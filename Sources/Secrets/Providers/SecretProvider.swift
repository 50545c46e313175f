/// A source of secrets.
public protocol SecretProvider: Sendable {
    /// The schemes whose references it answers.
    var schemes: Set<SecretReference.Scheme> { get }

    /// Finds the secret behind `reference`.
    ///
    /// - Throws: `SecretError`: `notFound` when nothing is there; `denied`, `invalid` or `unavailable` otherwise.
    func resolve(_ reference: SecretReference) async throws(SecretError) -> ResolvedSecret

    /// Finds the secret behind `reference` as it is now, past everything that keeps copies on the way.
    ///
    /// The same as ``resolve(_:)`` unless a provider asks something that keeps copies.
    func resolveAnew(_ reference: SecretReference) async throws(SecretError) -> ResolvedSecret

    /// Finds many secrets with fewer questions than one each.
    ///
    /// - Returns: What was found out. A reference that is missing from it has to be resolved by itself. Nothing, unless
    ///   a provider knows such questions.
    func prefetch(_ references: [SecretReference]) async -> [SecretReference: Result<ResolvedSecret, SecretError>]
}

extension SecretProvider {
    public func resolveAnew(_ reference: SecretReference) async throws(SecretError) -> ResolvedSecret {
        try await resolve(reference)
    }

    public func prefetch(
        _ references: [SecretReference]
    ) async -> [SecretReference: Result<ResolvedSecret, SecretError>] { [:] }
}

/// A secret, and where it came from.
public struct ResolvedSecret: Sendable, Equatable {
    /// The value.
    public let secret: Secret
    /// The version that the source gave it, if it keeps versions.
    public let version: String?
    /// The source in words for people, such as `environment variable SP_CLIENT_ID`. Never holds the value.
    public let source: String
    /// When the value was last changed, in microseconds since 1970, if the source knows.
    public let changedAt: Int64?

    /// Creates an answer.
    public init(secret: Secret, version: String? = nil, source: String, changedAt: Int64? = nil) {
        self.secret = secret
        self.version = version
        self.source = source
        self.changedAt = changedAt
    }
}
