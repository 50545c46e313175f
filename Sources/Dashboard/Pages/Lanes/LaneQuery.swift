import JobModel
import JobStore

/// Which lanes somebody wants to see, as the address says it.
struct LaneQuery: Sendable, Hashable {
    /// So many are shown at once.
    static let pageSize = 50
    private static let longestText = 100

    var seller: String?
    var region: String?
    var application: String?
    /// A part of the operation's name.
    var operation: String?
    var condition: LaneSearch.Condition?
    /// The last lane of the page before.
    var after: Int64?

    /// Reads an address; what it says in vain counts as not said.
    init(_ query: FormValues) {
        seller = query["seller"].map { String($0.prefix(Self.longestText)) }
        region = query["region"].map { String($0.prefix(Self.longestText)) }
        application = query["application"]
        operation = query["operation"].map { String($0.prefix(Self.longestText)) }
        condition = query["only"].flatMap(LaneSearch.Condition.init)
        after = query["after"].flatMap { Int64($0) }
    }

    /// Whether all lanes are wanted.
    var isForAll: Bool {
        seller == nil && region == nil && application == nil && operation == nil && condition == nil
    }

    /// The address of the same page.
    var path: String { path(only: condition, after: after) }

    /// The address of the same search with another condition, or of another page of it.
    func path(only condition: LaneSearch.Condition?, after: Int64? = nil) -> String {
        Links.list(
            .lanes,
            [
                "seller": seller, "region": region, "application": application, "operation": operation,
                "only": condition?.rawValue, "after": after.map { String($0) },
            ])
    }

    /// What stores are asked; one lane more than is shown tells whether there is a next page.
    var search: LaneSearch {
        LaneSearch(
            seller: seller, region: region?.uppercased(), application: application, operation: operation,
            condition: condition, afterID: after, limit: Self.pageSize + 1)
    }

    /// Whether the limit of an application is meant: it has no seller.
    func isMeant(_ limit: SharedLimit) -> Bool {
        let needle = operation.map(AuthorizationSearch.folded)
        return seller == nil && (application.map { $0 == limit.application } ?? true)
            && (region.map { $0.uppercased() == limit.row.region } ?? true)
            && (needle.map { AuthorizationSearch.folded(limit.row.operation).contains($0) } ?? true)
    }

    /// Whether the cool-down is meant. It belongs to no operation.
    func isMeant(_ row: CoolDownRow) -> Bool {
        operation == nil && (seller.map { $0 == row.authorization.seller } ?? true)
            && (region.map { $0.uppercased() == row.authorization.region } ?? true)
            && (application.map { $0 == row.authorization.application } ?? true)
    }
}
