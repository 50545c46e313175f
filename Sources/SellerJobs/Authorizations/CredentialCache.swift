package import Secrets
import Synchronization

/// Secrets that were resolved, until they change or somebody asks to look again.
package final class CredentialCache: Sendable {
    private let resolver: SecretResolver
    private let held = Mutex<[SecretReference: ResolvedSecret]>([:])

    /// Caches what `resolver` finds.
    package init(resolver: SecretResolver) {
        self.resolver = resolver
    }

    /// The secret behind the reference.
    ///
    /// Failures are not kept: the next caller looks again.
    ///
    /// - Parameter isForced: Looks at the source even when the secret is held.
    /// - Throws: `SecretError`.
    package func secret(_ reference: SecretReference, isForced: Bool = false) async throws(SecretError) -> Secret {
        if !isForced, let secret = held.withLock({ $0[reference]?.secret }) { return secret }
        let resolved = try await resolver.resolve(reference)
        held.withLock { $0[reference] = resolved }
        return resolved.secret
    }

    /// Forgets everything: each secret is looked up again when it is next needed.
    package func forgetAll() {
        held.withLock { $0 = [:] }
    }
}
