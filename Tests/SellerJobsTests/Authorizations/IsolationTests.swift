import JobModel
import JobStore
import OperationCatalogue
import Ports
import SellingPartner
import Testing

@testable import SellerJobs

@Suite("Sellers beside one another", .timeLimit(.minutes(5)))
struct IsolationTests {
    @Test("Each application, seller, region, side of the sandbox and scope has a token of its own")
    func table() async throws {
        let shop = Shop(
            sellers: ["first", "second"].flatMap { application in
                ["acme", "bolt"].flatMap { seller in
                    [Region.europe, .northAmerica].map { (application, seller, $0) }
                }
            })
        // One refresh token for everybody: nothing else tells them apart.
        for key in shop.directory.sellers.keys { shop.vault[Shop.refreshName(key)] = "Atzr|the same" }
        var keys: [TokenKey] = []
        for isSandbox in [false, true] {
            for seller in shop.directory.sellers.values {
                let seller = SellerDirectory.Seller(
                    key: seller.key, region: seller.region, sellerID: seller.sellerID,
                    refreshToken: seller.refreshToken, endpoint: seller.endpoint, isSandbox: isSandbox)
                keys.append(try await shop.keeper.authorization(of: seller).key)
            }
            for application in shop.directory.applications.values {
                for scope in ["scope one", "scope two"] {
                    let place = GrantlessPlace(endpoint: "https://api.test", isSandbox: isSandbox)
                    keys.append(
                        try await shop.keeper.authorization(of: application, scope: scope, at: place).key)
                }
            }
        }
        // Two sellers with one refresh token are one authorization: they differ by application, region and sandbox.
        #expect(keys.count == 24)
        #expect(Set(keys).count == 8 + 8)
        for key in shop.directory.sellers.keys { shop.vault[Shop.refreshName(key)] = "Atzr|of \(key)" }
        shop.keeper.cache.forgetAll()
        var own: Set<TokenKey> = []
        for seller in shop.directory.sellers.values {
            own.insert(try await shop.keeper.authorization(of: seller).key)
        }
        #expect(own.count == 8 && own.isDisjoint(with: keys))
        await shop.close()
    }

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
