import Foundation
import Testing

extension CommandJourneys {
    @Suite("Checking sellers")
    struct SellersCheckTests {
        private struct Checked: Decodable {
            struct Seller: Decodable {
                let seller: String
                let ok: Bool
                let failedStep: String?
                let marketplaces: [String]
                let missingMarketplaces: [String]
                let latency: Double?
            }
            let ok: Bool
            let sellers: [Seller]
        }

        private struct Sellers: Decodable {
            struct Seller: Decodable {
                let state: String
            }
            let sellers: [Seller]
        }

        @Test("a seller that works is told with its marketplaces, without a worker")
        func good() async throws {
            try await Scene.play { scene in
                #expect(try await scene.run("sellers", "check").code == 3, "there is no database yet")
                #expect(try await scene.run("migrate", "up").code == 0)
                let text = try await scene.run("sellers", "check")
                #expect(text.code == 0, "\(text.output) \(text.errors)")
                #expect(text.output.contains("acme") && text.output.contains("DE"))
                let seller = try #require(
                    try await scene.run("sellers", "check", "acme", "--json").json(Checked.self).sellers.first)
                #expect(seller.ok && seller.failedStep == nil && seller.latency != nil)
                #expect(seller.marketplaces == ["A1PA6795UKMFR9"])
                #expect(seller.missingMarketplaces.isEmpty)
                #expect(try await scene.ledger().calls(status: 200) == 2)
            }
        }

        @Test("a marketplace that is configured and not seen is warned of")
        func missingMarketplace() async throws {
            try await Scene.play { scene in
                var other = scene.world
                other.sellers[0].country = "FR"
                try scene.writeConfiguration(other)
                #expect(try await scene.run("migrate", "up").code == 0)
                let end = try await scene.run("sellers", "check", "acme")
                #expect(end.code == 0)
                #expect(end.output.contains("configured for FR"), "\(end.output)")
            }
        }

        @Test("bad sellers are told by what failed, with exit code 4 or 1, and nothing is held against them")
        func bad() async throws {
            var world = SceneWorld(sellers: 4)
            world.sellers[1].isRevoked = true
            world.faults = [
                "{match: {seller: seller4, operation: sellers.getMarketplaceParticipations}, kind: 400, times: 2}"
            ]
            try await Scene.play(world) { scene in
                try scene.remove("secrets/seller3.json")
                #expect(try await scene.run("migrate", "up").code == 0)
                #expect(try await scene.run("sellers", "check").code == 2, "which of the four?")
                let end = try await scene.run("sellers", "check", "--all", "--json")
                #expect(end.code == 4)
                let checked = try end.json(Checked.self)
                #expect(!checked.ok)
                #expect(checked.sellers.map(\.seller) == ["seller1", "seller2", "seller3", "seller4"])
                #expect(checked.sellers.map(\.failedStep) == [nil, "token", "secret", "call"])
                #expect(try await scene.run("sellers", "check", "seller4").code == 1)
                let text = try await scene.run("sellers", "check", "seller2")
                #expect(text.code == 4)
                #expect(text.output.contains("refresh token"))
                let states = try await scene.run("sellers", "list", "--json").json(Sellers.self).sellers.map(\.state)
                #expect(states == ["active", "active", "active", "active"])
                #expect(try await scene.queue.execute("SELECT count(*) AS n FROM event").contains("0"))
            }
        }

        @Test("a check shares the usage plan with the worker, and says when there is room again")
        func throttled() async throws {
            var world = SceneWorld()
            world.plans = "{sellers.getMarketplaceParticipations: {rate: 0.01, burst: 1}}"
            try await Scene.play(world) { scene in
                let worker = try await scene.startWorker()
                try await scene.queue.insert(sellers: ["acme"], each: 1)
                try await scene.waitForJobs(1, "state = 'succeeded'")
                let end = try await scene.run("sellers", "check", "acme", "--json")
                #expect(end.code == 1)
                let seller = try #require(try end.json(Checked.self).sellers.first)
                #expect(seller.failedStep == "permit")
                #expect(try await scene.ledger().throttles.count == 0)
                #expect(try await scene.stop(worker).code == 0)
            }
        }
    }
}
