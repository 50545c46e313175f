import Foundation
import Testing

extension CommandJourneys {
    @Suite("Stored tokens")
    struct StoredTokensTests {
        private struct Listed: Decodable {
            struct Token: Decodable {
                let seller: String?
                let stored: Bool
            }
            let workerRunning: Bool
            let stored: Int
            let tokens: [Token]
        }

        private struct Key: Decodable {
            let key: String
            let id: String
        }

        private static func list(_ scene: Scene) async throws -> Listed {
            try await scene.run("tokens", "list", "--json").json(Listed.self)
        }

        /// One call in acme's name, to its end.
        private static func call(_ scene: Scene) async throws {
            let end = try await scene.run(
                "enqueue", "request", "sellers.getMarketplaceParticipations", "--seller", "acme", "--wait")
            #expect(end.code == 0, "\(end.errors)")
        }

        /// The exchanges so far.
        private static func exchanges(_ scene: Scene) async throws -> Int { try await scene.ledger().exchanges() }

        private static func kill(_ worker: Program) async throws {
            worker.send(SIGKILL)
            #expect(try await worker.end().code == 128 + SIGKILL)
        }

        @Test("A stored token survives a kill and costs no second exchange; a lost key costs one")
        func killed() async throws {
            var world = SceneWorld()
            world.tokenKey = SceneWorld.tokenKey()
            try await Scene.play(world) { scene in
                let first = try await scene.startWorker()
                try await Self.call(scene)
                #expect(try await Self.exchanges(scene) == 1)
                try await eventually("the token is told") {
                    let listed = try await Self.list(scene)
                    return listed.stored == 1 && listed.tokens.map(\.stored) == [true]
                }
                try await Self.kill(first)
                let between = try await Self.list(scene)
                #expect(!between.workerRunning && between.tokens.isEmpty && between.stored == 1)
                #expect(try await scene.run("tokens").output.contains("1 token is stored"))

                let second = try await scene.startWorker()
                try await Self.call(scene)
                #expect(try await Self.exchanges(scene) == 1)
                #expect(try await scene.run("tokens", "warm", "--all").output.contains("1 was there already"))
                try await Self.kill(second)

                // Forgotten by a worker that never held it.
                let third = try await scene.startWorker()
                #expect(try await scene.run("tokens", "forget", "--seller", "acme").output.contains("1 token dropped"))
                #expect(try await Self.list(scene).stored == 0)
                try await Self.call(scene)
                #expect(try await Self.exchanges(scene) == 2)
                #expect(try await scene.stop(third).code == 0)

                try scene.writeTokenKey(SceneWorld.tokenKey(0x11))
                let fourth = try await scene.startWorker()
                try await Self.call(scene)
                #expect(try await Self.exchanges(scene) == 3)
                let end = try await scene.stop(fourth)
                #expect(end.code == 0 && end.errors.contains("not among tokens.keys"))
                #expect(try await Self.list(scene).stored == 1)
            }
        }

        @Test("Without 'tokens.store' a restart costs an exchange, and the database holds none")
        func off() async throws {
            try await Scene.play { scene in
                for count in 1...2 {
                    let worker = try await scene.startWorker()
                    try await Self.call(scene)
                    #expect(try await Self.exchanges(scene) == count)
                    try await Self.kill(worker)
                }
                #expect(try await Self.list(scene).stored == 0)
            }
        }

        @Test(
            "'tokens key' prints a key that works, another one each time, and a worker without one says how to get it")
        func key() async throws {
            var world = SceneWorld()
            world.settings = ["tokens: {store: true}"]
            try await Scene.play(world) { scene in
                let none = try await scene.run("run", "--drain")
                #expect(none.code == 2 && none.errors.contains("spworker tokens key"), "\(none.errors)")

                world.settings = []
                world.tokenKey = "made below"
                try scene.writeConfiguration(world)
                try scene.writeTokenKey("nonsense")
                let wrong = try await scene.run("run", "--drain")
                #expect(wrong.code == 4 && wrong.errors.contains("spworker tokens key"), "\(wrong.errors)")
                #expect(!wrong.errors.contains("nonsense"))

                let made = try await scene.run("tokens", "key")
                #expect(made.code == 0 && made.errors.contains("SPWORKER_TOKEN_KEY"))
                let text = made.output.trimmingCharacters(in: .newlines)
                #expect(Data(base64Encoded: text)?.count == 32)
                #expect(!made.errors.contains(text))
                let other = try await scene.run("tokens", "key", "--json").json(Key.self)
                #expect(other.key != text && other.id.count == 16)

                try scene.writeTokenKey(text)
                let right = try await scene.run("run", "--drain")
                #expect(right.code == 0, "\(right.errors)")
            }
        }
    }
}
