import JobModel
import JobStore
import JobStoreTesting
import OperationCatalogue
import Secrets
import SellingPartner
import Testing

@testable import SellerJobs

@Suite("What other workers released", .timeLimit(.minutes(5)))
struct OthersReleasesTests {
    private static let failure = JobFailure(kind: "applicationSecretExpired", message: "It expired.")

    @Test("A seller's new refresh token is used by a worker that had an access token of the old one")
    func seller() async throws {
        let shop = Shop()
        _ = try await shop.put()
        let (first, second) = (shop.worker(), shop.worker())
        for keeper in [first, second] { _ = try await keeper.token() }
        try await shop.store.change(
            AuthorizationChange(
                key: Shop.acme, state: .revoked, failure: JobFailure(kind: "invalidGrant", message: "It left."),
                fingerprint: "old"))
        for keeper in [first, second] { try await keeper.settleSuspicions() }

        shop.vault[Shop.refreshName(Shop.acme)] = "a new token"
        shop.amazon.grant("a new token", to: Shop.owner(Shop.acme))
        try await first.review()
        #expect(try await shop.authorization().state == .active)
        let before = shop.amazon.logins.count
        try await second.settleSuspicions()
        _ = try await second.token()
        #expect(shop.amazon.logins.count == before + 1)
        #expect(shop.amazon.logins.last?["refresh_token"] == "a new token")
        try await second.settleSuspicions()
        _ = try await second.token()
        #expect(shop.amazon.logins.count == before + 1, "it is dropped once")
        await shop.close(first, second)
    }

    @Test("An application's new client secret is used by a worker that had tokens of the old one")
    func application() async throws {
        let shop = Shop()
        _ = try await shop.put()
        let (first, second) = (shop.worker(), shop.worker())
        for keeper in [first, second] { _ = try await keeper.token() }
        let old = Fingerprinter(salt: [1, 2, 3]).fingerprint(
            clientId: "client-main", secret: Secret("Atzr|value of SECRET_main"))
        try await shop.store.change(
            ApplicationChange(application: "main", state: .stopped, failure: Self.failure, fingerprint: old))
        for keeper in [first, second] { try await keeper.settleSuspicions() }

        shop.vault["SECRET_main"] = "a new secret"
        shop.amazon.setSecret("a new secret", of: "client-main")
        try await first.review()
        #expect(await shop.store.applications().first?.state == .ok)
        try await second.settleSuspicions()
        _ = try await second.token()
        #expect(shop.amazon.logins.last?["client_secret"] == "a new secret")
        await shop.close(first, second)
    }

    @Test("A token whose client secret has been replaced since stops no application when it is refused")
    func replacedSecret() async throws {
        let shop = Shop()
        _ = try await shop.put()
        let keeper = shop.worker()
        _ = try await keeper.token()
        shop.vault["SECRET_main"] = "a new secret"
        shop.amazon.setSecret("a new secret", of: "client-main")
        #expect(try await keeper.refusedApplication("main", Self.failure, usedBy: try await keeper.call().key))
        #expect(await shop.store.applications().first?.state == .ok)
        _ = try await keeper.token()
        #expect(shop.amazon.logins.last?["client_secret"] == "a new secret")
        // What is refused now is the present one.
        #expect(try await !keeper.refusedApplication("main", Self.failure, usedBy: try await keeper.call().key))
        #expect(await shop.store.applications().first?.state == .stopped)
        await shop.close(keeper)
    }
}

extension Shop {
    /// Another worker's keeper on the same queue.
    fileprivate func worker() -> AuthorizationKeeper {
        let random = SeededRandom(seed: 7)
        return AuthorizationKeeper(
            directory: DirectoryHolder(directory),
            cache: CredentialCache(
                resolver: SecretResolver(providers: [vault]), timekeeper: clock, random: random, logger: logger),
            store: store, transport: amazon, timekeeper: clock, random: random, settings: .init(), salt: [1, 2, 3],
            logger: logger)
    }

    fileprivate func close(_ keepers: AuthorizationKeeper...) async {
        for keeper in keepers { await keeper.shutdown() }
        await close()
    }
}

extension AuthorizationKeeper {
    fileprivate func call() async throws -> CallAuthorization {
        try await authorization(of: try #require(directory.current.sellers[Shop.acme]))
    }

    fileprivate func token() async throws -> HeldToken {
        let call = try await call()
        return try await tokens.token(for: call.key, exchange: call.exchange)
    }
}
