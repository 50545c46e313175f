import Foundation
import Testing

extension WorkerJourneys {
    @Suite("Several workers on PostgreSQL", .enabled(if: QueueServer.isExpected))
    struct SeveralWorkersTests {
        private static let operation = "sellers.getMarketplaceParticipations"

        private static func jobs(_ count: Int, sellers: Int) -> String {
            (0..<count).map { #"{"operation": "\#(operation)", "seller": "seller\#($0 % sellers + 1)"}"# }
                .joined(separator: "\n")
        }

        /// What `workers list --json` prints.
        private struct Workers: Decodable {
            struct Worker: Decodable {
                let id: String
                let state: String
            }
            let workers: [Worker]
        }

        @Test("share the jobs and the tokens: each call is made once, and one exchange does for a seller")
        func sharing() async throws {
            var world = SceneWorld(sellers: 4)
            world.tokenKey = SceneWorld.tokenKey()
            world.latency = "20ms"
            try await QueueServer.play(world) { scene, queue in
                try scene.workplace.write("jobs.ndjson", Self.jobs(200, sellers: 4))
                let enqueued = try await scene.run("enqueue", "--file", "jobs.ndjson")
                #expect(enqueued.code == 0, "\(enqueued.errors)")
                let workers = [try await scene.startWorker(), try await scene.startWorker()]
                let listed = try await scene.run("workers", "list", "--json").json(Workers.self)
                #expect(listed.workers.filter { $0.state == "running" }.count == 2)
                try await eventually("all jobs are done") { try await queue.count("state = 'succeeded'") == 200 }
                let rows = "INSERT INTO inbox (seller, operation) SELECT 'seller1', '\(Self.operation)'"
                try await queue.execute("\(rows) FROM generate_series(1, 20)")
                try await eventually("rows of the inbox too") { try await queue.count("state = 'succeeded'") == 220 }
                for worker in workers { #expect(try await scene.stop(worker).code == 0) }
                let ledger = try await scene.ledger()
                #expect(ledger.calls.map(\.count).reduce(0, +) == 220)
                #expect(ledger.throttles.count == 0)
                #expect(ledger.complaints.count == 0)
                for exchange in ledger.exchanges { #expect(exchange.count == 1, "\(exchange)") }
            }
        }

        @Test("do the jobs of one that was killed, when its lease has passed")
        func killedWorker() async throws {
            var world = SceneWorld(sellers: 2)
            world.settings = ["worker: {lease: 5s, concurrency: 4}"]
            world.latency = "500ms"
            try await QueueServer.play(world) { scene, queue in
                try scene.workplace.write("jobs.ndjson", Self.jobs(60, sellers: 2))
                #expect(try await scene.run("enqueue", "--file", "jobs.ndjson").code == 0)
                let victim = try await scene.startWorker()
                let other = try await scene.startWorker()
                try await eventually("both work") {
                    try await queue.execute("SELECT count(DISTINCT worker) FROM job_running") == "2"
                }
                victim.send(SIGKILL)
                try await eventually("all jobs are done") { try await queue.count("state = 'succeeded'") == 60 }
                #expect(try await scene.stop(other).code == 0)
                #expect(try await queue.count("state <> 'succeeded'") == 0)
            }
        }
    }
}
