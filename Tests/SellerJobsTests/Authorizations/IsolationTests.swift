import JobModel
import JobStore
import OperationCatalogue
import Ports
import Testing

@testable import SellerJobs

@Suite("Sellers beside one another", .timeLimit(.minutes(1)))
struct IsolationTests {
    @Test("Two applications with two sellers in two regions never mix their tokens")
    func isolation() async throws {
        var sellers: [(String, String, Region)] = []
        for application in ["first", "second"] {
            for seller in ["acme", "bolt"] {
                for region in [Region.europe, .northAmerica] { sellers.append((application, seller, region)) }
            }
        }
        let shop = Shop(sellers: sellers)
        var jobs: [NewJob] = []
        for _ in 0..<6 {
            for key in shop.directory.sellers.keys {
                var request = Shop.request(Shop.safe, seller: key.seller)
                request.region = key.region
                var job = try shop.kind.admit(request, now: shop.now).job
                job.authorization = key
                job.lane = LaneKey(authorization: key, operation: job.operation)
                jobs.append(job)
            }
        }
        let count = jobs.count
        try await shop.work {
            _ = try await shop.store.enqueue(jobs)
            try await shop.drive { await shop.store.counts()[.succeeded] ?? 0 >= count / 2 }
            shop.amazon.expireTokens()
            try await shop.drive { await shop.store.counts()[.succeeded] == count }
            #expect(shop.amazon.strayed == 0)
            #expect(Set(shop.amazon.logins.compactMap { $0["refresh_token"] }).count == 8)
            let hosts = Set(shop.amazon.calls.map { $0.url.split(separator: "/")[1] })
            #expect(hosts.count == 8)
        }
    }
}
