import JobModel
import JobStore
import Testing

@testable import SellerJobs

@Suite("Trying a seller anew", .timeLimit(.minutes(5)))
struct ProbeTests {
    private static let refresh = "Atzr|value of \(Shop.refreshName(Shop.acme))"

    @Test("A revoked seller whose old token works again is released, with an event of the worker")
    func released() async throws {
        let shop = Shop()
        shop.amazon.revoke(Self.refresh)
        try await shop.work {
            let id = try await shop.put()
            try await shop.drive { try await shop.authorization().state == .revoked }
            try await shop.drive { try await shop.row(id).state == .waiting }
            shop.amazon.grant(Self.refresh, to: Shop.owner(Shop.acme))
            try await shop.keeper.review()
            #expect(try await shop.authorization().state == .revoked, "nobody asked yet")
            let probe = try await shop.keeper.probe(Shop.acme)
            #expect(probe == AuthorizationProbe(state: .active, reason: nil))
            #expect(try await shop.authorization().state == .active)
            try await shop.drive(id, to: .succeeded)
            #expect(try await shop.row(id).attempt == 0)
            let last = try #require(await shop.store.latestEvents(limit: 1).first)
            #expect(last.kind == "restored" && last.actor == "worker")
        }
    }

    @Test("A seller who is still revoked stays parked, for one exchange and no event")
    func stillRevoked() async throws {
        let shop = Shop()
        shop.amazon.revoke(Self.refresh)
        try await shop.work {
            let id = try await shop.put()
            try await shop.drive { try await shop.authorization().state == .revoked }
            try await shop.drive { try await shop.row(id).state == .waiting }
            let logins = shop.amazon.logins.count
            let probe = try await shop.keeper.probe(Shop.acme)
            #expect(probe.state == .revoked)
            #expect(try #require(probe.reason).contains("refresh token"))
            #expect(shop.amazon.logins.count == logins + 1)
            #expect(try await shop.label(id) == .parked)
            #expect(await shop.store.events(after: 0, limit: 10).map(\.kind) == ["suspected", "revoked"])
        }
    }

    @Test("A seller whose token is held is tried with a fresh one, and one who was revoked meanwhile is found out")
    func heldToken() async throws {
        let shop = Shop()
        try await shop.work {
            let id = try await shop.put()
            try await shop.drive(id, to: .succeeded)
            #expect(try await shop.keeper.probe(Shop.acme).reason == nil)
            #expect(shop.amazon.logins.count == 2)
            shop.amazon.revoke(Self.refresh)
            #expect(try await shop.keeper.probe(Shop.acme).state == .suspect)
            try await shop.drive { try await shop.authorization().state == .revoked }
        }
    }

    @Test("A new secret that nobody noticed is used")
    func newSecret() async throws {
        let shop = Shop()
        try await shop.work {
            try await shop.drive(try await shop.put(), to: .succeeded)
            shop.amazon.revoke(Self.refresh)
            shop.vault[Shop.refreshName(Shop.acme)] = "a new token"
            shop.amazon.grant("a new token", to: Shop.owner(Shop.acme))
            #expect(try await shop.keeper.probe(Shop.acme).state == .active)
            #expect(shop.amazon.logins.last?["refresh_token"] == "a new token")
        }
    }

    @Test("A seller whose secret is missing is misconfigured, and works when it is there again")
    func missingSecret() async throws {
        let shop = Shop()
        let name = Shop.refreshName(Shop.acme)
        try await shop.work {
            shop.vault[name] = nil
            let probe = try await shop.keeper.probe(Shop.acme)
            #expect(probe.state == .misconfigured)
            #expect(try #require(probe.reason).contains(name))
            #expect(shop.amazon.logins.isEmpty)
            shop.vault[name] = Self.refresh
            #expect(try await shop.keeper.probe(Shop.acme) == AuthorizationProbe(state: .active, reason: nil))
        }
    }

    @Test("A suspicion ends at once when a token can be had")
    func suspect() async throws {
        let shop = Shop()
        shop.amazon.refuseTokens(2)
        try await shop.work {
            let id = try await shop.put()
            try await shop.drive { try await shop.authorization().state == .suspect }
            try await shop.drive { try await shop.row(id).state == .waiting }
            #expect(try await shop.label(id) == .parked)
            #expect(try await shop.keeper.probe(Shop.acme).state == .active)
            #expect(try await shop.label(id) != .parked)
            try await shop.drive(id, to: .succeeded)
        }
    }

    @Test("Passing trouble at the login changes nothing and is told")
    func trouble() async throws {
        let shop = Shop(FakeAmazon(onLogin: { _ in .json(503, "<html>") }))
        try await shop.work {
            let probe = try await shop.keeper.probe(Shop.acme)
            #expect(probe.state == .active)
            #expect(probe.reason != nil)
            #expect(await shop.store.events(after: 0, limit: 10).isEmpty)
        }
    }

    @Test("A seller who is not in the configuration is refused, with what to do")
    func unknown() async throws {
        let shop = Shop()
        try await shop.work {
            await #expect(throws: JobRejection.self) {
                try await shop.keeper.probe(AuthorizationKey(application: "main", seller: "bolt", region: "EU"))
            }
        }
    }
}
