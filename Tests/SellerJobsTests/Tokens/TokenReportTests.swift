import JobModel
import JobStore
import JobStoreTesting
import OperationCatalogue
import SellingPartner
import Testing

@testable import SellerJobs

@Suite("Telling of held tokens", .timeLimit(.minutes(5)))
struct TokenReportTests {
    private func report(_ shop: Shop, over store: (any JobStore)? = nil) -> TokenReport {
        TokenReport(
            of: WorkerID("w"), keeper: shop.keeper, store: store ?? shop.store, timekeeper: shop.clock,
            logger: shop.logger)
    }

    @Test("The store tells whose tokens are held, how old they are and how long they last, and nothing else")
    func told() async throws {
        let shop = Shop()
        let report = report(shop)
        _ = try await shop.keeper.warm([Shop.acme], patience: .seconds(20))
        shop.clock.advance(by: .seconds(10))
        await report.tell()
        let row = try #require(await shop.store.tokens().first)
        #expect(row.worker == WorkerID("w") && row.authorization == Shop.acme && row.scope == nil)
        #expect(row.obtainedAt == shop.now - .seconds(10))
        #expect(row.expiresAt == row.obtainedAt + .seconds(3600))
        let fingerprint = try #require(row.fingerprint)
        #expect(try await shop.authorization().fingerprint == fingerprint)
        let text = "\(row)"
        for secret in shop.amazon.tokens + ["Atzr|", "Atza|"] { #expect(!text.contains(secret)) }
        await shop.close()
    }

    @Test("A grantless token is told with its scope and no seller")
    func grantless() async throws {
        let shop = Shop()
        let application = try #require(shop.directory.applications["main"])
        let authorization = try await shop.keeper.authorization(
            of: application, scope: "scope", at: GrantlessPlace(endpoint: "https://api.example", isSandbox: false))
        _ = try await shop.keeper.tokens.token(for: authorization.key, exchange: authorization.exchange)
        await report(shop).tell()
        let row = try #require(await shop.store.tokens().first)
        #expect(row.application == "main" && row.seller == nil && row.region == nil)
        #expect(row.scope == "scope" && row.fingerprint == nil)
        await shop.close()
    }

    @Test("A token that was dropped, and one whose refresh token was replaced, are told no more")
    func gone() async throws {
        let shop = Shop()
        let report = report(shop)
        _ = try await shop.keeper.warm([Shop.acme], patience: .seconds(20))
        await report.tell()
        let first = try #require(await shop.store.tokens().first)
        #expect(await shop.keeper.forgetTokens { $0 == Shop.acme } == 1)
        await report.tell()
        #expect(await shop.store.tokens().isEmpty)
        _ = try await shop.keeper.warm([Shop.acme], patience: .seconds(20))
        await report.tell()
        #expect(await shop.store.tokens().count == 1)
        shop.vault[Shop.refreshName(Shop.acme)] = "a new token"
        shop.amazon.grant("a new token", to: Shop.owner(Shop.acme))
        shop.keeper.cache.forgetAll()
        _ = try await shop.keeper.warm([Shop.acme], patience: .seconds(20))
        await report.tell()
        let rows = await shop.store.tokens()
        #expect(rows.count == 1 && rows.first?.key != first.key)
        await shop.close()
    }

    @Test("Writes are a second apart at least, and the end leaves nothing behind")
    func service() async throws {
        let shop = Shop(sellers: (0..<20).map { ("main", "s\($0)", Region.europe) })
        let counting = SeveredStore(shop.store, cut: nil)
        let report = report(shop, over: counting)
        let keys = shop.directory.sellers.keys.sorted(by: AuthorizationKey.isBefore)
        let task = Task { try await report.run() }
        await shop.clock.waitForSleepers(1)
        for key in keys {
            _ = try await shop.keeper.warm([key], patience: .seconds(20))
            shop.clock.advance(by: .milliseconds(10))
        }
        #expect(counting.count(.saveTokens) == 0)
        try await shop.drive { await shop.store.tokens().count == 20 }
        #expect(counting.count(.saveTokens) == 1)
        try await shop.drive { shop.clock.monotonic() > .seconds(10) }
        #expect(counting.count(.saveTokens) == 1, "nothing changed")
        task.cancel()
        try await task.value
        #expect(await shop.store.tokens().isEmpty)
        await shop.close()
    }

    @Test("What the store did not take is told the next time")
    func trouble() async throws {
        let shop = Shop()
        _ = try await shop.keeper.warm([Shop.acme], patience: .seconds(20))
        let broken = SeveredStore(shop.store, cut: .init(.before, call: 1))
        let report = report(shop, over: broken)
        await report.tell()
        await report.tell()
        #expect(broken.isSevered)
        #expect(shop.lines.entries.count { $0.contains("could not be stored") } == 1, "it is told once")
        await shop.close()
    }
}
