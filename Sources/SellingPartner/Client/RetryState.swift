import OperationCatalogue

/// How far the repetitions of one call have come. Pure: errors go in, pauses come out.
struct RetryState: Sendable {
    private let rules: RetryRules
    private let operation: Operation
    private var failures = 0

    init(rules: RetryRules, operation: Operation) {
        self.rules = rules
        self.operation = operation
    }

    /// How long to wait before the call is repeated, or `nil` when it is not.
    ///
    /// The pause is drawn evenly from zero to a limit that doubles with each failure, so that many clients do not come
    /// back at the same instant. A call that was refused for its rate waits at least until the plan has room for one.
    ///
    /// - Parameter unit: A random number from 0 to 1.
    mutating func pause(after error: any Error, unit: Double) -> Duration? {
        guard let floor = least(after: error) else { return nil }
        failures += 1
        guard failures < rules.maxAttempts else { return nil }
        // Sixteen doublings are longer than any limit.
        let limit = min(rules.maxBackoff, rules.backoff * (1 << min(failures - 1, 16)))
        return floor + max(.zero, limit) * unit
    }

    /// The shortest pause, or `nil` for a failure that must not be repeated.
    private func least(after error: any Error) -> Duration? {
        if let failure = error as? LWAFailure { return failure.kind.isTransient ? .zero : nil }
        guard let failure = error as? CallFailure else { return nil }
        switch failure.code {
        case .notSent: return .zero
        case .doubtful: return operation.repetition == .safe ? .zero : nil
        case .throttled, .applicationThrottled:
            let plan = operation.plan ?? .unpublished
            return min(rules.maxBackoff, .seconds(1 / plan.rate))
        default: return nil
        }
    }
}
