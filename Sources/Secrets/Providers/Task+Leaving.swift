import Synchronization

extension Task where Failure == Never {
    /// What the task comes to, or `nil` as soon as whoever waits is cancelled. The task itself goes on: others may wait too.
    package func valueUnlessCancelled() async -> Success? {
        let wait = Wait<Success>()
        return await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                wait.begin(continuation)
                Task<Void, Never> { wait.end(await value) }
            }
        } onCancel: {
            wait.end(nil)
        }
    }
}

/// Somebody waits, and is told once.
private final class Wait<Value: Sendable>: Sendable {
    private enum State {
        case new
        case waiting(CheckedContinuation<Value?, Never>)
        case over
    }

    private let state = Mutex(State.new)

    func begin(_ continuation: CheckedContinuation<Value?, Never>) {
        let isOver = state.withLock { state in
            if case .over = state { return true }
            state = .waiting(continuation)
            return false
        }
        if isOver { continuation.resume(returning: nil) }
    }

    func end(_ value: Value?) {
        let continuation = state.withLock { state -> CheckedContinuation<Value?, Never>? in
            defer { state = .over }
            guard case .waiting(let continuation) = state else { return nil }
            return continuation
        }
        continuation?.resume(returning: value)
    }
}

extension SecretError {
    /// Whoever asked was cancelled, which says nothing about the secret.
    package static func cancelled(_ reference: String?) -> SecretError {
        SecretError(.unavailable, reference: reference, message: "the question was cancelled", cure: "ask again")
    }
}
