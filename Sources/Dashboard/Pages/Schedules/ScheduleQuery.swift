import JobModel
import JobStore
import Overview

/// Which sellers of a definition somebody wants to see, as the address says it.
struct ScheduleQuery: Sendable, Hashable {
    /// So many are shown at once.
    static let pageSize = 50
    private static let longestText = 100
    /// What stands in the address for sellers that are behind.
    private static let behind = "behind"

    let definition: String
    var seller: String?
    var result: ScheduleResult?
    /// Only sellers that are behind, those first that are so most.
    var isBehind: Bool
    /// The last one of the page before.
    var after: ScheduleKey?

    /// Reads an address; what it says in vain counts as not said.
    init(_ definition: String, _ query: FormValues) {
        self.definition = definition
        seller = query["seller"].map { String($0.prefix(Self.longestText)) }
        let only = query["only"]
        result = ScheduleResult.allCases.first { $0.key == only }
        isBehind = only == Self.behind
        after = query["after"].map {
            ScheduleKey(definition: definition, seller: $0, region: query["afterRegion"] ?? "")
        }
    }

    /// Whether all sellers are wanted.
    var isForAll: Bool { seller == nil && result == nil && !isBehind }
    /// What the address says of what is wanted.
    var only: String? { isBehind ? Self.behind : result?.key }

    /// The address of the same page.
    var path: String { path(only: only, after: after) }
    /// The address of all sellers that are behind.
    var behindPath: String { path(only: Self.behind) }

    /// The address of the same search with another result, or of another page of it.
    func path(only: String?, after: ScheduleKey? = nil) -> String {
        let fields: [(String, String?)] = [
            ("seller", seller), ("only", only), ("after", after?.seller), ("afterRegion", after?.region),
        ]
        let query = fields.compactMap { name, value in value.map { "\(name)=\($0.percentEncoded)" } }
        return Links.schedule(definition) + (query.isEmpty ? "" : "?\(query.joined(separator: "&"))")
    }

    /// What stores are asked; one seller more than is shown tells whether there is a next page.
    ///
    /// - Parameter deadline: Sellers without a success since then are behind; `nil` when nobody can be.
    func search(deadline: Timestamp?) -> ScheduleSearch {
        ScheduleSearch(
            definition: definition, seller: seller, result: result,
            succeededBefore: isBehind ? deadline ?? .distantPast : nil, order: isBehind ? .lastSuccess : .name,
            after: isBehind ? nil : after, limit: Self.pageSize + 1)
    }
}
