import JobModel
import JobStore
import SellerJobs

/// A seller, and what came of trying it.
struct SellerVisit: Sendable {
    /// What came of it.
    enum Outcome: Sendable {
        /// It was tried.
        case checked(SellerFinding)
        /// It took too long.
        case late
        /// It was not tried, for a reason that stands elsewhere in the report.
        case skipped(String)
        /// The queue that the usage plan is kept in could not be used.
        case failed(String)
    }

    let settings: SellerSettings
    let outcome: Outcome
    /// What the queue holds of it.
    var row: AuthorizationRow?
    /// What can be told of its credentials by their form, as sentences.
    var flaws: [String] = []
    /// Whether the exchange of another seller of the same application worked.
    var applicationWorks = false

    /// Whether its exchange worked.
    var hasToken: Bool {
        guard case .checked(let finding) = outcome else { return false }
        return finding.failedStep != .secret && finding.failedStep != .token
    }
}
