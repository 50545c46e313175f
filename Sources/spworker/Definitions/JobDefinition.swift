import JobModel
import OperationCatalogue
import SellerJobs

/// A job that is described in a file of the folder `jobs/` and runs for many sellers.
struct JobDefinition: Sendable {
    /// Which sellers it runs for.
    struct Selection: Sendable, Hashable {
        /// Only sellers with one of these tags; empty for any.
        var tags: Set<String> = []
        /// Only these regions; empty for any.
        var regions: Set<Region> = []
        /// Only these sellers; empty for any.
        var list: Set<String> = []
        /// Never these sellers.
        var exclude: Set<String> = []

        /// Whether the seller is meant.
        func includes(_ seller: DefinitionSeller) -> Bool {
            !exclude.contains(seller.id) && (tags.isEmpty || !tags.isDisjoint(with: seller.tags))
                && (regions.isEmpty || regions.contains(seller.region)) && (list.isEmpty || list.contains(seller.id))
        }
    }

    /// Its name, by which it is run.
    let name: String
    /// Where it stands.
    let origin: SettingOrigin
    /// Which sellers it runs for.
    let sellers: Selection
    /// The job that each gets.
    let job: DefinitionJob
    /// When it fires; `nil` when it runs by hand only.
    let schedule: DefinitionSchedule?
    /// Whose clock it goes by.
    let clock: DefinitionSchedule.Clock
    /// How the jobs of a seller follow each other.
    let cursor: CursorRule?
    /// What follows a success.
    let then: DefinitionChain?
}

/// The job of a definition, with templates in it.
struct DefinitionJob: Sendable {
    /// The kind that runs it.
    let kind: String
    /// The operation, report type or feed type; empty for queries.
    let target: String
    /// Parameters with templates in them.
    let parameters: JSONValue
    /// The kind's options, with templates in them.
    let options: [String: JSONValue]
    /// The body, or the text of a query. Its templates are written `${now}`.
    let body: String?
    /// The template of the output path.
    let output: String?
    let priority: Int
    let maxAttempts: Int
    /// How long after it fired the job fails for being late.
    let deadline: Duration?
}
