import Foundation
import JobModel
import JobStore
import JobStoreTesting
import OperationCatalogue
import Ports
import Secrets
import SellingPartner
import Testing

@testable import SellerJobs

@Suite("Stored tokens", .timeLimit(.minutes(5)))
struct StoredTokenTests {
    private static let key = SealingKey.make(SeededRandom(seed: 51))
    private static let bolt = AuthorizationKey(application: "main", seller: "bolt", region: "EU")

    @Test("A worker that starts anew uses the token that the last one left")
    func restart() async throws {
        let shop = Shop()
        let first = try shop.process(Self.key)
        let token = try await first.token().value
        await first.shutdown()
        let row = try #require(try await shop.stored(first))
        #expect(Data(row.sealed).range(of: Data(token.reveal().utf8)) == nil)
        #expect(!row.key.contains(Shop.refreshName(Shop.acme)))

        shop.clock.advance(by: .seconds(1000))
        let second = try shop.process(Self.key)
        let held = try await second.token()
        #expect(held.value == token && shop.amazon.logins.count == 1)
        #expect(shop.clock.monotonic() - held.obtainedAt == .seconds(1000))
        #expect(held.expiresAt - shop.clock.monotonic() == .seconds(2540))
        #expect(try await second.warm([Shop.acme], patience: .seconds(9)).held == 1)
        let told = await second.tokenChanges(of: WorkerID("w"), limit: 9).held
        #expect(told.map(\.key) == [row.key] && told.first?.obtainedAt == shop.now - .seconds(1000))
        await second.shutdown()

        shop.clock.advance(by: .seconds(2300))
        #expect(try await shop.process(Self.key).token().value != token, "one that is nearly over is not worth using")
        #expect(shop.amazon.logins.count == 2)
        await shop.close()
    }

    @Test("A clock that was set back makes no stored token live longer")
    func clockSetBack() async throws {
        let shop = Shop()
        let token = try await shop.process(Self.key).token().value
        shop.clock.stepWall(byMicroseconds: -600_000_000)
        #expect(try await shop.process(Self.key).token().value != token)
        #expect(shop.amazon.logins.count == 2)
        await shop.close()
    }

    @Test("A lost key costs one exchange for each token, and is told once; a key that is still listed costs none")
    func keys() async throws {
        let shop = Shop(sellers: [("main", "acme", .europe), ("main", "bolt", .europe)])
        let sellers = [Shop.acme, Self.bolt]
        let first = try shop.process(Self.key)
        for seller in sellers { _ = try await first.token(of: seller) }
        #expect(shop.amazon.logins.count == 2)
        let next = SealingKey.make(SeededRandom(seed: 52))
        let rotated = try shop.process(next, Self.key)
        for seller in sellers { _ = try await rotated.token(of: seller) }
        #expect(shop.amazon.logins.count == 2)
        let lost = try shop.process(next)
        for seller in sellers { _ = try await lost.token(of: seller) }
        #expect(shop.amazon.logins.count == 4)
        #expect(shop.lines.entries.count { $0.contains("not among tokens.keys") } == 1)
        let again = try shop.process(next)
        for seller in sellers { _ = try await again.token(of: seller) }
        #expect(shop.amazon.logins.count == 4)
        await shop.close()
    }

    @Test("A stored token that was damaged is a miss")
    func damaged() async throws {
        let shop = Shop()
        let first = try shop.process(Self.key)
        _ = try await first.token()
        var row = try #require(try await shop.stored(first))
        row.expiresAt = row.expiresAt + .seconds(1)
        try await shop.store.keep([row])
        _ = try await shop.process(Self.key).token()
        #expect(shop.amazon.logins.count == 2)
        await shop.close()
    }

    @Test("A refused token does not come back, not even when no other one is to be had")
    func refused() async throws {
        let shop = Shop()
        let first = try shop.process(Self.key)
        let token = try await first.token()
        shop.amazon.revoke("Atzr|value of \(Shop.refreshName(Shop.acme))")
        await #expect(throws: LWAFailure.self) { try await first.token(replacing: token) }
        #expect(try await shop.stored(first) == nil)
        let logins = shop.amazon.logins.count
        await #expect(throws: LWAFailure.self) { try await shop.process(Self.key).token() }
        #expect(shop.amazon.logins.count > logins, "it asked Amazon")
        await shop.close()
    }

    @Test("A worker whose token is refused takes the one that another worker has got since")
    func replacedByAnother() async throws {
        let shop = Shop()
        let (one, two) = (try shop.process(Self.key), try shop.process(Self.key))
        let (mine, yours) = (try await one.token(), try await two.token())
        #expect(mine.value == yours.value && shop.amazon.logins.count == 1)
        let fresh = try await one.token(replacing: mine)
        #expect(fresh.value != mine.value && shop.amazon.logins.count == 2)
        #expect(try await two.token(replacing: yours).value == fresh.value)
        #expect(shop.amazon.logins.count == 2)
        await shop.close()
    }

    @Test("Two workers that need the same token at once make one exchange")
    func oneExchange() async throws {
        let (door, key) = AsyncStream<Void>.makeStream()
        let shop = Shop(
            FakeAmazon(onLogin: { _ in
                for await _ in door {}
                return nil
            }))
        let (one, two) = (try shop.process(Self.key), try shop.process(Self.key))
        let mine = Task { try await one.token().value }
        // It prolongs its turn now and then; the other one looks now and then.
        await shop.clock.waitForSleepers(1)
        let yours = Task { try await two.token().value }
        await shop.clock.waitForSleepers(2)
        key.finish()
        let token = try await mine.value
        shop.clock.advance(by: .seconds(1))
        #expect(try await yours.value == token)
        #expect(shop.amazon.logins.count == 1)
        await shop.close()
    }

