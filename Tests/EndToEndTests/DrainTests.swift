import Testing

extension WorkerJourneys {
    @Suite("Draining")
    struct DrainTests {
        static func world() -> SceneWorld {
            var world = SceneWorld(sellers: 2)
            world.sellers[1].isRevoked = true
            world.faults = [
                // One job needs a second attempt, one is throttled by surprise.
                "{match: {seller: seller1, operation: sellers.getMarketplaceParticipations}, kind: 503, times: 1}",
                "{match: {seller: seller1, operation: sellers.getMarketplaceParticipations}, kind: 429, times: 1}",
            ]
            return world
        }

        @Test("'run --drain' finishes what can be finished, leaves parked and scheduled jobs, and says so")
        func leaves() async throws {
            try await Scene.play(Self.world()) { scene in
                #expect(try await scene.run("migrate", "up").code == 0)
                for seller in ["seller1", "seller1", "seller1", "seller2", "seller2"] {
                    let end = try await scene.run(
                        "enqueue", "request", "sellers.getMarketplaceParticipations", "--seller", seller)
                    #expect(end.code == 0, "\(end.errors)")
                }
                let later = try await scene.run(
                    "enqueue", "request", "sellers.getMarketplaceParticipations", "--seller", "seller1", "--delay", "1h"
                )
                #expect(later.code == 0)
                let end = try await scene.run("run", "--drain", "--json")
                #expect(end.code == 0, "\(end.errors)")
                let report = try end.json(DrainReport.self)
                #expect(report.left == ["parked": 2, "scheduled": 1])
                #expect(report.jobs["succeeded"] == 3)
                #expect(report.jobs["waiting"] == 3)

                let again = try await scene.run("run", "--drain")
                #expect(again.code == 0)
                #expect(again.output.contains("2 parked") && again.output.contains("1 scheduled"))
                // Each drain tells what it has done itself.
                #expect(again.output.contains("Drained: no jobs"))
                #expect(try await scene.queue.count("seller = 'seller2' AND attempt = 0 AND label = 'parked'") == 2)
            }
        }

        @Test("'run --drain' with nothing to do says so and ends")
        func nothing() async throws {
            try await Scene.play { scene in
                let end = try await scene.run("run", "--drain")
                #expect(end.code == 0)
                #expect(end.output.contains("no jobs"))
            }
        }

        /// What `run --drain --json` prints.
        struct DrainReport: Decodable {
            let jobs: [String: Int]
            let left: [String: Int]
        }
    }
}
