import JobModel
import JobStore
import OperationCatalogue
import Ports
import Testing

@testable import SellerJobs

@Suite("Orders for reports", .timeLimit(.minutes(5)))
struct ReportTypeGateTests {
    private static func order(_ type: String) -> JobRequest {
        JobRequest(
            kind: "request", seller: "acme", operation: "reports.createReport",
            body: #"{"reportType":"\#(type)","marketplaceIds":["A1PA6795UKMFR9"]}"#)
    }

    /// One call in ten seconds; the first orders for reports of type A are refused.
    private static func shop(refusing count: Int, _ orders: Diary<String>) -> Shop {
        let amazon = FakeAmazon(onCall: { call in
            let body = try JSONValue(parsing: call.request.body ?? [])
            let type = body["reportType"]?.string ?? ""
            orders.write(type)
            if type == "A", orders.entries.count(where: { $0 == "A" }) <= count {
                return .error(429, "You exceeded your quota for the requested resource.")
            }
            return .json(202, #"{"reportId":"1"}"#, headers: [HTTPHeader("x-amzn-RateLimit-Limit", "0.1")])
        })
        return Shop(amazon, plan: PlanOverrides.Change(rate: 0.1, burst: 15))
    }

    @Test("A type that was refused twice waits longer each time, while reports of another type are ordered")
    func throttled() async throws {
        let orders = Diary<String>()
        let shop = Self.shop(refusing: 2, orders)
        try await shop.work {
            let refused = try await shop.put(Self.order("A"))
            try await shop.drive { orders.entries.count == 2 }
            let other = try await shop.put(Self.order("B"))
            try await shop.drive(refused, other, to: .succeeded)
            #expect(orders.entries == ["A", "A", "B", "A"])
            #expect(try await shop.row(refused).attempt == 0)
            let attempts = await shop.store.attempts(of: refused)
            #expect(attempts.map(\.outcome) == ["throttled", "snooze", "snooze", "succeeded"])
            #expect(attempts[1].failure?.kind == "coolDown" && attempts[1].lastCall == nil)
            let calls = attempts.compactMap(\.lastCall)
            #expect(calls.map(\.status) == [429, 429, 202] && calls.map(\.rateLimit) == [nil, nil, 0.1])
            #expect(calls.map(\.requestID) == Array(repeating: "request-1", count: 3))
            #expect(calls[1].startedAt - calls[0].startedAt >= .seconds(20))
            #expect(calls[2].startedAt - calls[1].startedAt >= .seconds(40))
            #expect(calls.allSatisfy { $0.endedAt != nil })
            #expect(await shop.store.coolDowns() == [], "an order that is let through makes an end")
        }
    }

    @Test("A type of which a report ended FATAL is not ordered for half an hour, and the job says why")
    func fatal() async throws {
        let orders = Diary<String>()
        let shop = Self.shop(refusing: 0, orders)
        let start = shop.now
        try await shop.work {
            let gate = try await ReportTypeGate("A", of: Shop.acme, store: shop.store, logger: shop.logger)
            #expect(gate.outcome(now: shop.now) == nil)
            await gate.meet(.fatal, at: start)
            let id = try await shop.put(Self.order("A"))
            let other = try await shop.put(Self.order("B"))
            try await shop.drive(other, to: .succeeded)
            try await shop.drive { try await shop.row(id).waitReason == .snooze }
            let row = try await shop.row(id)
            #expect(row.runAt == start + .seconds(1800) && row.attempt == 0 && !row.isInDoubt)
            #expect(row.failure?.kind == "coolDown")
            #expect(row.failure?.message.contains("report type A of acme/EU cools down until") == true)
            #expect(row.failure?.message.contains("because the last report ended FATAL.") == true)
            #expect(orders.entries == ["B"])
            #expect(try await shop.lane(of: id).limiter.reserved == 0, "the permit of the claim was given back")
        }
    }
}