    @Test("A worker that died while it got a token holds the others up for half a minute")
    func deadOwner() async throws {
        let shop = Shop()
        let keeper = try shop.process(Self.key)
        let name = try await keeper.tokenKey()
        #expect(try await shop.store.takeTurn(key: name, owner: "dead", lasting: .seconds(30)))
        let ends = Diary<Duration>()
        let waiting = Task {
            _ = try await keeper.token()
            ends.write(shop.clock.monotonic())
        }
        try await shop.drive { !ends.entries.isEmpty }
        try await waiting.value
        let end = try #require(ends.entries.first)
        #expect(end >= .seconds(29) && end < .seconds(45), "\(end)")
        #expect(shop.amazon.logins.count == 1)
        #expect(try await shop.store.takeTurn(key: name, owner: "next", lasting: .seconds(30)), "the turn is given up")
        await shop.close()
    }

    @Test("Forgetting drops what is stored too, even what this worker never held")
    func forgetting() async throws {
        let shop = Shop(sellers: [("main", "acme", .europe), ("main", "bolt", .europe)])
        let first = try shop.process(Self.key)
        for seller in [Shop.acme, Self.bolt] { _ = try await first.token(of: seller) }
        let second = try shop.process(Self.key)
        #expect(await second.forgetTokens { $0 == Shop.acme } == 1)
        #expect(try await shop.stored(first) == nil)
        #expect(await shop.store.keptTokens().count == 1)
        _ = try await second.token()
        #expect(shop.amazon.logins.count == 3)
        #expect(await second.forgetTokens() == 2)
        #expect(await shop.store.keptTokens().isEmpty)
        await shop.close()
    }

    @Test("An application that goes on with a new secret leaves the stored tokens of the old one alone")
    func newSecret() async throws {
        let shop = Shop()
        let first = try shop.process(Self.key)
        let token = try await first.token()
        try await first.refusedApplication(
            "main", JobFailure(kind: "secretExpired", message: "It expired."), usedBy: try await first.key())
        shop.vault["SECRET_main"] = "a new secret"
        shop.amazon.setSecret("a new secret", of: "client-main")
        let second = try shop.process(Self.key)
        try await second.review()
        #expect(await shop.store.applications().first?.state == .ok)
        #expect(try await second.token().value != token.value)
        await shop.close()
    }

    @Test("When an inherited token is refused with its secret, the application goes on with the present secret")
    func inheritedSecret() async throws {
        let shop = Shop()
        _ = try await shop.process(Self.key).token()
        shop.vault["SECRET_main"] = "a new secret"
        shop.amazon.setSecret("a new secret", of: "client-main")
        let second = try shop.process(Self.key)
        _ = try await second.token()
        #expect(shop.amazon.logins.count == 1)
        try await second.refusedApplication(
            "main", JobFailure(kind: "secretExpired", message: "It expired."), usedBy: try await second.key())
        #expect(await shop.store.applications().first?.state == .stopped)
        try await second.review()
        #expect(await shop.store.applications().first?.state == .ok)
        _ = try await second.token()
        #expect(shop.amazon.logins.last?["client_secret"] == "a new secret")
        await shop.close()
    }

    @Test("A store in trouble costs exchanges and nothing else")
    func trouble() async throws {
        let shop = Shop()
        let dead = SeveredStore(shop.store, cut: .init(.before, call: 1))
        let keeper = try shop.process(Self.key, over: dead)
        let token = try await keeper.token()
        #expect(try await keeper.token(replacing: token).value != token.value)
        #expect(shop.amazon.logins.count == 2)
        #expect(shop.lines.entries.count { $0.contains("cannot keep access tokens") } == 1)
        await shop.close()
    }
}

extension Shop {
    /// What another process knows of the shop: it has nothing in memory, and keeps tokens sealed in the same store.
    fileprivate func process(
        _ keys: Secret..., over tokens: (any SealedTokenKeeping)? = nil
    ) throws -> AuthorizationKeeper {
        let keys = try keys.map { try #require(SealingKey($0)) }
        let random = SeededRandom(seed: UInt64.random(in: 1...UInt64.max))
        let sealed = SealedTokenVault(
            seal: TokenSeal(first: try #require(keys.first), others: Array(keys.dropFirst())), store: tokens ?? store,
            timekeeper: clock, random: random, logger: logger)
        return AuthorizationKeeper(
            directory: DirectoryHolder(directory),
            cache: CredentialCache(
                resolver: SecretResolver(providers: [vault]), timekeeper: clock, random: random, logger: logger),
            store: store, transport: amazon,
            timekeeper: clock, random: random, settings: .init(), salt: [1, 2, 3], logger: logger, vault: sealed)
    }

    /// What the store keeps for acme.
    fileprivate func stored(_ keeper: AuthorizationKeeper) async throws -> SealedToken? {
        await store.sealedToken(key: try await keeper.tokenKey())
    }
}

extension AuthorizationKeeper {
    fileprivate func call(of key: AuthorizationKey) async throws -> CallAuthorization {
        try await authorization(of: try #require(directory.current.sellers[key]))
    }

    fileprivate func token(
        of key: AuthorizationKey = Shop.acme, replacing refused: HeldToken? = nil
    ) async throws -> HeldToken {
        let call = try await call(of: key)
        return try await tokens.token(for: call.key, replacing: refused, exchange: call.exchange)
    }

    /// Under which key acme's token is cached.
    fileprivate func key() async throws -> TokenKey { try await call(of: Shop.acme).key }

    /// Under which name acme's token is stored.
    fileprivate func tokenKey() async throws -> String { try await key().text }
}
