import JobModel
import JobStore
import Ports
import Testing

@testable import SellerJobs

@Suite("Requests and usage plans", .timeLimit(.minutes(5)))
struct RequestLimitTests {
    @Test("A refusal for the rate spends no attempt and slows the lane, or the application when it is named")
    func throttled() async throws {
        for isApplication in [false, true] {
            let text =
                isApplication
                ? "Your requests are greater than what is allowed for the application" : "You exceeded your quota"
            let shop = Shop(
                FakeAmazon(onCall: { $0.number == 1 ? .error(429, text) : .json(200, "{}") }))
            try await shop.work {
                let id = try await shop.put(
                    JobRequest(
                        kind: "request", operation: "catalogItems.getCatalogItem@2022-04-01",
                        parameters: #"{"asin":"B0","marketplaceIds":["A1PA6795UKMFR9"]}"#))
                try await shop.drive { try await shop.row(id).waitReason == .throttled }
                let record = try #require(try await shop.store.job(id))
                #expect(record.lane.limiter.refusals == (isApplication ? 0 : 1))
                #expect(record.limiter?.limiter.refusals == (isApplication ? 1 : 0))
                try await shop.drive(id, to: .succeeded)
                #expect(try await shop.row(id).attempt == 0)
            }
        }
    }

    @Test("The rate header sets the lane's rate, except for sellers in the sandbox", arguments: [false, true])
    func rateHeader(isSandbox: Bool) async throws {
        let shop = Shop(
            FakeAmazon(onCall: { _ in .json(200, "{}", headers: [HTTPHeader("x-amzn-RateLimit-Limit", "3.0")]) }),
            plan: PlanOverrides.Change(rate: 1, burst: 5), isSandbox: isSandbox)
        try await shop.work {
            let id = try await shop.put()
            try await shop.drive(id, to: .succeeded)
            #expect(try await shop.lane(of: id).limiter.plan.rate == (isSandbox ? 1 : 3))
        }
    }
}
