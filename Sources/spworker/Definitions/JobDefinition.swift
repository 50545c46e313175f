import JobModel
import OperationCatalogue

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
        func includes(_ seller: SellerSettings) -> Bool {
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
    /// The operation.
    let operation: String
    /// Parameters with templates in them.
    let parameters: JSONValue
    /// The body, with no templates.
    let body: String?
    /// Whether the pages after the first are read too.
    let readsAllPages: Bool
    /// The personal data to ask for.
    let dataElements: [String]
    /// The template of the output path.
    let output: String?
    let priority: Int
    let maxAttempts: Int

    /// The request for one seller, with its templates filled in.
    ///
    /// - Throws: `JobRejection` when a template cannot be filled in for this seller.
    func request(for seller: SellerSettings, now: Timestamp) throws(JobRejection) -> JobRequest {
        JobRequest(
            kind: "request", seller: seller.id, region: seller.region.rawValue, operation: operation,
            parameters: try DefinitionTemplate(seller: seller, now: now).filled(parameters).text, body: body,
            options: options.text, priority: priority, maxAttempts: maxAttempts, output: output)
    }

    private var options: JSONValue {
        var options: [String: JSONValue] = [:]
        if readsAllPages { options["allPages"] = true }
        if !dataElements.isEmpty { options["dataElements"] = .array(dataElements.map { .string($0) }) }
        return .object(options)
    }
}
