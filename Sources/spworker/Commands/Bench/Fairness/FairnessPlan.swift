/// What `bench fairness` plays.
struct FairnessPlan: Sendable, Hashable {
    /// How many sellers there are.
    var sellers = 2000
    /// The jobs of one of them, spread over a lane for each usage plan. The others have one lane each, and as many
    /// jobs as keep it busy.
    var hogJobs = 100_000
    /// How long everything goes on, in virtual time.
    var length: Duration = .seconds(120)
    /// Runs at a time: more than all plans together need. What is measured is who gets them, not how many there are.
    var concurrency = 2000
    /// Operations that may be called more often are left out: a few of their sellers would take as long as all others.
    var fastestRate = 2.0
    /// The worker looks at most so often for what is due.
    var step: Duration = .milliseconds(5)

    /// Calls that fall due so shortly before the end are not asked for.
    static let grace: Duration = .seconds(1)
}
