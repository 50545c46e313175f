import JobModel
import JobStore
import OperationCatalogue
import Ports
import Testing

@testable import SellerJobs

@Suite("Grantless requests", .timeLimit(.minutes(5)))
struct GrantlessRunTests {
    private static let request = JobRequest(kind: "request", operation: "notifications.getDestinations")

    @Test("A revoked seller holds up no grantless job")
    func revokedSeller() async throws {
        let shop = Shop()
        shop.amazon.revoke("Atzr|value of \(Shop.refreshName(Shop.acme))")
        try await shop.work {
            let parked = try await shop.put()
            try await shop.drive { try await shop.label(parked) == .parked }
            let id = try await shop.put(Self.request)
            try await shop.drive(id, to: .succeeded)
            #expect(try await shop.label(parked) == .parked)
        }
    }

    @Test("A wrong client secret holds them up, and is not their failure")
    func brokenApplication() async throws {
        let shop = Shop()
        shop.amazon.setSecret("another", of: "client-main")
        try await shop.work {
            let id = try await shop.put(Self.request)
            try await shop.drive { try await shop.label(id) == .blocked }
            #expect(try await shop.row(id).attempt == 0)
        }
    }

    @Test("When all sellers are in the sandbox, so are grantless calls, and the sandbox's rate is not learned")
    func sandbox() async throws {
        let amazon = FakeAmazon(onCall: { _ in
            .json(200, #"{"payload":[]}"#, headers: [HTTPHeader("x-amzn-RateLimit-Limit", "5.0")])
        })
        let shop = Shop(amazon, plan: .init(rate: 1, burst: 5), isSandbox: true)
        try await shop.work {
            let id = try await shop.put(Self.request)
            try await shop.drive(id, to: .succeeded)
            #expect(amazon.calls.first?.url.hasPrefix("https://sandbox.EU.main.test/") == true)
            #expect(try await shop.lane(of: id).limiter.plan.rate == 1)
        }
    }

    @Test("In production the rate is learned as for sellers")
    func production() async throws {
        let amazon = FakeAmazon(onCall: { _ in
            .json(200, #"{"payload":[]}"#, headers: [HTTPHeader("x-amzn-RateLimit-Limit", "5.0")])
        })
        let shop = Shop(amazon, plan: .init(rate: 1, burst: 5))
        try await shop.work {
            let id = try await shop.put(Self.request)
            try await shop.drive(id, to: .succeeded)
            #expect(try await shop.lane(of: id).limiter.plan.rate == 5)
        }
    }

    @Test("What exists in the sandbox alone is called there")
    func sandboxOnly() throws {
        let shop = Shop()
        let application = try #require(shop.directory.applications["main"])
        let catalogue = OperationCatalogue.builtIn
        let test = try catalogue.operation(named: "notifications.sendTestNotification")
        let usual = try catalogue.operation(named: "notifications.getDestinations")
        #expect(
            shop.directory.grantlessPlace(of: application, test)
                == GrantlessPlace(endpoint: "https://sandbox.EU.main.test", isSandbox: true))
        #expect(
            shop.directory.grantlessPlace(of: application, usual)
                == GrantlessPlace(endpoint: "https://EU.main.test", isSandbox: false))
    }
}
