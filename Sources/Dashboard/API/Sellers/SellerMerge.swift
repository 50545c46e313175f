import JobModel
import JobStore
import OperationCatalogue
import Overview

/// Finds sellers page by page: those that are configured, and those that the store alone knows.
struct SellerMerge {
    /// So many sellers are looked up at once.
    private static let chunk = 200

    /// Which sellers, and how many.
    let search: AuthorizationSearch
    let configured: [ConfiguredSeller]
    let store: any JobStore

    /// A page, by seller, region and application.
    ///
    /// - Returns: The sellers, those of the store with their rows' counts, and whether there are more.
    func page() async throws -> (entries: [SellerListing.Entry], hasMore: Bool) {
        var wider = search
        wider.limit = search.limit + 1
        let records = try await store.authorizations(matching: wider)
        // Beyond the last row there may be rows that have not been read.
        let end = records.count > search.limit ? records.last?.row.key : nil
        let known = Dictionary(records.map { ($0.row.key, $0) }) { $1 }
        let named = Dictionary(configured.map { ($0.key, $0) }) { $1 }
        let without = try await keysWithoutRow(upTo: end, besides: Set(known.keys))
        let keys = (Array(known.keys) + without).sorted()
        let entries = keys.prefix(search.limit).map { key in
            SellerListing.Entry(
                seller: SellerOverview(key: key, configured: named[key], row: known[key]?.row, lanes: []),
                record: known[key])
        }
        return (entries, keys.count > search.limit)
    }

    /// Configured sellers that the search means and that no row is known of: nothing is known against them.
    private func keysWithoutRow(
        upTo end: AuthorizationKey?, besides known: Set<AuthorizationKey>
    ) async throws -> [AuthorizationKey] {
        guard search.states.isEmpty || search.states.contains(.active), search.isPaused != true else { return [] }
        let needle = search.needle
        let candidates = configured.map(\.key).filter { key in
            !known.contains(key) && (search.after.map { key > $0 } ?? true) && (end.map { key <= $0 } ?? true)
                && (search.application.map { $0 == key.application } ?? true)
                && (needle.map { AuthorizationSearch.folded("\(key.seller)/\(key.region)").contains($0) } ?? true)
        }.sorted()
        guard !search.states.isEmpty || search.isPaused != nil else { return candidates }
        // Rows that the search leaves out are rows all the same.
        var without: [AuthorizationKey] = []
        for start in stride(from: 0, to: candidates.count, by: Self.chunk) where without.count <= search.limit {
            let keys = Array(candidates[start..<min(candidates.count, start + Self.chunk)])
            let rows = try await store.authorizations(
                matching: AuthorizationSearch(keys: keys, limit: keys.count))
            without += Set(keys).subtracting(rows.map(\.row.key)).sorted()
        }
        return without
    }
}

extension SellerListing.Entry {
    /// The seller as programs read it: its lanes have not been looked at, but its jobs are counted.
    ///
    /// - Parameter tokens: What is known of all access tokens.
    func json(_ tokens: [TokenRow]) -> JSONValue {
        let told = [seller].with(tokens).first?.json ?? seller.json
        return told.adding([
            "waiting": .count(record?.waiting ?? 0), "parked": .count(record?.parked ?? 0),
            "paused": .count(record?.paused ?? 0),
        ])
    }
}
