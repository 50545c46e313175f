import JobModel
import JobStore
import OperationCatalogue
import Overview
import SellerJobs
import Testing

@testable import spworker

@Suite("A seller's story")
struct SellerStoryTests {
    private let now = Records.now
    private static let refused = JobFailure(kind: "invalidGrant", message: "Amazon said invalid_grant.")

    private func event(
        _ kind: String, _ secondsAgo: Int, _ failure: JobFailure? = nil, actor: String = "worker"
    ) -> EventRow {
        EventRow(
            at: now - .seconds(secondsAgo), kind: kind, application: "main", seller: "acme", region: "EU",
            failure: failure, actor: actor)
    }

    private func story(
        _ row: AuthorizationRow, _ events: [EventRow] = [], application: ApplicationRow = Records.application(),
        waiting: Int = 3
    ) throws -> SellerStory {
        let lane = Records.lane { $0.jobAt = now - .seconds(7200) }
        let seller = try #require(
            SellerOverview.all(
                [try settings().configured], [row], [row.id: [LaneRecord(lane: lane, waiting: waiting, readAt: now)]]
            ).first)
        let policy = RevocationPolicy()
        return SellerStory(
            seller: seller, application: application, events: events, grace: policy.grace,
            probeEvery: policy.probeEvery, now: now)
    }

    private func settings() throws -> SellerSettings {
        try #require(
            try load(
                """
                applications: [{id: main, clientId: "env:ID", clientSecret: "env:SECRET"}]
                sellers: [{id: acme, region: EU, refreshToken: "env:TOKEN", authorizedAt: 2025-03-10}]
                """
            ).sellers.first)
    }

    /// Revoked 100 s ago, after a first refusal 160 s ago, long after an earlier trouble.
    private func revoked() throws -> SellerStory {
        let row = Records.authorization {
            $0.state = .revoked
            $0.since = now - .seconds(100)
            $0.failure = Self.refused
            $0.lastGoodAt = now - .seconds(9000)
        }
        let events = [
            event("revoked", 100, Self.refused), event("suspected", 160, Self.refused),
            event("restored", 5000, JobFailure(kind: "resumed", message: "a hunch"), actor: "ann"),
            event("revoked", 6000, Self.refused),
        ]
        return try story(row, events)
    }

    @Test("tells when the present trouble began, what waits, and when the seller is tried anew")
    func times() throws {
        let story = try revoked()
        #expect(story.firstFailureAt == now - .seconds(160))
        #expect(story.parkedSince == now - .seconds(160))
        #expect(story.nextProbeAt == now + .seconds(86_300))
        #expect(
            story.jobsText
                == "3 waiting, 0 running; the waiting ones are parked since 2 m ago, the oldest was due 2 h ago")
        #expect(
            story.nextProbeText
                == "2026-03-02T11:58:20.000Z (in 23 h) at the latest, and when its secret changes; at once: "
                + "spworker sellers probe acme --region EU")
        #expect(story.json["firstFailureAt"] == .string("2026-03-01T11:57:20.000Z"))
        #expect(story.json["authorizedAt"] == .string("2025-03-10T00:00:00.000Z"))
        #expect(story.json["renewBy"] == .string("2026-03-10T00:00:00.000Z"))
    }

    @Test("tells what happened in words, oldest first, with who did it and why")
    func words() throws {
        #expect(
            try revoked().lines.map(\.text) == [
                "Refused again, so the authorization is taken for revoked; its jobs are parked: Amazon said invalid_grant.",
                "Active again; its jobs go on: a hunch (by ann)",
                "Refused for the first time; its jobs wait for a second try: Amazon said invalid_grant.",
                "Refused again, so the authorization is taken for revoked; its jobs are parked: Amazon said invalid_grant.",
            ])
    }

    @Test("tells what was done to the seller's definitions")
    func definitions() throws {
        let kinds = ["schedulePaused", "scheduleResumed", "scheduleRun", "cursorSet", "scheduleRejected"]
        let events = kinds.enumerated().map { number, kind in
            event(kind, number, JobFailure(kind: kind, message: "orders-sync"), actor: "ann")
        }
        let lines = try story(Records.authorization(), events).lines
        #expect(lines.count == kinds.count)
        for line in lines {
            #expect(
                line.text.hasPrefix("A definition") && line.text.hasSuffix(": orders-sync (by ann)"), "\(line.text)")
        }
    }

    @Test("says what to do first, and what else should be known")
    func reasons() throws {
        let story = try revoked()
        #expect(story.reasons.map(\.code) == ["parked", "renewalDue"])
        #expect(story.cure?.hasPrefix("Let the seller authorize the application main again") == true)
        let trouble = JobFailure(kind: "accessTrouble", message: "Amazon denies 3 operations.")
        let denied = try self.story(Records.authorization(), [event("accessTrouble", 600, trouble)])
        #expect(denied.reasons.map(\.code) == ["renewalDue", "accessTrouble"])
        #expect(denied.reasons[1].sentence == "Found 10 m ago: Amazon denies 3 operations.")
        #expect(denied.firstFailureAt == nil && denied.parkedSince == nil && denied.nextProbeAt == nil)
        let old = try self.story(Records.authorization(), [event("accessTrouble", 8 * 86_400, trouble)])
        #expect(old.reasons.map(\.code) == ["renewalDue"])
    }

    @Test("of a suspect tells the time of the confirming exchange, and in an outage that of the application")
    func suspect() throws {
        let row = Records.authorization {
            $0.state = .suspect
            $0.since = now - .seconds(20)
            $0.blockedUntil = now + .seconds(160)
            $0.failure = Self.refused
        }
        #expect(try story(row).nextProbeAt == now + .seconds(40))
        let outage = Records.application {
            $0.state = .suspect
            $0.blockedUntil = now + .seconds(300)
        }
        let waiting = try story(row, application: outage)
        #expect(waiting.nextProbeAt == now + .seconds(300))
        #expect(waiting.reasons.map(\.code) == ["outage", "renewalDue"])
        let stopped = try story(row, application: Records.application { $0.state = .stopped })
        #expect(stopped.nextProbeAt == nil)
        #expect(stopped.nextProbeText == "not before its application works and it is configured")
    }

    @Test("a paused seller's jobs are paused since the pause, not parked")
    func paused() throws {
        let row = Records.authorization { $0.pauseReason = "stock count" }
        let found = try story(row, [event("sellerPaused", 30, actor: "ann")])
        #expect(found.parkedSince == now - .seconds(30) && found.holdWord == "paused")
        #expect(found.seller.parked == 0 && found.seller.paused == found.seller.waiting)
        #expect(found.cure == "spworker sellers resume acme --region EU")
    }

    @Test("what 'resume' says depends on what was the case")
    func resumed() throws {
        func words(_ row: AuthorizationRow, waiting: Int = 0) throws -> String {
            SellersResumeCommand.words(try story(row, waiting: waiting).seller)
        }
        #expect(
            try words(Records.authorization()) == "acme/EU was neither paused nor held for anything: nothing changed.")
        #expect(
            try words(Records.authorization { $0.pauseReason = "x" }, waiting: 1)
                == "acme/EU resumed. 1 waiting job goes on.")
        #expect(
            try words(Records.authorization { $0.state = .revoked }, waiting: 2)
                == "acme/EU resumed. It was revoked and is taken for active; if Amazon refuses it again, its jobs wait "
                + "again. 2 waiting jobs go on.")
    }
}
