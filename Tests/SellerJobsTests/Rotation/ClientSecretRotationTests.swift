import JobModel
import JobStore
import JobStoreTesting
import OperationCatalogue
import Ports
import Secrets
import SellingPartner
import Testing

@testable import SellerJobs

@Suite("Rotated client secrets", .timeLimit(.minutes(5)))
struct ClientSecretRotationTests {
    private static let two: [(String, String, Region)] = [("main", "acme", .europe), ("main", "bolt", .europe)]
    private static let name = "SECRET_main"

    private func kinds(_ shop: Shop) async -> [String] { await shop.store.events(after: 0, limit: 100).map(\.kind) }

    private func logins(_ shop: Shop, with secret: String) -> Int {
        shop.amazon.logins.count { $0["client_secret"] == secret }
    }

    @Test(
        "Another version of a refused secret is used until the current one changes",
        arguments: ["AWSPENDING", "AWSPREVIOUS"])
    func otherStage(stage: String) async throws {
        let shop = Shop(sellers: Self.two, inAWS: true)
        let current = try #require(shop.vault[Self.name])
        shop.vault["\(Self.name)@\(stage)"] = "the other one"
        shop.amazon.setSecret("the other one", of: "client-main")
        try await shop.work {
            let first = try await shop.put(seller: "acme")
            try await shop.drive(first, to: .succeeded)
            #expect(try await shop.row(first).attempt == 0)
            #expect(logins(shop, with: current) == 1 && logins(shop, with: "the other one") == 1)
            #expect(await kinds(shop) == ["clientSecretStage"])
            let event = try #require(await shop.store.events(after: 0, limit: 1).first)
            #expect(event.failure?.message.contains(stage) == true && event.seller == nil)

            let second = try await shop.put(seller: "bolt")
            try await shop.drive(second, to: .succeeded)
            shop.amazon.expireTokens()
            let third = try await shop.put(seller: "acme")
            try await shop.drive(third, to: .succeeded)
            #expect(logins(shop, with: current) == 1, "it is known to be refused")

            shop.vault[Self.name] = "the next one"
            shop.amazon.setSecret("the next one", of: "client-main")
            shop.amazon.expireTokens()
            shop.clock.advance(by: .seconds(700))
            let fourth = try await shop.put(seller: "bolt")
            try await shop.drive(fourth, to: .succeeded)
            #expect(logins(shop, with: "the next one") == 1)
            #expect(await kinds(shop) == ["clientSecretStage", "secretChanged"])
            #expect(await shop.store.applications().first?.state == .ok)
        }
    }

