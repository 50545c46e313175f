import JobModel
import JobStore
import Overview

/// What the first page is made of. Nothing of it costs more with a million jobs.
struct OverviewSight: Sendable {
    /// The most sellers that are listed; the page of sellers has them all.
    static let mostSellers = 10
    private static let mostEvents = 8

    let health: Health
    /// Sellers that need attention, the most urgent first, at most `mostSellers`.
    let stuck: [AuthorizationRecord]
    /// How many sellers are in each state that needs attention.
    let standings: [SellerStanding: Int]
    /// What was counted, by what is looked back on.
    let tallies: [Trends.Span: [TallyBucket]]
    /// The last events, newest first.
    let events: [EventRow]

    init(_ installation: any Installation) async throws {
        let store = installation.store
        let health = try await installation.health()
        self.health = health
        let (found, counts) = Self.stuck(health.sight.authorizations)
        let records = try await store.authorizations(
            matching: AuthorizationSearch(keys: found.map(\.key), limit: Self.mostSellers))
        let byKey = Dictionary(records.map { ($0.row.key, $0) }) { $1 }
        stuck = found.map { byKey[$0.key] ?? AuthorizationRecord(row: $0, waiting: 0) }
        let due = health.sight.renewals.values.count { $0.standing(at: health.now) != .early }
        standings = counts.merging([.renewal: due]) { $1 }
        var tallies: [Trends.Span: [TallyBucket]] = [:]
        for span in Trends.Span.allCases { tallies[span] = try await span.tallies(store, now: health.now) }
        self.tallies = tallies
        events = try await store.latestEvents(limit: Self.mostEvents)
    }

    /// The most urgent sellers, and how many there are of each sort.
    private static func stuck(_ rows: [AuthorizationRow]) -> ([AuthorizationRow], [SellerStanding: Int]) {
        let found = rows.compactMap { row -> (urgency: Int, row: AuthorizationRow, standing: SellerStanding)? in
            switch row.state {
            case .revoked: (0, row, .revoked)
            case .misconfigured: (1, row, .misconfigured)
            case .suspect: (2, row, .suspect)
            case .active: row.pauseReason == nil ? nil : (3, row, .paused)
            }
        }
        let urgent = found.sorted { ($0.urgency, $1.row.since) < ($1.urgency, $0.row.since) }
        let counts = Dictionary(found.map { ($0.standing, 1) }, uniquingKeysWith: +)
        return (urgent.prefix(mostSellers).map(\.row), counts)
    }
}
