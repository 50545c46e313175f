import Secrets
import Synchronization

/// Secrets in variables and files, which a test can change.
final class Vault: SecretProvider {
    private let values = Mutex<[String: String]>([:])

    let schemes: Set<SecretReference.Scheme> = [.environment, .file]

    subscript(name: String) -> String? {
        get { values.withLock { $0[name] } }
        set { values.withLock { $0[name] = newValue } }
    }

    func resolve(_ reference: SecretReference) async throws(SecretError) -> ResolvedSecret {
        guard let value = self[reference.name] else {
            throw SecretError(
                .notFound, reference: reference.description, message: "nothing is there", cure: "put it there")
        }
        return ResolvedSecret(secret: Secret(value), source: "the vault")
    }
}
