import JobModel
import JobStore
import JobStoreTesting
import OperationCatalogue
import Secrets
import SellingPartner
import Testing

@testable import SellerJobs

@Suite("Refused credentials", .timeLimit(.minutes(5)))
struct RevocationTests {
    private static let two: [(String, String, Region)] = [("main", "acme", .europe), ("main", "bolt", .europe)]
    private static let bolt = AuthorizationKey(application: "main", seller: "bolt", region: "EU")

    @Test("A revoked seller costs two exchanges and no attempts, its jobs are parked, and other sellers go on")
    func revoked() async throws {
        let keeper = Diary<AuthorizationKeeper>()
        let refresh = "Atzr|value of \(Shop.refreshName(Shop.acme))"
        let fingerprint = Fingerprinter(salt: [1, 2, 3]).fingerprint(clientId: "client-main", secret: Secret(refresh))
        let key = TokenKey(
            clientID: "client-main", endpoint: FakeAmazon.login, grant: .refreshToken(Secret(refresh)),
            refreshTokenFingerprint: fingerprint, region: .europe, isSandbox: false)
        let amazon = FakeAmazon(onLogin: { form in
            // The first one is answered when as many jobs wait for the exchange as may run for the seller.
            guard form["refresh_token"] == refresh, keeper.entries.count == 1 else { return nil }
            while await keeper.entries[0].tokens.waiterCount(for: key) < 4 { await Task.yield() }
            keeper.write(keeper.entries[0])
            return nil
        })
        let shop = Shop(amazon, sellers: Self.two)
        keeper.write(shop.keeper)
        amazon.revoke(refresh)
        try await shop.work {
            var parked: [JobID] = []
            var done: [JobID] = []
            for _ in 0..<12 {
                parked.append(try await shop.put(seller: "acme"))
                done.append(try await shop.put(seller: "bolt"))
            }
            for id in done { try await shop.drive(id, to: .succeeded) }
            try await shop.drive { await shop.store.counts()[.waiting] == 12 }
            for id in parked {
                let row = try await shop.row(id)
                #expect(row.attempt == 0)
                #expect(try await shop.label(id) == .parked)
            }
            #expect(amazon.logins.count { $0["refresh_token"] == refresh } == 1)
            try await shop.drive { try await shop.authorization().state == .revoked }
            #expect(amazon.logins.count { $0["refresh_token"] == refresh } == 2)
            #expect(try await shop.authorization(Self.bolt).state == .active)
            #expect(await shop.store.applications().first?.state == .ok)
        }
    }

    @Test("A new refresh token releases a revoked seller's jobs", arguments: [false, true])
    func released(inFiles: Bool) async throws {
        let shop = Shop(inFiles: inFiles)
        shop.amazon.revoke("Atzr|value of \(Shop.refreshName(Shop.acme))")
        try await shop.work {
            let first = try await shop.put()
            let second = try await shop.put()
            try await shop.drive { try await shop.authorization().state == .revoked }
            try await shop.keeper.review()
            #expect(try await shop.authorization().state == .revoked, "the same token is no news")
            shop.vault[(inFiles ? "/secrets/" : "") + Shop.refreshName(Shop.acme)] = "a new token"
            shop.amazon.grant("a new token", to: Shop.owner(Shop.acme))
            try await shop.keeper.review()
            try await shop.drive(first, second, to: .succeeded)
            #expect(try await shop.row(first).attempt == 0)
            #expect(try await shop.authorization().state == .active)
        }
    }

