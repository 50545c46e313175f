import JobModel
import JobStore
import JobStoreTesting
import Ports
import Testing

@testable import SellerJobs

@Suite("No restricted data token", .timeLimit(.minutes(5)))
struct RestrictedRefusalTests {
    /// What Amazon says when a role is missing; the details speak of a login that is in order.
    private static func missing(_ elements: String) -> HTTPResponse {
        .error(
            400, "Application does not have access to one or more requested data elements: [\(elements)]",
            details: "invalid_client")
    }

    @Test("A missing role fails the job, names the role, and is held against nobody")
    func missingRole() async throws {
        let shop = Shop(FakeAmazon(onMint: { _ in Self.missing("shippingAddress") }))
        try await shop.work {
            let id = try await shop.put(RestrictedDataTests.order("1", "shippingAddress"))
            try await shop.drive(id, to: .failed)
            let failure = try #require(try await shop.row(id).failure)
            #expect(failure.kind == "missingRole" && failure.status == 400 && failure.requestID == "request-1")
            #expect(failure.message.contains("shippingAddress of orders.getOrder@v0"))
            #expect(failure.message.contains("Direct-to-Consumer Delivery"))
            #expect(shop.amazon.calls.isEmpty, "the call itself is not made")
            #expect(try await shop.authorization().state == .active)
            #expect(await shop.store.applications().allSatisfy { $0.state == .ok })
            try await shop.drive(try await shop.put(), to: .succeeded)
        }
    }

    @Test("Many jobs without the role ask once, and again a while later")
    func askedOnce() async throws {
        let shop = Shop(FakeAmazon(onMint: { $0 == 1 ? Self.missing("") : nil }))
        var ids: [JobID] = []
        for _ in 0..<10 { ids.append(try await shop.put(RestrictedDataTests.shipment())) }
        try await shop.work {
            for id in ids { try await shop.drive(id, to: .failed) }
            #expect(shop.amazon.mints.count == 1)
            shop.clock.advance(by: .seconds(60))
            try await shop.drive(try await shop.put(RestrictedDataTests.shipment()), to: .succeeded)
        }
    }

    @Test("A refusal by rate slows the tokens' lane once, and spends no attempt of those who wait")
    func throttled() async throws {
        let shop = Shop(
            FakeAmazon(onMint: { $0 == 1 ? .error(429, "You exceeded your quota") : nil }),
            plan: .init(rate: 10, burst: 50))
        var ids: [JobID] = []
        for _ in 0..<4 { ids.append(try await shop.put(RestrictedDataTests.shipment())) }
        try await shop.work {
            // Whichever was first to want a token.
            var refused: JobID?
            try await shop.drive {
                for id in ids where try await shop.row(id).waitReason == .snooze { refused = id }
                return refused != nil
            }
            let first = try #require(refused)
            let lanes = try await shop.store.lanes().map(\.lane)
            let minting = try #require(lanes.first { $0.key.operation.hasPrefix("tokens.") })
            #expect(minting.limiter.refusals == 1 && minting.limiter.blockedUntil != nil)
            #expect(try await shop.lane(of: first).limiter.refusals == 0)
            #expect(try await shop.row(first).failure?.kind == "throttled")
            for id in ids {
                try await shop.drive(id, to: .succeeded)
                #expect(try await shop.row(id).attempt == 0)
            }
            #expect(shop.amazon.mints.count == 2)
        }
    }

    @Test("Without room in the tokens' plan jobs go on later, and none is refused")
    func noRoom() async throws {
        let shop = Shop(plan: .init(rate: 0.1, burst: 1))
        try await shop.work {
            let first = try await shop.put(RestrictedDataTests.order("1", "buyerInfo"))
            try await shop.drive(first, to: .succeeded)
            var request = RestrictedDataTests.shipment()
            request.maxAttempts = 1
            let second = try await shop.put(request)
            try await shop.drive { try await shop.row(second).waitReason == .snooze }
            #expect(shop.amazon.mints.count == 1)
            try await shop.drive(second, to: .succeeded)
            #expect(shop.clock.monotonic() >= .seconds(10) && shop.amazon.mints.count == 2)
        }
    }

    @Test("Trouble at Amazon is tried again, also for calls that must not be repeated", arguments: [500, 503])
    func trouble(status: Int) async throws {
        let shop = Shop(FakeAmazon(onMint: { $0 < 3 ? .error(status, "Later.") : nil }))
        try await shop.work {
            var request = RestrictedDataTests.shipment()
            request.operation = "merchantFulfillment.createShipment"
            (request.parameters, request.body) = ("{}", "{}")
            let id = try await shop.put(request)
            try await shop.drive { try await shop.row(id).attempt == 1 }
            #expect(try await shop.row(id).failure?.message.hasPrefix("No restricted data token") == true)
            try await shop.drive(id, to: .succeeded)
            #expect(shop.amazon.calls.count == 1 && shop.amazon.mints.count == 3)
        }
    }

    @Test("A document that holds no personal data is fetched with the access token")
    func openDocument() async throws {
        let shop = Shop(FakeAmazon(onMint: { _ in .error(400, "Invalid or unsupported document ID found") }))
        try await shop.work {
            let id = try await shop.put(RestrictedDataTests.document("a"))
            try await shop.drive(id, to: .succeeded)
            #expect(shop.amazon.sentTokens.count == 1 && shop.amazon.sentTokens[0].hasPrefix("Atza|"))
        }
    }

    @Test("A document that may be seen neither way names the missing role")
    func closedDocument() async throws {
        let shop = Shop(FakeAmazon(onMint: { _ in Self.missing("") }, onCall: { _ in .denied("") }))
        try await shop.work {
            let id = try await shop.put(RestrictedDataTests.document("a"))
            try await shop.drive(id, to: .failed)
            #expect(try await shop.row(id).failure?.kind == "missingRole")
        }
    }

    @Test("A revoked seller is found out while a token is minted")
    func revoked() async throws {
        let shop = Shop()
        try await shop.work {
            try await shop.drive(try await shop.put(), to: .succeeded)
            shop.amazon.expireTokens()
            shop.amazon.revoke("Atzr|value of \(Shop.refreshName(Shop.acme))")
            let id = try await shop.put(RestrictedDataTests.shipment())
            try await shop.drive { try await shop.label(id) == .parked }
            try await shop.drive { try await shop.authorization().state == .revoked }
        }
    }

    @Test("A token never enters a row, an event or a log line, whatever Amazon repeats")
    func secrecy() async throws {
        let amazon = FakeAmazon(onCall: { call in
            let token = call.request.headers.first("x-amz-access-token") ?? ""
            return .error(call.number % 2 == 0 ? 400 : 500, "\(token) was sent", details: token)
        })
        amazon.nameTokens("planted")
        let shop = Shop(amazon)
        try await shop.work {
            let id = try await shop.put(RestrictedDataTests.shipment())
            try await shop.drive(id, to: .failed)
            var texts = shop.lines.entries + ["\(try await shop.row(id))"]
            texts += await shop.store.attempts(of: id).map { "\($0)" }
            texts += await shop.store.events(after: 0, limit: 100).map { "\($0)" }
            #expect(amazon.mints.count == 1)
            #expect(texts.contains { $0.contains("<redacted>") })
            #expect(!texts.contains { $0.contains("Atz.sprdt|planted") })
        }
    }
}
