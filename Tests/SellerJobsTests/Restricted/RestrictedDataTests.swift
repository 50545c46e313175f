import Foundation
import JobModel
import JobStore
import JobStoreTesting
import OperationCatalogue
import Ports
import SellingPartner
import Testing

@testable import SellerJobs

@Suite("Restricted data", .timeLimit(.minutes(5)))
struct RestrictedDataTests {
    static func shipment(_ id: String = "1") -> JobRequest {
        JobRequest(
            kind: "request", seller: "acme", operation: "merchantFulfillment.getShipment",
            parameters: #"{"shipmentId":"\#(id)"}"#)
    }

    static func order(_ id: String, _ elements: String...) -> JobRequest {
        var request = JobRequest(
            kind: "request", seller: "acme", operation: "orders.getOrder@v0", parameters: #"{"orderId":"\#(id)"}"#)
        let list = elements.map { "\"\($0)\"" }.joined(separator: ",")
        if !elements.isEmpty { request.options = #"{"dataElements":[\#(list)]}"# }
        return request
    }

    static func document(_ id: String) -> JobRequest {
        JobRequest(
            kind: "request", seller: "acme", operation: "reports.getReportDocument",
            parameters: #"{"reportDocumentId":"\#(id)"}"#)
    }

    /// The path and elements that a token was asked for.
    private func asked(_ request: HTTPRequest) throws -> String {
        let body = try JSONValue(parsing: try #require(request.body))
        guard case .array(let resources)? = body["restrictedResources"], resources.count == 1 else { return "?" }
        let elements: [String] =
            if case .array(let items)? = resources[0]["dataElements"] { items.compactMap(\.string) } else { [] }
        return ([resources[0]["path"]?.string ?? "?"] + elements).joined(separator: " ")
    }

    @Test("Jobs that come together share one token, which is asked for once")
    func singleFlight() async throws {
        let shop = Shop()
        var ids: [JobID] = []
        for number in 0..<20 { ids.append(try await shop.put(Self.shipment("\(number)"))) }
        try await shop.work {
            for id in ids { try await shop.drive(id, to: .succeeded) }
            #expect(try shop.amazon.mints.map(asked) == ["/mfn/v0/shipments/{shipmentId}"])
            #expect(Set(shop.amazon.sentTokens).count == 1)
            #expect(shop.amazon.sentTokens.allSatisfy { $0.hasPrefix("Atz.sprdt|") })
            #expect(shop.amazon.calls.count == 20 && shop.amazon.logins.count == 1 && shop.amazon.strayed == 0)
        }
    }

    @Test("A token is used until it expires")
    func expiry() async throws {
        let shop = Shop()
        try await shop.work {
            try await shop.drive(try await shop.put(Self.shipment()), to: .succeeded)
            shop.clock.advance(by: .seconds(1800))
            try await shop.drive(try await shop.put(Self.shipment()), to: .succeeded)
            #expect(shop.amazon.mints.count == 1)
            shop.clock.advance(by: .seconds(1800))
            try await shop.drive(try await shop.put(Self.shipment()), to: .succeeded)
            #expect(shop.amazon.mints.count == 2 && Set(shop.amazon.sentTokens).count == 2)
        }
    }

    @Test("Orders v0 take the access token, and a token for each set of data elements that is asked for")
    func dataElements() async throws {
        let shop = Shop()
        try await shop.work {
            try await shop.drive(try await shop.put(Self.order("1")), to: .succeeded)
            #expect(shop.amazon.mints.isEmpty && shop.amazon.sentTokens.allSatisfy { $0.hasPrefix("Atza|") })
            for id in ["1", "2"] {
                try await shop.drive(try await shop.put(Self.order(id, "shippingAddress", "buyerInfo")), to: .succeeded)
                try await shop.drive(try await shop.put(Self.order(id, "buyerInfo")), to: .succeeded)
            }
            let path = "/orders/v0/orders/{orderId}"
            #expect(
                try shop.amazon.mints.map(asked) == ["\(path) buyerInfo shippingAddress", "\(path) buyerInfo"])
        }
    }

    @Test("The present Orders API needs no token of the kind")
    func currentOrders() async throws {
        let shop = Shop()
        try await shop.work {
            var request = Self.order("1")
            request.operation = "orders.getOrder@2026-01-01"
            try await shop.drive(try await shop.put(request), to: .succeeded)
            #expect(shop.amazon.mints.isEmpty)
        }
    }

    @Test("A report's document gets a token for its own path")
    func specificPath() async throws {
        let shop = Shop()
        try await shop.work {
            for id in ["a.1", "b.2"] { try await shop.drive(try await shop.put(Self.document(id)), to: .succeeded) }
            let path = "/reports/2021-06-30/documents"
            #expect(try shop.amazon.mints.map(asked) == ["\(path)/a.1", "\(path)/b.2"])
        }
    }

    @Test("All pages of a listing go with one token")
    func pages() async throws {
        let shop = Shop(
            FakeAmazon(onCall: { call in
                let next = call.number < 3 ? #","NextToken":"t\#(call.number)""# : ""
                return .json(200, #"{"payload":{"Orders":[{"n":\#(call.number)}]\#(next)}}"#)
            }))
        try await shop.work {
            var request = Self.order("1")
            request.operation = "orders.getOrders@v0"
            request.parameters = #"{"MarketplaceIds":"A1PA6795UKMFR9","CreatedAfter":"2025-12-01T00:00:00Z"}"#
            request.options = #"{"allPages":true,"dataElements":["buyerInfo"]}"#
            let id = try await shop.put(request)
            try await shop.drive(id, to: .succeeded)
            #expect(try await shop.row(id).result?.pages == 3)
            #expect(shop.amazon.mints.count == 1 && Set(shop.amazon.sentTokens).count == 1)
        }
    }

    @Test("A refused token is replaced once, the call repeated once, and the repetition takes a permit")
    func refused() async throws {
        let shop = Shop(plan: .init(rate: 0.001, burst: 10))
        shop.amazon.refuseRestrictedTokens(1)
        try await shop.work {
            let start = shop.now
            let id = try await shop.put(Self.shipment())
            try await shop.drive(id, to: .succeeded)
            #expect(shop.amazon.mints.count == 2 && shop.amazon.calls.count == 2 && shop.amazon.logins.count == 1)
            #expect(try await shop.row(id).attempt == 0)
            let arrival = try await shop.lane(of: id).limiter.arrival
            #expect(((arrival - start).seconds / 1000).rounded(.down) == 2, "two calls, two permits")
            let mints = try #require(
                try await shop.store.lanes().first { $0.lane.key.operation.hasPrefix("tokens.") }?.lane.limiter)
            #expect(((mints.arrival - start).seconds / 1000).rounded(.down) == 2, "and two for the tokens")
        }
    }

    @Test(
        "A fresh token that is refused too spends an attempt, and is not held against the seller",
        arguments: ["merchantFulfillment.getShipment", "merchantFulfillment.createShipment"])
    func refusedTwice(operation: String) async throws {
        let shop = Shop()
        shop.amazon.refuseRestrictedTokens(2)
        try await shop.work {
            var request = Self.shipment()
            request.operation = operation
            if operation.hasSuffix("createShipment") { (request.parameters, request.body) = ("{}", "{}") }
            let id = try await shop.put(request)
            try await shop.drive { try await shop.row(id).waitReason == .retry }
            let row = try await shop.row(id)
            #expect(row.failure?.kind == "restrictedTokenRefused" && row.attempt == 1)
            #expect(!row.isInDoubt, "a call that was refused for its token had no effect")
            #expect(shop.amazon.calls.count == 2 && shop.amazon.mints.count == 2)
            try await shop.drive(id, to: .succeeded)
            #expect(try await shop.authorization().state == .active)
            #expect(await shop.store.events(after: 0, limit: 100).allSatisfy { !"\($0)".contains("suspect") })
        }
    }

    @Test("A token that Amazon never takes fails its job and leaves the seller's other jobs alone")
    func neverTaken() async throws {
        let shop = Shop()
        shop.amazon.refuseRestrictedTokens(1000)
        try await shop.work {
            var request = Self.shipment()
            request.maxAttempts = 3
            let id = try await shop.put(request)
            try await shop.drive(id, to: .failed)
            #expect(try await shop.row(id).failure?.kind == "restrictedTokenRefused")
            #expect(try await shop.authorization().state == .active)
            try await shop.drive(try await shop.put(), to: .succeeded)
        }
    }

    @Test("When all tokens have expired, both kinds are replaced")
    func bothExpired() async throws {
        let shop = Shop()
        try await shop.work {
            try await shop.drive(try await shop.put(Self.shipment()), to: .succeeded)
            shop.amazon.expireTokens()
            let id = try await shop.put(Self.shipment())
            try await shop.drive(id, to: .succeeded)
            #expect(shop.amazon.logins.count == 2 && shop.amazon.calls.count == 3)
            #expect(shop.amazon.mints.count == 3, "the first, one that was refused, and its repetition")
            #expect(try await shop.row(id).attempt == 0)
        }
    }

    @Test("A call that must not be repeated is repeated after a refused token, for it had no effect")
    func unsafe() async throws {
        let shop = Shop()
        shop.amazon.refuseRestrictedTokens(1)
        try await shop.work {
            var request = Self.shipment()
            request.operation = "merchantFulfillment.createShipment"
            (request.parameters, request.body) = ("{}", "{}")
            let id = try await shop.put(request)
            try await shop.drive(id, to: .succeeded)
            #expect(shop.amazon.calls.count == 2)
        }
    }

    @Test("A seller's new refresh token brings new restricted data tokens")
    func newRefreshToken() async throws {
        let shop = Shop()
        try await shop.work {
            try await shop.drive(try await shop.put(Self.shipment()), to: .succeeded)
            shop.vault[Shop.refreshName(Shop.acme)] = "Atzr|another"
            shop.amazon.grant("Atzr|another", to: Shop.owner(Shop.acme))
            shop.keeper.cache.forgetAll()
            try await shop.drive(try await shop.put(Self.shipment()), to: .succeeded)
            #expect(shop.amazon.mints.count == 2)
            #expect(await shop.keeper.restrictedTokens.snapshot().count == 1)
        }
    }

    @Test("Sellers in Amazon's sandbox get their tokens from the production host")
    func sandbox() async throws {
        let shop = Shop(isSandbox: true)
        try await shop.work {
            try await shop.drive(try await shop.put(Self.shipment()), to: .succeeded)
            #expect(shop.amazon.mints.map(\.url) == ["https://EU.main.test/tokens/2021-03-01/restrictedDataToken"])
            #expect(shop.amazon.calls.first?.url.hasPrefix("https://acme.eu.main.test/") == true)
        }
    }
}
