import Secrets
import Synchronization

/// Secrets in variables, files and Secrets Manager, which a test can change. Other versions of a secret are named with their
/// stage, such as `app@AWSPREVIOUS`.
final class Vault: SecretProvider {
    private struct State {
        var values: [String: String] = [:]
        var changedAt: [String: Int64] = [:]
        var asked: [String] = []
        var isSilent = false
    }

    private let state = Mutex(State())

    let schemes: Set<SecretReference.Scheme> = [.environment, .file, .awsSecretsManager]

    subscript(name: String) -> String? {
        get { state.withLock { $0.values[name] } }
        set { state.withLock { $0.values[name] = newValue } }
    }

    /// The names that were asked for, in order.
    var asked: [String] { state.withLock { $0.asked } }

    /// Says when the secret was changed, in microseconds since 1970.
    func date(_ name: String, _ changedAt: Int64) { state.withLock { $0.changedAt[name] = changedAt } }

    /// From now on nothing is answered, or everything is again.
    func silence(_ isSilent: Bool) { state.withLock { $0.isSilent = isSilent } }

    func resolve(_ reference: SecretReference) async throws(SecretError) -> ResolvedSecret {
        let name = reference.name + (reference.stage.map { "@\($0)" } ?? "")
        let (value, changedAt, isSilent) = state.withLock { state in
            state.asked.append(name)
            return (state.values[name], state.changedAt[name], state.isSilent)
        }
        guard !isSilent else {
            throw SecretError(
                .unavailable, reference: reference.description, message: "nobody answers", cure: "wait a little")
        }
        guard let value else {
            throw SecretError(
                .notFound, reference: reference.description, message: "nothing is there", cure: "put it there")
        }
        return ResolvedSecret(secret: Secret(value), source: "the vault", changedAt: changedAt)
    }
}
