import JobModel
import OperationCatalogue

/// Chooses among the reports that Amazon lists. Pure.
struct ReportListing: Sendable {
    private struct Entry {
        let json: JSONValue
        let id: String
        let status: String
        let created: Timestamp

        init?(_ json: JSONValue) {
            guard let id = json.text(at: "reportId"), let status = json.text(at: "processingStatus"),
                let created = json.text(at: "createdTime").flatMap({ Timestamp(iso8601: $0) })
            else { return nil }
            (self.json, self.id, self.status, self.created) = (json, id, status, created)
        }
    }

    /// How far apart two tellings of one instant may be: Amazon cuts fractions, and calls the moment of asking the window
    /// of a report that was given none.
    private static let leeway = Duration.seconds(60)

    private let entries: [Entry]
    private let plan: ReportPlan

    /// - Parameter pages: The answers of `getReports`.
    init(_ pages: [JSONValue], _ plan: ReportPlan) {
        self.plan = plan
        entries = pages.flatMap { $0["reports"]?.items ?? [] }.compactMap(Entry.init)
            .filter { $0.json.text(at: "reportType") == plan.type }
            // Of two of one instant the same one is chosen each time.
            .sorted { ($0.created, $0.id) > ($1.created, $1.id) }
    }

    /// The newest that is done.
    func newest() -> SearchTrail.Candidate? {
        entries.first { $0.status == "DONE" && $0.json.text(at: "reportDocumentId") != nil }.map(Self.told)
    }

    /// The newest that is what the job wants, done or under way.
    ///
    /// - Parameters:
    ///   - since: Older ones will not do.
    ///   - options: With which options reports were asked for, by their ids, where that is known: the listing does not
    ///     tell.
    func like(since: Timestamp, options: [String: [String: String]]) -> SearchTrail.Candidate? {
        entries.first { entry in
            guard entry.created >= since, ["DONE", "IN_PROGRESS", "IN_QUEUE"].contains(entry.status),
                entry.status != "DONE" || entry.json.text(at: "reportDocumentId") != nil,
                Set(entry.json["marketplaceIds"]?.items?.compactMap(\.string) ?? []) == Set(plan.options.marketplaces)
            else { return false }
            return agrees(plan.options.from, entry, "dataStartTime") && agrees(plan.options.to, entry, "dataEndTime")
                && hasOptions(options[entry.id])
        }.map(Self.told)
    }

    /// Whether a report has the options that are wanted. Where nobody knows, another may have asked for it with any options
    /// that its type has.
    private func hasOptions(_ known: [String: String]?) -> Bool {
        if let known { return known == plan.options.reportOptions }
        return plan.options.reportOptions.isEmpty
            && ReportTypes.builtIn.type(named: plan.type)?.options.isEmpty != false
    }

    private func agrees(_ wanted: Timestamp?, _ entry: Entry, _ name: String) -> Bool {
        guard let seen = entry.json.text(at: name).flatMap({ Timestamp(iso8601: $0) }) else { return wanted == nil }
        guard let wanted else { return abs((seen - entry.created).microseconds) <= Self.leeway.microseconds }
        return abs((seen - wanted).microseconds) <= 1_000_000
    }

    private static func told(_ entry: Entry) -> SearchTrail.Candidate {
        SearchTrail.Candidate(
            id: entry.id, created: entry.created,
            sight: ProcessingSight(status: entry.status, documentID: entry.json.text(at: "reportDocumentId")))
    }
}
