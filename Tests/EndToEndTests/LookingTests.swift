import Foundation
import Testing

extension CommandJourneys {
    @Suite("Looking and steering")
    struct LookingTests {
        private struct Listed: Decodable {
            struct Job: Decodable {
                let id: Int
                let seller: String
                let state: String
                let label: String?
                let attempt: Int
            }
            let jobs: [Job]
        }

        private struct Explained: Decodable {
            struct Reason: Decodable {
                let code: String
                let sentence: String
                let cure: String?
            }
            let ready: Bool
            let reasons: [Reason]
        }

        private struct Sellers: Decodable {
            struct Seller: Decodable {
                let seller: String
                let state: String
                let waiting: Int
                let parked: Int
            }
            let sellers: [Seller]
        }

        private struct Status: Decodable {
            let healthy: Bool
            let faults: [String]
        }

        @Test("every look tells of a revoked seller: jobs, explanation, sellers, events and status")
        func revokedSeller() async throws {
            var world = SceneWorld(sellers: 2)
            world.sellers[1].isRevoked = true
            try await Scene.play(world) { scene in
                #expect(try await scene.run("migrate", "up").code == 0)
                try await scene.queue.insert(sellers: ["seller1", "seller2"], each: 2)
                let worker = try await scene.startWorker()
                try await scene.waitForJobs(2, "state = 'succeeded'")
                try await scene.waitForJobs(2, "label = 'parked'")
                try await scene.waitForSeller("seller2", "revoked")

                let listed = try await scene.run("jobs", "list", "--label", "parked", "--json").json(Listed.self)
                #expect(listed.jobs.map(\.seller) == ["seller2", "seller2"])
                #expect(listed.jobs.allSatisfy { $0.state == "waiting" && $0.attempt == 0 })
                let id = try #require(listed.jobs.first).id
                let explained = try await scene.run("jobs", "explain", "\(id)", "--json").json(Explained.self)
                #expect(!explained.ready)
                #expect(explained.reasons.contains { $0.sentence.contains("seller2") || $0.code.contains("evoked") })
                #expect(explained.reasons.contains { $0.cure != nil })

                let sellers = try await scene.run("sellers", "list", "--json").json(Sellers.self).sellers
                #expect(sellers.map(\.seller) == ["seller1", "seller2"])
                #expect(sellers.map(\.state) == ["active", "revoked"])
                #expect(sellers.map(\.parked) == [0, 2])
                let events = try await scene.run("events").output
                for words in ["suspected", "revoked", "seller2"] { #expect(events.contains(words)) }
                let story = try await scene.run("sellers", "show", "seller2").output
                for words in [
                    "First failure", "Tried next", "2 waiting", "the waiting ones are parked", "What happened:",
                    "Refused for the first time", "taken for revoked", "authorize the application main again",
                ] { #expect(story.contains(words), "\(words) in: \(story)") }
                let status = try await scene.run("status", "--json")
                #expect(status.code == 0)
                #expect(try status.json(Status.self).healthy)
                #expect(status.output.contains("seller2"))

                #expect(try await scene.stop(worker).code == 0)
                // Parked jobs wait, and nobody is there who could run them.
                let alone = try await scene.run("status", "--json")
                #expect(alone.code == 1)
                #expect(try alone.json(Status.self).faults.contains { $0.contains("worker") })
            }
        }

        @Test("a paused seller's jobs stay, also of a drain, until the seller is resumed")
        func pause() async throws {
            try await Scene.play(SceneWorld(sellers: 2)) { scene in
                for seller in ["seller1", "seller2"] {
                    _ = try await scene.run(
                        "enqueue", "request", "sellers.getMarketplaceParticipations", "--seller", seller)
                }
                #expect(try await scene.run("sellers", "pause", "seller2", "--reason", "stock count").code == 0)
                let drained = try await scene.run("run", "--drain")
                #expect(drained.code == 0)
                #expect(drained.output.contains("1 paused"))
                #expect(try await scene.queue.count("seller = 'seller1' AND state = 'succeeded'") == 1)
                #expect(try await scene.run("jobs", "explain", "2").output.contains("stock count"))

                // A worker that runs notices what another process resumes.
                let worker = try await scene.startWorker()
                #expect(try await scene.run("sellers", "resume", "seller2").code == 0)
                try await scene.waitForJobs(2, "state = 'succeeded'")
                #expect(try await scene.stop(worker).code == 0)
            }
        }

        @Test("a failed job tells why, 'wait' ends with 1, and 'retry' gives it another life")
        func retry() async throws {
            var world = SceneWorld()
            world.faults = ["{match: {operation: sellers.getMarketplaceParticipations}, kind: 400, times: 1}"]
            try await Scene.play(world) { scene in
                _ = try await scene.run("enqueue", "request", "sellers.getMarketplaceParticipations")
                let worker = try await scene.startWorker()
                try await scene.waitForJobs(1, "state = 'failed'")
                #expect(try await scene.queue.jobs()[0].errorMessage != nil)
                let waited = try await scene.run("jobs", "wait", "1")
                #expect(waited.code == 1)
                #expect(try await scene.run("jobs", "retry", "1").code == 0)
                try await scene.waitForJobs(1, "state = 'succeeded'")
                #expect(try await scene.run("jobs", "wait", "1").code == 0)
                #expect(try await scene.run("jobs", "show", "99").code != 0)
                #expect(try await scene.stop(worker).code == 0)
            }
        }

        @Test("'cancel' ends a job that waits at once and asks one that runs to stop")
        func cancel() async throws {
            struct Cancelled: Decodable {
                let cancelled: [Int]
                let requested: [Int]
            }
            var world = SceneWorld()
            world.latency = "60s"
            try await Scene.play(world) { scene in
                for delay in ["0s", "1h", "0s", "1h"] {
                    _ = try await scene.run(
                        "enqueue", "request", "sellers.getMarketplaceParticipations", "--delay", delay)
                }
                let worker = try await scene.startWorker()
                try await scene.waitForJobs(2, "state = 'running'")
                let waiting = try await scene.run("jobs", "cancel", "2")
                #expect(waiting.code == 0 && waiting.output.contains("Job 2 cancelled."))
                #expect(try await scene.queue.count("id = 2 AND state = 'cancelled'") == 1)
                let running = try await scene.run("jobs", "cancel", "1")
                #expect(running.code == 0, "\(running.errors)")
                #expect(running.output.contains("asked to stop") && !running.output.contains("cancelled"))
                let both = try await scene.run("jobs", "cancel", "3", "4", "--json")
                #expect(both.code == 0, "\(both.errors)")
                let answer = try both.json(Cancelled.self)
                #expect(answer.cancelled == [4] && answer.requested == [3])
                let events = try await scene.run("events")
                #expect(events.output.contains("jobsCancelled") && events.output.contains("2 jobs: "))
                try await scene.waitForJobs(4, "state = 'cancelled'")
                #expect(try await scene.stop(worker).code == 0)
            }
        }

        @Test("'prune' deletes jobs that have ended, and wants --yes where nobody can be asked")
        func prune() async throws {
            struct Pruned: Decodable { let deleted: Int }
            try await Scene.play { scene in
                for _ in 0..<3 {
                    _ = try await scene.run(
                        "enqueue", "request", "sellers.getMarketplaceParticipations", "--delay", "1h")
                }
                #expect(try await scene.run("jobs", "cancel", "1", "2").code == 0)
                let unasked = try await scene.run("jobs", "prune")
                #expect(unasked.code == 2 && unasked.errors.contains("--yes"))
                let young = try await scene.run("jobs", "prune", "--older-than", "1h", "--yes")
                #expect(young.code == 0 && young.output.contains("nothing was deleted"))
                let pruned = try await scene.run("jobs", "prune", "--yes", "--json")
                #expect(pruned.code == 0)
                #expect(try pruned.json(Pruned.self).deleted == 2)
                #expect(try await scene.queue.count("id > 0") == 1)
            }
        }

        @Test("every look prints JSON, and every list works on a queue that is empty")
        func emptyLooks() async throws {
            try await Scene.play { scene in
                #expect(try await scene.run("migrate", "up").code == 0)
                for command in [
                    ["jobs", "list"], ["sellers", "list"], ["applications", "list"], ["lanes", "list"],
                    ["inbox", "list"], ["workers", "list"], ["tokens", "list"], ["events"], ["status"],
                    ["operations", "list"],
                    ["operations", "show", "orders.getOrders"],
                ] {
                    let text = try await scene.workplace.start(command).end()
                    #expect(text.code == 0, "\(command): \(text.errors)")
                    #expect(!text.output.isEmpty)
                    let json = try await scene.workplace.start(command + ["--json"]).end()
                    #expect(json.code == 0, "\(command): \(json.errors)")
                    #expect(throws: Never.self, "\(command)") {
                        try JSONSerialization.jsonObject(with: Data(json.output.utf8))
                    }
                }
            }
        }
    }
}
