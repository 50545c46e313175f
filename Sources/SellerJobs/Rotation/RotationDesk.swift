import Secrets
import Synchronization

/// Knows for each application which version of its client secret is in use, and lets one task at a time look for another.
final class RotationDesk: Sendable {
    private struct State {
        var rotations: [String: ClientSecretRotation] = [:]
        var turnstiles: [String: Turnstile] = [:]
    }

    private let state = Mutex(State())

    /// What is to be used in place of the current secret; `nil` when nothing is.
    func secret(of application: String, current fingerprint: String) -> ClientSecretRotation.Found? {
        change(application) { $0.read(current: fingerprint) }
    }

    /// Looks at the application's rotation, and changes it.
    func change<Value: Sendable>(
        _ application: String, _ body: (inout ClientSecretRotation) -> Value
    ) -> Value {
        state.withLock { body(&$0.rotations[application, default: ClientSecretRotation()]) }
    }

    /// Runs `body` when no other task looks for another secret of the application.
    func alone<Value: Sendable>(
        _ application: String, _ body: () async throws -> Value
    ) async rethrows -> Value {
        let turnstile = state.withLock { state in
            let turnstile = state.turnstiles[application] ?? Turnstile()
            state.turnstiles[application] = turnstile
            return turnstile
        }
        return try await turnstile.pass(body)
    }
}
