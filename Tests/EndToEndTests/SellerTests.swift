import Foundation
import Testing

extension WorkerJourneys {
    @Suite("Sellers and applications")
    struct SellerTests {
        @Test("one revoked seller of ten keeps nobody up, is confirmed by a second refusal, and goes on with a new one")
        func revoked() async throws {
            var world = SceneWorld(sellers: 10)
            world.sellers[3].isRevoked = true
            // Tight enough to matter: fifty jobs a seller take some seconds.
            world.plans = "{sellers.getMarketplaceParticipations: {rate: 20, burst: 5}}"
            try await Scene.play(world) { scene in
                #expect(try await scene.run("migrate", "up").code == 0)
                try await scene.queue.insert(sellers: world.sellers.map(\.id), each: 50)
                let worker = try await scene.startWorker()
                try await scene.waitForJobs(450, "state = 'succeeded'")
                try await scene.waitForJobs(50, "state = 'waiting'")
                let parked = try await scene.queue.jobs("state = 'waiting'")
                #expect(parked.allSatisfy { $0.seller == "seller4" && $0.label == "parked" && $0.attempt == 0 })
                try await scene.waitForSeller("seller4", "revoked")
                #expect(try await scene.queue.count("label = 'parked' AND attempt = 0") == 50)
                let ledger = try await scene.ledger()
                // One for the jobs of each, and one or two of a seller who bears witness.
                let others = world.sellers.filter { !$0.isRevoked }.map { ledger.exchanges(of: $0.id) }
                #expect(others.allSatisfy { $0 >= 1 } && (10...11).contains(others.reduce(0, +)), "\(others)")
                #expect(ledger.exchanges(result: "ok") == others.reduce(0, +))
                // A job that was claimed before the first refusal may have asked too.
                #expect((2...3).contains(ledger.exchanges(of: "seller4")))
                #expect(ledger.throttles.count == 0)

                let token = "Atzr|planted-renewed"
                try await scene.steer(
                    "restore", #"{"seller": "seller4", "refreshToken": "Atzr|planted-renewed"}"#)
                try scene.writeToken(token, of: "seller4")
                try await scene.waitForJobs(500, "state = 'succeeded'")
                #expect(try await scene.queue.count("attempt > 0") == 0)
                let after = try await scene.ledger()
                #expect(after.exchanges(of: "seller4", result: "ok") == 1)
                #expect(after.calls(status: 200) == 500)
                #expect(after.throttles.count == 0)
                #expect(after.complaints.count == 0)
                #expect(try await scene.stop(worker).code == 0)
            }
        }

        @Test("a seller who is revoked in the middle is parked with no attempt spent, and the others go on")
        func revokedInTheMiddle() async throws {
            var world = SceneWorld(sellers: 3)
            world.latency = "20ms"
            try await Scene.play(world) { scene in
                #expect(try await scene.run("migrate", "up").code == 0)
                try await scene.queue.insert(sellers: world.sellers.map(\.id), each: 100)
                let worker = try await scene.startWorker("--concurrency", "6")
                try await eventually("some are done") { try await scene.queue.count("state = 'succeeded'") > 30 }
                try await scene.steer("revoke", #"{"seller": "seller2"}"#)
                try await scene.waitForJobs(200, "seller <> 'seller2' AND state = 'succeeded'")
                try await eventually("the rest is parked") {
                    try await scene.queue.count("seller = 'seller2' AND state = 'waiting' AND label = 'parked'")
                        == scene.queue.count("seller = 'seller2' AND state <> 'succeeded'")
                }
                #expect(try await scene.queue.count("attempt > 0") == 0)
                #expect(try await scene.queue.count("state = 'waiting'") > 0)
                #expect(try await scene.stop(worker).code == 0)
            }
        }

        @Test("a wrong client secret stops the application, not its sellers, and the corrected file starts it again")
        func wrongClientSecret() async throws {
            let world = SceneWorld(sellers: 3)
            try await Scene.play(world) { scene in
                try scene.writeApplication(secret: "planted wrong secret")
                #expect(try await scene.run("migrate", "up").code == 0)
                try await scene.queue.insert(sellers: world.sellers.map(\.id), each: 4)
                let worker = try await scene.startWorker()
                try await scene.waitForJobs(12, "state = 'waiting' AND label = 'blocked'")
                #expect(try await scene.queue.count("attempt > 0") == 0)
                // Every seller's first job may have asked before the first refusal came.
                #expect(try await scene.ledger().exchanges(result: "invalid_client") <= 3)
                #expect(worker.errors.contains("invalid_client") || worker.errors.contains("invalidClient"))

                try scene.writeApplication(secret: world.clientSecret)
                try await scene.waitForJobs(12, "state = 'succeeded'")
                #expect(try await scene.queue.count("attempt > 0") == 0)
                #expect(try await scene.stop(worker).code == 0)
            }
        }

        @Test("a secret file that is missing parks its seller, and the others go on; the file starts it")
        func missingSecret() async throws {
            let world = SceneWorld(sellers: 2)
            try await Scene.play(world) { scene in
                try scene.remove("secrets/seller2.json")
                #expect(try await scene.run("migrate", "up").code == 0)
                try await scene.queue.insert(sellers: ["seller1", "seller2"], each: 3)
                let worker = try await scene.startWorker()
                try await scene.waitForJobs(3, "seller = 'seller1' AND state = 'succeeded'")
                try await scene.waitForJobs(3, "seller = 'seller2' AND label = 'parked' AND attempt = 0")
                try scene.writeToken(world.sellers[1].refreshToken, of: "seller2")
                try await scene.waitForJobs(6, "state = 'succeeded'")
                #expect(try await scene.stop(worker).code == 0)
            }
        }

        @Test("SIGHUP makes a seller of the changed configuration usable, and a broken one changes nothing")
        func reload() async throws {
            let world = SceneWorld(sellers: 2)
            try await Scene.play(world) { scene in
                var first = world
                first.sellers.removeLast()
                try scene.writeConfiguration(first)
                let worker = try await scene.startWorker()
                try await scene.queue.insert(sellers: ["seller2"], each: 1)
                try await eventually("the unknown seller is rejected") {
                    try await scene.queue.inbox().map(\.status) == ["rejected"]
                }

                try scene.workplace.write("spworker.yaml", "database: sqlite:spworker.db\nselers: []\n")
                worker.send(SIGHUP)
                let refusal = try await worker.line(holding: "could not be read again")
                #expect(refusal.contains("selers"))
                try await scene.queue.insert(sellers: ["seller1"], each: 1)
                try await scene.waitForJobs(1, "seller = 'seller1' AND state = 'succeeded'")

                try scene.writeConfiguration(world)
                worker.send(SIGHUP)
                _ = try await worker.line(holding: "were read again")
                try await scene.queue.insert(sellers: ["seller2"], each: 1)
                try await scene.waitForJobs(1, "seller = 'seller2' AND state = 'succeeded'")
                #expect(try await scene.stop(worker).code == 0)
            }
        }
    }
}
