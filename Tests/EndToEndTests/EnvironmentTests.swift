import Testing

extension CommandJourneys {
    @Suite("Environment alone")
    struct EnvironmentTests {
        @Test("variables alone are enough, given directly or by files", arguments: [false, true])
        func variables(byFile: Bool) async throws {
            try await Scene.play { scene in
                try scene.remove("spworker.yaml")
                let values = [
                    "SP_CLIENT_ID": SceneWorld.clientID, "SP_CLIENT_SECRET": scene.world.clientSecret,
                    "SP_REFRESH_TOKEN": scene.world.sellers[0].refreshToken, "SP_REGION": "EU",
                    "SP_ENDPOINT": scene.sandbox.endpoints["EU"] ?? "", "SP_LWA_ENDPOINT": scene.sandbox.lwa,
                ]
                var environment: [String: String] = [:]
                for (name, value) in values {
                    if byFile {
                        // Editors and 'echo' leave a line break at the end.
                        try scene.workplace.write("secrets/\(name)", value + "\n", mode: 0o600)
                        environment[name + "_FILE"] = "secrets/\(name)"
                    } else {
                        environment[name] = value
                    }
                }
                let enqueued = try await scene.workplace.run(
                    "enqueue", "request", "sellers.getMarketplaceParticipations", environment: environment)
                #expect(enqueued.code == 0, "\(enqueued.errors)")
                let end = try await scene.workplace.run("run", "--drain", environment: environment)
                #expect(end.code == 0, "\(end.errors)")
                let jobs = try await scene.queue.jobs()
                #expect(jobs.map(\.state) == ["succeeded"])
                #expect(jobs.map(\.seller) == ["default"])
                #expect(try await scene.ledger().complaints.count == 0)
            }
        }

        @Test("a variable with a suffix adds a seller of its own")
        func suffix() async throws {
            try await Scene.play(SceneWorld(sellers: 2)) { scene in
                try scene.remove("spworker.yaml")
                let environment = [
                    "SP_CLIENT_ID": SceneWorld.clientID, "SP_CLIENT_SECRET": scene.world.clientSecret,
                    "SP_REFRESH_TOKEN": scene.world.sellers[0].refreshToken,
                    "SP_REFRESH_TOKEN__ACME": scene.world.sellers[1].refreshToken, "SP_REGION": "EU",
                    "SP_ENDPOINT": scene.sandbox.endpoints["EU"] ?? "", "SP_LWA_ENDPOINT": scene.sandbox.lwa,
                ]
                for seller in ["default", "acme"] {
                    let end = try await scene.workplace.run(
                        "enqueue", "request", "sellers.getMarketplaceParticipations", "--seller", seller,
                        environment: environment)
                    #expect(end.code == 0, "\(end.errors)")
                }
                let without = try await scene.workplace.run(
                    "enqueue", "request", "sellers.getMarketplaceParticipations", environment: environment)
                #expect(without.code == 2)
                #expect(without.errors.contains("--seller") || without.errors.contains("seller"))
                #expect(try await scene.workplace.run("run", "--drain", environment: environment).code == 0)
                let ledger = try await scene.ledger()
                #expect(ledger.exchanges(of: "seller1", result: "ok") == 1)
                #expect(ledger.exchanges(of: "seller2", result: "ok") == 1)
                #expect(try await scene.queue.count("state = 'succeeded'") == 2)
            }
        }

        @Test("an environment variable overrides the file, and a flag overrides both")
        func precedence() async throws {
            try await Scene.play { scene in
                let environment = ["SPWORKER_DATABASE": "sqlite:fromenv.db"]
                #expect(try await scene.workplace.run("migrate", "up", environment: environment).code == 0)
                let flag = try await scene.workplace.run(
                    "migrate", "up", "--database", "sqlite:fromflag.db", environment: environment)
                #expect(flag.code == 0)
                let names = try scene.files()
                #expect(names.contains("fromenv.db") && names.contains("fromflag.db"))
                #expect(!names.contains("spworker.db"))
            }
        }
    }
}