    @Test("When no version works each was tried once, and the application is stopped once")
    func noneWorks() async throws {
        let shop = Shop(sellers: Self.two, inAWS: true)
        for stage in ClientSecretStage.allCases { shop.vault["\(Self.name)@\(stage.rawValue)"] = "value of \(stage)" }
        shop.amazon.setSecret("unheard of", of: "client-main")
        try await shop.work {
            var ids: [JobID] = []
            for _ in 0..<4 {
                ids.append(try await shop.put(seller: "acme"))
                ids.append(try await shop.put(seller: "bolt"))
            }
            try await shop.drive { await shop.store.applications().first?.state == .stopped }
            try await shop.drive { await shop.store.counts()[.waiting] == 8 }
            for stage in ClientSecretStage.allCases { #expect(logins(shop, with: "value of \(stage)") == 1) }
            #expect(await kinds(shop) == ["applicationStopped"])
            #expect(await shop.store.authorizations().allSatisfy { $0.state == .active })

            shop.vault[Self.name] = "unheard of"
            shop.clock.advance(by: .seconds(120))
            try await shop.keeper.review()
            for id in ids { try await shop.drive(id, to: .succeeded) }
            #expect(await kinds(shop) == ["applicationStopped", "applicationRestored"])
        }
    }

    @Test("A version that ceases to work gives way to the current one")
    func ceases() async throws {
        let shop = Shop(inAWS: true)
        let current = try #require(shop.vault[Self.name])
        shop.vault["\(Self.name)@AWSPREVIOUS"] = "the old one"
        shop.amazon.setSecret("the old one", of: "client-main")
        try await shop.work {
            let first = try await shop.put()
            try await shop.drive(first, to: .succeeded)
            shop.amazon.setSecret(current, of: "client-main")
            shop.amazon.expireTokens()
            let second = try await shop.put()
            try await shop.drive(second, to: .succeeded)
            #expect(logins(shop, with: "the old one") == 2 && logins(shop, with: current) == 2)
            #expect(await kinds(shop) == ["clientSecretStage", "secretChanged"])
        }
    }

    @Test("Nobody is stopped while the source of a refused secret does not answer")
    func silent() async throws {
        let vaults = Diary<Vault>()
        let silenced = Diary<Bool>()
        let shop = Shop(
            FakeAmazon(onLogin: { _ in
                if silenced.entries.isEmpty {
                    vaults.entries[0].silence(true)
                    silenced.write(true)
                }
                return nil
            }), inAWS: true)
        vaults.write(shop.vault)
        shop.vault["\(Self.name)@AWSPREVIOUS"] = "the old one"
        shop.amazon.setSecret("the old one", of: "client-main")
        try await shop.work {
            let id = try await shop.put()
            try await shop.drive { !silenced.entries.isEmpty }
            try await shop.drive { try await shop.row(id).state == .waiting }
            #expect(await shop.store.applications().allSatisfy { $0.state == .ok })
            shop.vault.silence(false)
            try await shop.drive(id, to: .succeeded)
            #expect(await kinds(shop) == ["clientSecretStage"])
            #expect(try await shop.row(id).attempt == 0)
        }
    }

    /// A shop whose login takes every version of the client secret, and whose API takes the tokens of one alone.
    private func shop(whoseAPITakes secret: String) throws -> Shop {
        let amazons = Diary<FakeAmazon>()
        let amazon = FakeAmazon(
            onLogin: { form in
                amazons.entries[0].setSecret(form["client_secret"] ?? "", of: "client-main")
                return nil
            },
            onCall: { _ in
                amazons.entries[0].logins.last?["client_secret"] == secret
                    ? .json(200, "{\"payload\":[]}") : .denied("The LWA secret token you provided has expired.")
            })
        amazons.write(amazon)
        let shop = Shop(amazon, inAWS: true)
        for stage in ClientSecretStage.allCases { shop.vault["\(Self.name)@\(stage.rawValue)"] = stage.rawValue }
        return shop
    }

    @Test("When the API calls a secret expired another version is used, although the login still takes it")
    func expired() async throws {
        let shop = try shop(whoseAPITakes: "AWSPREVIOUS")
        let current = try #require(shop.vault[Self.name])
        try await shop.work {
            let first = try await shop.put()
            try await shop.drive(first, to: .succeeded)
            #expect(try await shop.row(first).attempt == 0)
            #expect(logins(shop, with: current) == 1)
            // One exchange to see whether it is taken, one for the token.
            #expect(logins(shop, with: "AWSPENDING") == 2 && logins(shop, with: "AWSPREVIOUS") == 2)
            let second = try await shop.put()
            try await shop.drive(second, to: .succeeded)
            #expect(shop.amazon.logins.count == 5)
            #expect(await shop.store.applications().first?.state == .ok)
            #expect(await kinds(shop).count { $0 == "clientSecretStage" } == 2)
        }
    }

    @Test("When the API takes no version each was tried once, and the application is stopped")
    func allExpired() async throws {
        let shop = try shop(whoseAPITakes: "none")
        let current = try #require(shop.vault[Self.name])
        try await shop.work {
            let id = try await shop.put()
            try await shop.drive { await shop.store.applications().first?.state == .stopped }
            try await shop.drive { try await shop.row(id).state == .waiting }
            #expect(try await shop.row(id).attempt == 0)
            #expect(logins(shop, with: current) == 1 && shop.amazon.logins.count == 5)
            #expect(await kinds(shop).last == "applicationStopped")
        }
    }

    @Test("Only the current version of a seller's secret counts, and variables have no other versions")
    func sellers() async throws {
        for inAWS in [true, false] {
            let shop = Shop(inAWS: inAWS)
            let refresh = Shop.refreshName(Shop.acme)
            shop.vault["\(refresh)@AWSPREVIOUS"] = shop.vault[refresh]
            shop.amazon.revoke("Atzr|value of \(refresh)")
            if !inAWS { shop.amazon.setSecret("another", of: "client-main") }
            try await shop.work {
                _ = try await shop.put()
                try await shop.drive {
                    inAWS
                        ? try await shop.authorization().state == .revoked
                        : await shop.store.applications().first?.state == .stopped
                }
            }
            #expect(!shop.vault.asked.contains { $0.contains("@") })
        }
    }

    @Test("A version that works is remembered with what it replaces, and each is tried once")
    func rules() {
        var rotation = ClientSecretRotation()
        #expect(rotation.read(current: "a") == nil)
        rotation.wasRefused("a")
        #expect(!rotation.mayTry("a") && rotation.mayTry("b"))
        rotation.wasAccepted(.init(stage: .previous, secret: Secret("b"), fingerprint: "b"))
        #expect(rotation.read(current: "a")?.fingerprint == "b")
        rotation.wasRefused("b")
        #expect(rotation.read(current: "a") == nil && rotation.mayTry("a") && !rotation.mayTry("b"))
        rotation.wasAccepted(.init(stage: .pending, secret: Secret("c"), fingerprint: "c"))
        #expect(rotation.hasExpired("a") && !rotation.hasExpired("a"))
        #expect(rotation.read(current: "a")?.fingerprint == "c")
        #expect(rotation.hasExpired("c") && rotation.read(current: "a") == nil)
        rotation.wasRefused("b")
        #expect(!rotation.mayTry("a") && !rotation.mayTry("c"), "expired is expired until there is another one")
        #expect(rotation.read(current: "d") == nil && rotation.mayTry("a") && rotation.mayTry("b"))
    }
}
