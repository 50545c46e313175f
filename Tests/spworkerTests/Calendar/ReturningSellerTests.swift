import JobModel
import JobStore
import Testing

@testable import spworker

@Suite("A seller who comes back after days")
struct ReturningSellerTests {
    /// Why nothing ran for the seller.
    enum Absence: CaseIterable { case sellerPaused, revoked, definitionPaused }

    private static let day = Duration.seconds(86_400)
    private static let lookback = Duration.seconds(120)

    @Test(
        "catches up in windows that are not too long, one after the other, without a gap", arguments: Absence.allCases)
    func returns(from absence: Absence) async throws {
        var life = try await SellerLife()
        try await life.pass(.seconds(3600))
        let before = try #require(life.windows["s0"])
        let reached = try #require(before.last?.to)
        #expect(life.now - reached < .seconds(25 * 60))

        try await Self.change(absence, begins: true, life)
        try await life.pass(Self.day * 10)
        // It stands still, at most one job waits for it, and the others go on.
        #expect(life.windows["s0"]?.count == before.count)
        #expect(try await life.waiting("s0") <= 1)
        let other = try #require(life.windows["s1"]?.last?.to)
        #expect(life.now - other < .seconds(25 * 60))

        try await Self.change(absence, begins: false, life)
        try await life.pass(.seconds(2 * 3600))
        let caught = try #require(life.windows["s0"]).dropFirst(before.count)
        var end = reached
        for window in caught {
            #expect(window.from == end - Self.lookback, "\(absence): a window begins at \(window.from), not at \(end)")
            #expect(window.to - window.from <= Self.day && window.to > end)
            end = window.to
        }
        #expect(life.now - end < .seconds(25 * 60))
        // Ten days, each a little shorter for the lookback, and what is due within two hours.
        #expect((11...20).contains(caught.count), "\(absence): \(caught.count) windows")
        #expect(life.mostAtOnce == 1)
        let key = ScheduleKey(definition: "sync", seller: "s0", region: "EU")
        #expect(await life.store.schedule(key)?.cursor == end.iso8601)
    }

    private static func change(_ absence: Absence, begins: Bool, _ life: SellerLife) async throws {
        let key = AuthorizationKey(application: "main", seller: "s0", region: "EU")
        switch absence {
        case .sellerPaused:
            try await life.store.pause(key, reason: begins ? "holidays" : nil, actor: "test")
        case .revoked:
            let failure = begins ? JobFailure(kind: "invalid_grant", message: "Refused.") : nil
            try await life.store.change(
                AuthorizationChange(key: key, state: begins ? .revoked : .active, failure: failure))
        case .definitionPaused:
            let changed = try await life.store.pauseSchedules(
                "sync", seller: "s0", region: nil, reason: begins ? "holidays" : nil, actor: "test")
            #expect(changed == 1)
        }
    }
}
