import JobModel
import JobStore
import Overview

/// Reads pages of the list. Each costs as much as it shows, however many sellers there are.
struct SellerLister {
    /// Rows that are read at once where some will be left out.
    private static let chunk = 200
    /// So often that is done for a page; then the page ends, full or not.
    private static let mostChunks = 5

    let store: any PageReading
    /// By key, as the installation gives them.
    let configured: [ConfiguredSeller]
    let now: Timestamp

    /// The page that is wanted.
    func page(_ search: SellerSearch) async throws -> SellerListing {
        switch search.standing {
        case .suspect, .revoked, .misconfigured, .paused: try await held(search)
        case .renewal: try await renewals(search)
        case .active: try await active(search)
        case nil: try await all(search, after: search.after, limit: SellerSearch.pageSize)
        }
    }

    /// Those against whom something is held: the store knows all of them.
    private func held(_ search: SellerSearch) async throws -> SellerListing {
        let size = SellerSearch.pageSize
        let records = try await store.authorizations(matching: search.search(after: search.after, limit: size + 1))
        let settings = Dictionary(configured.map { ($0.key, $0) }) { $1 }
        let entries = records.prefix(size).map { entry($0.row.key, settings[$0.row.key], $0) }
        return SellerListing(entries: entries, next: records.count > size ? entries.last?.seller.key : nil)
    }

    /// Those that must authorize anew, the first to end first: the configuration knows all of them.
    private func renewals(_ search: SellerSearch) async throws -> SellerListing {
        let size = SellerSearch.pageSize
        let due = configured.filter { seller in
            search.fits(seller.key) && seller.renewal.map { $0.standing(at: now) != .early } ?? false
        }.sorted { ($0.renewal?.renewBy ?? now, $0.key) < ($1.renewal?.renewBy ?? now, $1.key) }
        let start = search.after.flatMap { after in due.firstIndex { $0.key == after } }.map { $0 + 1 } ?? 0
        let shown = due[start...].prefix(size)
        let records = try await store.authorizations(
            matching: AuthorizationSearch(keys: shown.map(\.key), limit: size))
        let byKey = Dictionary(records.map { ($0.row.key, $0) }) { $1 }
        let entries = shown.map { entry($0.key, $0, byKey[$0.key]) }
        return SellerListing(entries: entries, next: due.count > start + size ? shown.last?.key : nil)
    }

    /// Most are active, so that few of those that are read are left out.
    private func active(_ search: SellerSearch) async throws -> SellerListing {
        var page = SellerListing()
        var after = search.after
        for _ in 0..<Self.mostChunks {
            let part = try await all(search, after: after, limit: Self.chunk)
            page.entries += part.entries.filter { $0.seller.state == .active && $0.seller.row?.pauseReason == nil }
            if page.entries.count > SellerSearch.pageSize {
                page.entries = Array(page.entries.prefix(SellerSearch.pageSize))
                page.next = page.entries.last?.seller.key
                return page
            }
            page.next = part.next
            after = part.next
            if after == nil { break }
        }
        return page
    }

    /// Everybody who fits.
    private func all(
        _ search: SellerSearch, after: AuthorizationKey?, limit: Int
    ) async throws -> SellerListing {
        let records = try await store.authorizations(matching: search.search(after: after, limit: limit + 1))
        // Behind the last row that was read there may be others.
        let end = records.count > limit ? records.last?.row.key : nil
        let known = Dictionary(records.map { ($0.row.key, $0) }) { $1 }
        let settings = configured.filter { seller in
            search.fits(seller.key) && (after.map { seller.key > $0 } ?? true) && (end.map { seller.key <= $0 } ?? true)
        }
        let byKey = Dictionary(settings.map { ($0.key, $0) }) { $1 }
        let keys = Set(known.keys).union(byKey.keys).sorted()
        let entries = keys.prefix(limit).map { entry($0, byKey[$0], known[$0]) }
        return SellerListing(entries: entries, next: keys.count > limit ? entries.last?.seller.key : nil)
    }

    private func entry(
        _ key: AuthorizationKey, _ settings: ConfiguredSeller?, _ record: AuthorizationRecord?
    ) -> SellerListing.Entry {
        SellerListing.Entry(
            seller: SellerOverview(key: key, configured: settings, row: record?.row, lanes: []), record: record)
    }
}
