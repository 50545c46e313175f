import JobStore

/// What `bench fairness` plays once.
struct FairnessPlan: Sendable, Hashable {
    /// How many sellers there are.
    var sellers = 2000
    /// The jobs of one of them, spread over a lane for each usage plan. The others have one lane each, and as many
    /// jobs as keep it busy.
    var hogJobs = 100_000
    /// How long everything goes on, in virtual time.
    var length: Duration = .seconds(120)
    /// Runs at a time.
    var concurrency = 2000
    /// Runs of one seller at a time.
    var perSeller = QueueRules().perAuthorization
    /// The rates of the plans that are played, in calls a second: more than the first and not more than the second.
    var rates = 0.0...2.0
    /// The worker looks at most so often for what is due.
    var step: Duration = .milliseconds(5)

    /// Calls that fall due so shortly before the end are not asked for.
    static let grace: Duration = .seconds(1)

    // MARK: Variants

    /// The same with the plans that allow more than two calls a second, few sellers for each: a few of theirs take as
    /// long as all others. A seller has as many runs as the fastest plan needs.
    var fast: FairnessPlan {
        var plan = self
        plan.rates = 2.0...1000
        plan.sellers = max(9, sellers / 32)
        plan.hogJobs = hogJobs / 4
        plan.length = length / 4
        plan.perSeller = 32
        plan.concurrency = plan.sellers * plan.perSeller
        return plan
    }

    /// The same with fewer sellers, and with so few runs that their plans allow about four times as many calls.
    var scarce: FairnessPlan {
        var plan = self
        plan.sellers = max(8, sellers / 4)
        plan.concurrency = max(1, plan.sellers / 32)
        return plan
    }
}
