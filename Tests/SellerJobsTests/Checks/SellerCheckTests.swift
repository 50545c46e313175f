import JobModel
import JobStore
import JobStoreTesting
import OperationCatalogue
import Ports
import Secrets
import SellingPartner
import Testing

@testable import SellerJobs

@Suite("Checking sellers", .timeLimit(.minutes(5)))
struct SellerCheckTests {
    private static let refresh = "Atzr|value of \(Shop.refreshName(Shop.acme))"
    private static let germany =
        #"{"payload":[{"marketplace":{"id":"A1PA6795UKMFR9"},"participation":{"isParticipating":true}},"#
        + #"{"marketplace":{"id":"A1RKKUPIHCS9HS"},"participation":{"isParticipating":false}}]}"#

    /// Checks acme once, as a process beside the worker does.
    private func check(
        _ shop: Shop, _ countries: [String] = [], isSandbox: Bool = false
    ) async throws -> SellerFinding {
        let keeper = AuthorizationKeeper(
            directory: DirectoryHolder(shop.directory),
            cache: CredentialCache(
                resolver: SecretResolver(providers: [shop.vault]), timekeeper: shop.clock,
                random: SeededRandom(seed: 4), logger: shop.logger), store: shop.store,
            transport: shop.amazon, timekeeper: shop.clock, random: SeededRandom(seed: 4),
            settings: .init(recordsFindings: false), salt: [1, 2, 3], logger: shop.logger)
        let check = SellerCheck(
            keeper: keeper, store: shop.store, transport: shop.amazon, timekeeper: shop.clock)
        var seller = try #require(shop.directory.sellers[Shop.acme])
        seller.marketplaces = countries.compactMap(Marketplace.named)
        seller.isSandbox = isSandbox
        let finding = try await check.check(seller)
        await keeper.shutdown()
        return finding
    }

    @Test("A good seller's marketplaces are told, and those that are configured and missing")
    func good() async throws {
        let shop = Shop(FakeAmazon(onCall: { _ in .json(200, Self.germany) }))
        let finding = try await check(shop, ["DE", "ES", "FR"])
        #expect(finding.isGood && finding.failure == nil && finding.latency != nil)
        #expect(finding.marketplaces == ["A1PA6795UKMFR9"])
        #expect(finding.missing == ["A1RKKUPIHCS9HS", "A13V1IB3VIYZZH"])
        #expect(try await check(shop, ["DE", "FR"], isSandbox: true).missing == [])
        #expect(await shop.store.events(after: 0, limit: 10).isEmpty)
    }

    @Test("What is found says nothing to the queue: this process may have other secrets than the worker")
    func observesOnly() async throws {
        let shop = Shop()
        shop.amazon.revoke(Self.refresh)
        let revoked = try await check(shop)
        #expect(revoked.failedStep == .token && revoked.failure?.kind == "invalidGrant")
        shop.amazon.setSecret("another", of: "client-main")
        #expect(try await check(shop).failure?.kind == "invalidClient")
        shop.vault["SECRET_main"] = nil
        let missing = try await check(shop)
        #expect(missing.failedStep == .secret && missing.failure?.kind == "secret.notFound")
        #expect(await shop.store.authorizations().isEmpty)
        #expect(await shop.store.applications().isEmpty)
        #expect(await shop.store.events(after: 0, limit: 10).isEmpty)
        #expect(shop.amazon.calls.isEmpty)
    }

    @Test("A call that is refused is told with Amazon's words and no secret")
    func refusedCall() async throws {
        let shop = Shop(
            FakeAmazon(onCall: { call in .error(400, call.request.headers.first("x-amz-access-token") ?? "") }))
        let finding = try await check(shop)
        #expect(finding.failedStep == .call)
        #expect(finding.failure?.status == 400 && finding.failure?.requestID == "request-1")
        #expect(finding.failure?.message.contains("Atza|") == false)
    }

    @Test("A call takes its permit in the store, waits a little for it, and gives up when that takes too long")
    func permits() async throws {
        let shop = Shop(plan: .init(rate: 0.2, burst: 1))
        #expect(try await check(shop).isGood)
        async let second = check(shop)
        await shop.clock.waitForSleepers(1)
        #expect(shop.amazon.calls.count == 1)
        shop.clock.advance(by: .seconds(6))
        #expect(try await second.isGood)
        #expect(shop.amazon.calls.count == 2)

        let slow = Shop(plan: .init(rate: 0.01, burst: 1))
        #expect(try await check(slow).isGood)
        let throttled = try await check(slow)
        #expect(throttled.failedStep == .permit)
        #expect(try #require(throttled.throttledUntil) > slow.now + .seconds(90))
        #expect(slow.amazon.calls.count == 1)
    }

    @Test("A token that is refused is replaced once, and the repetition takes a permit")
    func repeated() async throws {
        let shop = Shop(plan: .init(rate: 0.01, burst: 1))
        shop.amazon.refuseTokens(1)
        #expect(try await check(shop).failedStep == .permit)
        #expect(shop.amazon.calls.count == 1 && shop.amazon.logins.count == 2)

        let roomy = Shop()
        roomy.amazon.refuseTokens(1)
        #expect(try await check(roomy).isGood)
        #expect(roomy.amazon.calls.count == 2)
    }
}
