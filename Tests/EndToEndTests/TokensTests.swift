import Foundation
import Testing

extension CommandJourneys {
    @Suite("Tokens")
    struct TokensTests {
        private struct Listed: Decodable {
            struct Token: Decodable {
                let seller: String?
                let kind: String
                let age: Double
                let expiresIn: Double
            }
            let workerRunning: Bool
            let tokens: [Token]
        }

        private struct Warmed: Decodable {
            struct Problem: Decodable {
                let seller: String
                let parked: Bool
            }
            let exchanged: Int
            let held: Int
            let parked: Int
            let refused: Int
            let problems: [Problem]
        }

        private struct Sellers: Decodable {
            struct Seller: Decodable {
                struct Token: Decodable { let expiresAt: String }
                let seller: String
                let token: Token?
            }
            let sellers: [Seller]
        }

        private struct Forgotten: Decodable { let forgotten: Int }

        private static func sellers(_ scene: Scene) async throws -> [String?] {
            try await scene.run("tokens", "list", "--json").json(Listed.self).tokens.map(\.seller)
        }

        @Test("'warm' gets tokens before any job, 'list' and 'sellers' tell of them, 'forget' drops them")
        func warm() async throws {
            var world = SceneWorld(sellers: 3)
            world.sellers[2].isRevoked = true
            try await Scene.play(world) { scene in
                #expect(try await scene.run("migrate", "up").code == 0)
                #expect(try await scene.run("tokens", "list").output.contains("No worker is running"))
                for verb in ["warm", "forget"] {
                    let alone = try await scene.run("tokens", verb, "--all")
                    #expect(alone.code == 1 && alone.errors.contains("no worker is running"), "\(alone.errors)")
                }
                let worker = try await scene.startWorker()
                let unclear = try await scene.run("tokens", "warm")
                #expect(unclear.code == 2 && unclear.errors.contains("--all"))
                #expect(try await scene.run("tokens", "warm", "--seller", "nobody").code == 1)

                let warmed = try await scene.run("tokens", "warm", "--all", "--json")
                #expect(warmed.code == 4, "\(warmed.errors)")
                let first = try warmed.json(Warmed.self)
                #expect(first.exchanged == 2 && first.refused == 1 && first.held == 0)
                #expect(first.problems.map(\.seller) == ["seller3"])
                try await eventually("both tokens are told") {
                    try await Self.sellers(scene) == ["seller1", "seller2"]
                }
                let listed = try await scene.run("tokens", "list", "--json").json(Listed.self)
                #expect(listed.workerRunning)
                #expect(listed.tokens.allSatisfy { $0.kind == "seller" && $0.age < 600 && $0.expiresIn > 3000 })
                let text = try await scene.run("tokens")
                #expect(text.code == 0 && text.output.contains("seller1") && !text.output.contains("Atza"))
                let known = try await scene.run("sellers", "list", "--json").json(Sellers.self).sellers
                #expect(known.map { $0.token != nil } == [true, true, false])
                #expect(try await scene.run("sellers", "show", "seller1").output.contains("old, expires in"))
                #expect(try await scene.run("sellers", "show", "seller3").output.contains("none is held"))

                let again = try await scene.run("tokens", "warm", "--all")
                #expect(again.code == 0, "\(again.errors)")
                #expect(again.output.contains("2 were there already") && again.output.contains("sellers probe seller3"))
                #expect(try await scene.run("tokens", "warm", "--seller", "seller3").code == 4)

                let dropped = try await scene.run("tokens", "forget", "--seller", "seller1", "--json")
                #expect(try dropped.json(Forgotten.self).forgotten == 1)
                try await eventually("one token is left") { try await Self.sellers(scene) == ["seller2"] }
                #expect(try await scene.run("tokens", "forget", "--all").output.contains("1 token dropped"))
                #expect(try await scene.run("tokens", "forget", "--all").output.contains("No such token was held"))
                #expect(try await scene.run("tokens", "warm", "--seller", "seller1").code == 0)
                try await eventually("its token is told") { try await Self.sellers(scene) == ["seller1"] }
                #expect(try await scene.stop(worker).code == 0)
                let left = try await scene.queue.execute("SELECT 'left ' || count(*) AS n FROM token_state")
                #expect(left.contains("left 0"), "\(left)")
            }
        }

        @Test("What a worker that was killed held is told no more, and the next worker begins with nothing")
        func killed() async throws {
            try await Scene.play { scene in
                let worker = try await scene.startWorker()
                #expect(try await scene.run("tokens", "warm").code == 0)
                try await eventually("the token is told") { try await Self.sellers(scene) == ["acme"] }
                worker.send(SIGKILL)
                _ = try await worker.end()
                let listed = try await scene.run("tokens", "list", "--json").json(Listed.self)
                #expect(!listed.workerRunning && listed.tokens.isEmpty)
                let next = try await scene.startWorker()
                #expect(try await Self.sellers(scene).isEmpty)
                #expect(try await scene.stop(next).code == 0)
            }
        }
    }
}
