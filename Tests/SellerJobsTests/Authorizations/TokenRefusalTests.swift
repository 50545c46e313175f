import JobModel
import JobStore
import JobStoreTesting
import Testing

@testable import SellerJobs

@Suite("Refused tokens", .timeLimit(.minutes(5)))
struct TokenRefusalTests {
    @Test("An expired token is replaced once, the call repeated once, and the repetition takes a permit")
    func expired() async throws {
        let shop = Shop(plan: .init(rate: 0.001, burst: 10))
        try await shop.work {
            let start = shop.now
            let first = try await shop.put()
            try await shop.drive(first, to: .succeeded)
            shop.amazon.expireTokens()
            let second = try await shop.put()
            try await shop.drive(second, to: .succeeded)
            #expect(shop.amazon.logins.count == 2 && shop.amazon.calls.count == 3)
            #expect(try await shop.row(second).attempt == 0)
            let arrival = try await shop.lane(of: second).limiter.arrival
            #expect(((arrival - start).seconds / 1000).rounded(.down) == 3, "three calls, three permits")
        }
    }

    @Test("Without room for the repetition the job goes on later, with the fresh token")
    func noRoom() async throws {
        let shop = Shop(plan: .init(rate: 0.02, burst: 1))
        shop.amazon.refuseTokens(1)
        try await shop.work {
            let id = try await shop.put()
            try await shop.drive { try await shop.row(id).waitReason == .snooze }
            #expect(try await shop.row(id).failure?.kind == "tokenExpired")
            try await shop.drive(id, to: .succeeded)
            #expect(shop.amazon.logins.count == 2 && shop.amazon.calls.count == 2)
            #expect(try await shop.row(id).attempt == 0)
        }
    }

    @Test("A fresh token that is refused makes the seller suspect: its jobs pause and are tried again")
    func suspect() async throws {
        let shop = Shop()
        shop.amazon.refuseTokens(2)
        try await shop.work {
            let id = try await shop.put()
            try await shop.drive { try await shop.authorization().state == .suspect }
            try await shop.drive { try await shop.row(id).state == .waiting }
            #expect(try await shop.label(id) == .parked)
            #expect(shop.amazon.calls.count == 2 && shop.amazon.logins.count == 2)
            try await shop.drive(id, to: .succeeded)
            #expect(shop.clock.monotonic() >= .seconds(60))
            #expect(try await shop.authorization().state == .active)
            #expect(try await shop.row(id).attempt == 0)
            let kinds = await shop.store.events(after: 0, limit: 10).map(\.kind)
            #expect(kinds == ["suspected", "restored"])
        }
    }

    @Test("An expired client secret stops the application and says nothing about the seller")
    func secretExpired() async throws {
        let shop = Shop(
            FakeAmazon(onCall: {
                $0.number == 1 ? .denied("The LWA secret token you provided has expired.") : .json(200, "{}")
            }))
        try await shop.work {
            let id = try await shop.put()
            try await shop.drive { await shop.store.applications().first?.state == .stopped }
            try await shop.drive { try await shop.row(id).state == .waiting }
            #expect(try await shop.label(id) == .blocked)
            #expect(try await shop.authorization().state == .active)
            shop.vault["SECRET_main"] = "a new secret"
            shop.amazon.setSecret("a new secret", of: "client-main")
            try await shop.keeper.review()
            try await shop.drive(id, to: .succeeded)
            #expect(shop.amazon.logins.map { $0["client_secret"] }.last == "a new secret", "old tokens are dropped")
        }
    }
}