    @Test("A new refresh token that anybody happens to read releases its seller at once, and nobody else")
    func readByChance() async throws {
        // The third one works, and bears witness.
        let shop = Shop(sellers: Self.two + [("main", "core", .europe)], inAWS: true)
        for key in [Shop.acme, Self.bolt] { shop.amazon.revoke("Atzr|value of \(Shop.refreshName(key))") }
        let watch = CredentialWatch(
            keeper: shop.keeper, files: FileProvider(directory: "/", home: nil, logger: shop.logger),
            timekeeper: shop.clock, logger: shop.logger)
        try await shop.work {
            let ids = [try await shop.put(seller: "acme"), try await shop.put(seller: "bolt")]
            for key in [Shop.acme, Self.bolt] {
                try await shop.drive { try await shop.authorization(key).state == .revoked }
            }
            for key in [Shop.acme, Self.bolt] {
                shop.vault[Shop.refreshName(key)] = "a new token of \(key.seller)"
                shop.amazon.grant("a new token of \(key.seller)", to: Shop.owner(key))
            }
            let reference = try #require(shop.directory.sellers[Shop.acme]?.refreshToken)
            try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask { try await watch.run() }
                let start = shop.clock.monotonic()
                shop.keeper.cache.lift([reference])
                _ = try await shop.keeper.cache.secret(reference, isForced: true)
                try await shop.drive(ids[0], to: .succeeded)
                #expect(shop.clock.monotonic() - start < .seconds(300))
                #expect(try await shop.authorization(Self.bolt).state == .revoked)
                group.cancelAll()
            }
        }
    }

    @Test("A client secret that is refused stops the application, not its sellers; a new one restarts it")
    func invalidClient() async throws {
        let shop = Shop(sellers: Self.two)
        shop.amazon.setSecret("a new secret", of: "client-main")
        try await shop.work {
            let first = try await shop.put(seller: "acme")
            let second = try await shop.put(seller: "bolt")
            try await shop.drive { await shop.store.applications().first?.state == .stopped }
            try await shop.drive { await shop.store.counts()[.waiting] == 2 }
            for id in [first, second] {
                #expect(try await shop.label(id) == .blocked)
                #expect(try await shop.row(id).attempt == 0)
            }
            #expect(await shop.store.authorizations().allSatisfy { $0.state == .active })
            shop.vault["SECRET_main"] = "a new secret"
            try await shop.keeper.review()
            try await shop.drive(first, second, to: .succeeded)
            #expect(await shop.store.applications().first?.state == .ok)
        }
    }

    @Test("A client secret that Amazon takes after all restarts its application, with no new one and no command")
    func takenAfterAll() async throws {
        let shop = Shop(sellers: Self.two)
        let secret = try #require(shop.vault["SECRET_main"])
        shop.amazon.setSecret("not known yet", of: "client-main")
        try await shop.work {
            let id = try await shop.put(seller: "acme")
            try await shop.drive { await shop.store.applications().first?.state == .stopped }
            shop.amazon.setSecret(secret, of: "client-main")
            let seen = shop.now + .seconds(5)
            try await shop.drive { shop.now >= seen }
            #expect(await shop.store.applications().first?.state == .stopped)
            shop.clock.advance(by: .seconds(880))
            try await shop.drive(id, to: .succeeded)
            #expect(try await shop.row(id).attempt == 0)
            #expect(await shop.store.applications().first?.state == .ok)
        }
    }

    @Test("A client secret that was replaced meanwhile is read again before anybody is stopped")
    func rotated() async throws {
        let shop = Shop()
        try await shop.work {
            let first = try await shop.put()
            try await shop.drive(first, to: .succeeded)
            shop.vault["SECRET_main"] = "a new secret"
            shop.amazon.setSecret("a new secret", of: "client-main")
            shop.amazon.expireTokens()
            let second = try await shop.put()
            try await shop.drive(second, to: .succeeded)
            #expect(await shop.store.applications().first?.state == .ok)
            #expect(await shop.store.events(after: 0, limit: 10).map(\.kind).contains("applicationStopped") == false)
        }
    }

    @Test("A refresh token of another application is a fault of the configuration, and its cure releases the jobs")
    func unauthorizedClient() async throws {
        let shop = Shop()
        shop.amazon.grant(
            "Atzr|value of \(Shop.refreshName(Shop.acme))", to: FakeAmazon.Owner(client: "another", host: nil))
        try await shop.work {
            let id = try await shop.put()
            try await shop.drive { try await shop.authorization().state == .misconfigured }
            try await shop.drive { try await shop.row(id).state == .waiting }
            #expect(try await shop.row(id).attempt == 0)
            #expect(try await shop.authorization().failure?.kind == "unauthorizedClient")
            shop.vault[Shop.refreshName(Shop.acme)] = "the right token"
            shop.amazon.grant("the right token", to: Shop.owner(Shop.acme))
            try await shop.keeper.review()
            try await shop.drive(id, to: .succeeded)
        }
    }

    @Test("A seller whose refresh token is missing waits until it is there, be it the one that was there before")
    func missing() async throws {
        let shop = Shop()
        let name = Shop.refreshName(Shop.acme)
        let value = shop.vault[name]
        try await shop.work {
            // Once before anything was known of the seller, once after it has worked.
            for _ in 0..<2 {
                shop.vault[name] = nil
                shop.keeper.cache.forgetAll()
                let id = try await shop.put()
                try await shop.drive { try await shop.authorization().state == .misconfigured }
                try await shop.drive { try await shop.row(id).state == .waiting }
                #expect(try await shop.authorization().failure?.kind == "secret.notFound")
                #expect(try await shop.label(id) == .parked)
                try await shop.keeper.review()
                #expect(try await shop.authorization().state == .misconfigured)
                shop.vault[name] = value
                try await shop.keeper.review()
                try await shop.drive(id, to: .succeeded)
                #expect(try await shop.row(id).attempt == 0)
            }
        }
    }

    @Test("An application whose secret is missing waits until it is there, be it the one that was there before")
    func missingApplicationSecret() async throws {
        let shop = Shop()
        let value = shop.vault["SECRET_main"]
        try await shop.work {
            for _ in 0..<2 {
                shop.vault["SECRET_main"] = nil
                shop.keeper.cache.forgetAll()
                let id = try await shop.put()
                try await shop.drive { await shop.store.applications().first?.state == .stopped }
                try await shop.drive { try await shop.row(id).state == .waiting }
                #expect(try await shop.label(id) == .blocked)
                shop.vault["SECRET_main"] = value
                try await shop.keeper.review()
                try await shop.drive(id, to: .succeeded)
            }
        }
    }

    @Test("Passing trouble at the login spends no attempt and says nothing about anybody")
    func transient() async throws {
        let answers = Diary<Int>()
        let shop = Shop(
            FakeAmazon(onLogin: { _ in
                answers.write(1)
                return answers.entries.count <= 3 ? .json(503, "<html>") : nil
            }))
        try await shop.work {
            let id = try await shop.put()
            try await shop.drive(id, to: .succeeded)
            #expect(try await shop.row(id).attempt == 0)
            #expect(shop.amazon.logins.count == 4)
            #expect(await shop.store.events(after: 0, limit: 10).isEmpty)
        }
    }
}
