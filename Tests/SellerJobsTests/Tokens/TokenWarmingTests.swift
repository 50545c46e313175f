import JobModel
import JobStore
import JobStoreTesting
import OperationCatalogue
import Testing

@testable import SellerJobs

@Suite("Getting tokens ahead of their use", .timeLimit(.minutes(5)))
struct TokenWarmingTests {
    private static let bolt = AuthorizationKey(application: "main", seller: "bolt", region: "EU")
    private static let gone = AuthorizationKey(application: "main", seller: "gone", region: "EU")

    private static func shop(_ amazon: FakeAmazon = FakeAmazon()) -> Shop {
        Shop(amazon, sellers: [("main", "acme", .europe), ("main", "bolt", .europe)])
    }

    @Test("Each seller gets one exchange, and none when its token is held")
    func exchanged() async throws {
        let shop = Self.shop()
        let first = try await shop.keeper.warm([Shop.acme, Self.bolt], patience: .seconds(20))
        #expect(first.exchanged == 2 && first.held == 0 && first.last == nil)
        #expect(first.parked.isEmpty && first.refused.isEmpty)
        let second = try await shop.keeper.warm([Shop.acme, Self.bolt], patience: .seconds(20))
        #expect(second.exchanged == 0 && second.held == 2)
        #expect(shop.amazon.logins.count == 2)
        #expect(await shop.keeper.forgetTokens() == 2)
        #expect(try await shop.keeper.warm([Shop.acme], patience: .seconds(20)).exchanged == 1)
        await shop.close()
    }

    @Test("A seller who has left is refused once, parked, and left alone from then on")
    func revoked() async throws {
        let shop = Self.shop()
        shop.amazon.revoke("Atzr|value of \(Shop.refreshName(Self.bolt))")
        let first = try await shop.keeper.warm([Shop.acme, Self.bolt], patience: .seconds(20))
        #expect(first.exchanged == 1)
        #expect(first.refused.map(\.key) == [Self.bolt])
        #expect(try await shop.authorization(Self.bolt).state == .suspect)
        let logins = shop.amazon.logins.count
        let second = try await shop.keeper.warm([Shop.acme, Self.bolt], patience: .seconds(20))
        #expect(second.held == 1 && second.refused.isEmpty)
        #expect(second.parked.map(\.key) == [Self.bolt])
        #expect(second.parked.first?.reason.contains("sellers probe bolt") == true)
        #expect(shop.amazon.logins.count == logins)
        await shop.close()
    }

    @Test("Sellers of a stopped application are left alone")
    func stopped() async throws {
        let shop = Self.shop()
        shop.amazon.setSecret("another", of: "client-main")
        #expect(try await shop.keeper.warm([Shop.acme], patience: .seconds(20)).refused.count == 1)
        let logins = shop.amazon.logins.count
        let second = try await shop.keeper.warm([Shop.acme, Self.bolt], patience: .seconds(20))
        #expect(second.parked.count == 2)
        #expect(shop.amazon.logins.count == logins)
        await shop.close()
    }

    @Test("A missing secret and a seller that is not configured are refused with what to do")
    func missing() async throws {
        let shop = Self.shop()
        let name = Shop.refreshName(Shop.acme)
        shop.vault[name] = nil
        let warming = try await shop.keeper.warm([Shop.acme, Self.gone], patience: .seconds(20))
        let reasons = Dictionary(uniqueKeysWithValues: warming.refused.map { ($0.key, $0.reason) })
        #expect(reasons[Shop.acme]?.contains(name) == true)
        #expect(reasons[Self.gone]?.contains("workers reload") == true)
        #expect(try await shop.authorization().state == .misconfigured)
        await shop.close()
    }

    @Test("When time is up it says how far it came")
    func patience() async throws {
        let sellers = (10..<50).map { ("main", "s\($0)", Region.europe) }
        // Each exchange takes a second of the shop's clock, which is there only after the shop.
        let place = Diary<VirtualTimekeeper>()
        let shop = Shop(
            FakeAmazon(onLogin: { _ in
                place.entries.first?.advance(by: .seconds(1))
                return nil
            }), sellers: sellers)
        place.write(shop.clock)
        let keys = shop.directory.sellers.keys.sorted(by: AuthorizationKey.isBefore)
        var warming = try await shop.keeper.warm(keys, patience: .seconds(10))
        var exchanged = warming.exchanged
        var rounds = 1
        #expect(warming.last != nil)
        while let last = warming.last {
            let rest = keys.filter { AuthorizationKey.isBefore(last, $0) }
            warming = try await shop.keeper.warm(rest, patience: .seconds(10))
            exchanged += warming.exchanged
            rounds += 1
        }
        #expect(exchanged == 40 && shop.amazon.logins.count == 40)
        #expect(rounds > 1)
        await shop.close()
    }
}
