package import Ports

/// When and how often a call to AWS is repeated. Every call that is made only reads, so repeating harms nothing.
package struct AWSRetryRules: Sendable, Equatable {
    /// How often a call is made at most, the first time included. 3 unless set.
    package let maxAttempts: Int
    /// The longest pause before a repetition. 20 seconds.
    package static let longestPause = 20.0

    /// Creates rules.
    ///
    /// - Parameter maxAttempts: At least 1 counts.
    package init(maxAttempts: Int = 3) {
        self.maxAttempts = max(1, maxAttempts)
    }

    /// The rules that `AWS_MAX_ATTEMPTS` sets, or the usual ones when it is not set.
    ///
    /// - Throws: `SecretError` with the code `invalid` when it is not a number from 1 on.
    package init(environment: any Environment) throws(SecretError) {
        guard let text = environment.value("AWS_MAX_ATTEMPTS"), !text.isEmpty else {
            self.init()
            return
        }
        guard let attempts = Int(text), (1...100).contains(attempts) else {
            throw SecretError(
                .invalid, reference: nil, message: "AWS_MAX_ATTEMPTS is not a number from 1 to 100",
                cure: "correct it, or leave it out for 3")
        }
        self.init(maxAttempts: attempts)
    }

    /// Whether the same call may have an answer a little later.
    func isPassing(_ failure: AWSFailure) -> Bool {
        switch failure {
        case .refused(let refusal): refusal.isThrottling || refusal.isOutage
        case .unreadable(_, let status): status >= 500 || status == 429
        case .unreachable: true
        case .unsent, .cancelled: false
        }
    }

    /// The pause after the failed try number `attempt`, counted from 1: drawn from nothing up to a bound that doubles.
    func pause(after attempt: Int, random: any RandomSource) -> Duration {
        let bound = Double(1 << min(max(attempt - 1, 0), 10))
        return .seconds(random.unit() * min(Self.longestPause, bound))
    }
}
