import JobModel
import JobStore
import Overview

/// What a seller's page is made of.
struct SellerSight: Sendable {
    static let mostLanes = 100
    private static let mostEvents = 50
    /// Who paused an application is told in its events, which stand among all others.
    private static let eventsLookedAt = 500

    let story: SellerStory
    /// Its jobs; `nil` before its first one.
    let record: AuthorizationRecord?

    init(_ installation: any Installation, _ seller: SellerOverview) async throws {
        let (store, key) = (installation.store, seller.key)
        let lanes = try await store.lanes(
            matching: LaneSearch(
                seller: key.seller, region: key.region, application: key.application, limit: Self.mostLanes))
        record = try await store.authorizations(matching: AuthorizationSearch(keys: [key], limit: 1)).first
        let application = try await store.applications().first { $0.name == key.application }
        // After a crash tokens stand there until the next worker starts.
        let tokens = try await installation.workerHolder() == nil ? [] : store.tokens()
        let overview = SellerOverview(
            key: key, configured: seller.configured, row: record?.row ?? seller.row, lanes: lanes)
        story = SellerStory(
            seller: [overview].with(tokens)[0], application: application,
            events: try await store.latestEvents(of: key, limit: Self.mostEvents),
            applicationEvents: application?.pauseReason == nil
                ? [] : try await store.latestEvents(limit: Self.eventsLookedAt),
            grace: installation.grace, probeEvery: installation.probeEvery, now: installation.now)
    }
}
