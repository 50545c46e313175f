import JobModel
import JobStore
import JobStoreTesting
import OperationCatalogue
import Ports
import Secrets
import Testing

@testable import SellerJobs

@Suite("Ageing client secrets", .timeLimit(.minutes(5)))
struct ClientSecretAgeTests {
    private static let day = Duration.seconds(86_400)

    @Test("are told of at 150 and at 170 days, once each", arguments: [false, true])
    func warnings(inAWS: Bool) async throws {
        let shop = Shop(inAWS: inAWS)
        shop.vault.date("SECRET_main", (shop.now - Self.day * 149).microseconds)
        func messages() async -> [String] {
            await shop.store.events(after: 0, limit: 10).map { "\($0.kind) \($0.failure?.message ?? "")" }
        }
        try await shop.keeper.review()
        #expect(await messages().isEmpty)
        for (days, count) in [(1, 1), (1, 1), (18, 1), (1, 2), (5, 2), (20, 2)] {
            shop.clock.advance(by: Self.day * days)
            try await shop.keeper.review()
            try await shop.keeper.review()
            #expect(await messages().count == count, "after \(days) days more")
        }
        #expect(await messages().allSatisfy { $0.hasPrefix("clientSecretDue The client secret must be replaced") })
        await shop.close()
    }

    @Test("are as old as the configuration says before anything else")
    func configured() throws {
        let now = Timestamp(microseconds: 1_767_225_600_000_000)
        let resolved = ResolvedSecret(secret: Secret("x"), source: "a file", changedAt: 1_767_225_600_000_000)
        let age = try #require(ClientSecretAge(configured: now - Self.day * 400, resolved: resolved))
        #expect(age.days(at: now) == 400 && age.source == "the configuration" && age.urgency(at: now) == .now)
        #expect(age.warning(at: now, isConfigured: true) != nil)
        let other = try #require(ClientSecretAge(configured: nil, resolved: resolved))
        #expect(other.days(at: now) == 0 && other.urgency(at: now) == .none && other.source == "a file")
        #expect(other.endsAt == now + Self.day * 180)
        #expect(ClientSecretAge(configured: nil, resolved: ResolvedSecret(secret: Secret("x"), source: "s")) == nil)
    }

    @Test("are not believed older than one that works can be, unless the configuration says so")
    func impossible() throws {
        let now = Timestamp(microseconds: 1_767_225_600_000_000)
        let age = try #require(ClientSecretAge(configured: now - Self.day * 188, resolved: nil))
        #expect(age.warning(at: now, isConfigured: false) == nil)
    }
}
