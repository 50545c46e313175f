package import JobModel

/// The numbers that the queue's decisions depend on.
package struct QueueRules: Sendable {
    /// Concurrent runs per authorization over all its lanes.
    package var perAuthorization: Int
    /// Time taken off each lane's burst, because a request reaches Amazon a little after it is written here.
    package var margin: Duration
    /// Jobs taken from a lane before the next lane has its turn.
    package var perVisit: Int
    /// Crashes after which a job is quarantined.
    package var crashLimit: Int
    /// How long lanes pause after refusals in a row.
    package var throttlePolicy: RetryPolicy
    /// Who is told of which events. Nobody, unless told otherwise.
    package var hooks: HookPlan

    /// Creates rules.
    package init(
        perAuthorization: Int = 4, margin: Duration = .milliseconds(100), perVisit: Int = 4, crashLimit: Int = 3,
        throttlePolicy: RetryPolicy = RetryPolicy(backoff: .seconds(2), maxBackoff: .seconds(900)),
        hooks: HookPlan = HookPlan()
    ) {
        self.perAuthorization = max(1, perAuthorization)
        self.margin = margin
        self.perVisit = max(1, perVisit)
        self.crashLimit = max(1, crashLimit)
        self.throttlePolicy = throttlePolicy
        self.hooks = hooks
    }
}
