import Synchronization

/// Tells one run to stop, and why.
final class StopSignal: Sendable {
    enum Reason: Sendable {
        /// Somebody called the job off.
        case cancelled
        /// The worker stops.
        case draining
        /// The run takes too long.
        case timeout
    }

    private enum State {
        case quiet
        case awaited(CheckedContinuation<Reason?, Never>)
        case raised(Reason)
        case over
    }

    private let state = Mutex(State.quiet)

    /// Whether somebody wants the run to stop.
    var isRaised: Bool {
        state.withLock { if case .raised = $0 { true } else { false } }
    }

    /// Raises the signal; only the first reason counts.
    func raise(_ reason: Reason) {
        let waiter = state.withLock { state -> CheckedContinuation<Reason?, Never>? in
            switch state {
            case .quiet:
                state = .raised(reason)
                return nil
            case .awaited(let continuation):
                state = .raised(reason)
                return continuation
            case .over:
                // Nobody waits any more, but `isRaised` must tell.
                state = .raised(reason)
                return nil
            case .raised:
                return nil
            }
        }
        waiter?.resume(returning: reason)
    }

    /// Waits for the signal; `nil` when the task is cancelled first. One task may wait.
    func wait() async -> Reason? {
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let answer = state.withLock { state -> Reason?? in
                    switch state {
                    case .quiet:
                        state = .awaited(continuation)
                        return nil
                    case .raised(let reason): return .some(reason)
                    case .awaited, .over: return .some(nil)
                    }
                }
                if let answer { continuation.resume(returning: answer) }
            }
        } onCancel: {
            let waiter = state.withLock { state -> CheckedContinuation<Reason?, Never>? in
                defer { if case .raised = state {} else { state = .over } }
                if case .awaited(let continuation) = state { return continuation }
                return nil
            }
            waiter?.resume(returning: nil)
        }
    }
}
