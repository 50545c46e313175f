import Foundation
import Testing

extension WorkerJourneys {
    /// Days pass in seconds: the worker and the sandbox share one fast clock.
    @Suite("Schedules")
    struct ScheduleTests {
        /// So many simulated seconds pass in one.
        private static let scale = 3600

        private static let definitions = [
            "orders": """
            name: orders
            every: 1m
            job:
              operation: orders.searchOrders
              params: {lastUpdatedAfter: "{cursor}", lastUpdatedBefore: "{now-2m}", marketplaceIds: "{marketplaces}"}
              output: "orders/{job}.json"
            cursor: {field: lastUpdatedBefore, start: "{now-1h}"}
            """,
            "daily": """
            name: daily
            schedule: "30 2 * * *"
            timezone: marketplace
            missed: {all: 30}
            overlap: queue
            job: {operation: sellers.getMarketplaceParticipations}
            """,
            "hand": """
            name: hand
            job: {operation: sellers.getMarketplaceParticipations}
            """,
        ]

        /// A row as `schedules list --seller ID --json` tells it.
        struct Row: Decodable {
            let definition: String
            let seller: String
            let nextFireAt: String?
            let lastFireAt: String?
            let cursor: String?
            let paused: String?
        }

        private struct Rows: Decodable { let schedules: [Row] }
        private struct Cursors: Decodable { let cursors: [Row] }

        /// How often an instant of a definition was fired, as the database tells it.
        private struct Fired: Decodable {
            let definition: String
            let scheduledAt: Int
            let jobs: Int
        }

        private static func row(_ scene: Scene, _ definition: String) async throws -> Row? {
            let end = try await scene.workplace.start(
                ["schedules", "list", "--seller", "acme", "--json"] + scene.world.clock
            ).end()
            return try end.json(Rows.self).schedules.first { $0.definition == definition }
        }

        private static func run(_ scene: Scene, _ arguments: String...) async throws -> Program.Ended {
            try await scene.workplace.start(arguments + scene.world.clock).end()
        }

        private static func startWorker(_ scene: Scene) async throws -> Program {
            let worker = try scene.workplace.start(["run", "--log-format", "json"] + scene.world.clock)
            _ = try await worker.line(holding: "The worker starts.")
            return worker
        }

        private static func fires(_ scene: Scene) async throws -> [Fired] {
            try await scene.queue.rows(
                """
                SELECT s.definition, j.scheduled_at, count(*) AS jobs FROM job j JOIN schedule s ON s.id = j.schedule_id
                GROUP BY s.id, j.scheduled_at ORDER BY j.scheduled_at
                """)
        }

        private static func waitForDays(_ count: Int, _ scene: Scene) async throws {
            try await eventually("\(count) days have passed", looks: 6000) {
                try await fires(scene).filter { $0.definition == "daily" }.count >= count
            }
        }

        private static func world() -> SceneWorld {
            var world = SceneWorld()
            world.clock = SceneWorld.clock(scale)
            // Hours are seconds here: tokens and leases must outlive what the machine takes to renew them.
            world.tokenLifetime = "168h"
            world.settings = ["worker: {lease: 12h, drain: 6h}"]
            return world
        }

        private static func write(_ scene: Scene) throws {
            for (name, text) in definitions { try scene.workplace.write("jobs/\(name).yaml", text + "\n") }
        }

        @Test("fire each instant once, over days in which the worker is killed, and the cursor goes on")
        func killed() async throws {
            try await Scene.play(Self.world()) { scene in
                try Self.write(scene)
                var worker = try await Self.startWorker(scene)
                try await Self.waitForDays(1, scene)
                let before = try await eventually("the cursor is set") { try await Self.row(scene, "orders")?.cursor }
                worker.send(SIGKILL)
                #expect(try await worker.end().code == 128 + SIGKILL)
                worker = try await Self.startWorker(scene)
                try await Self.waitForDays(3, scene)
                try await eventually("the cursor goes on") {
                    try await Self.row(scene, "orders")?.cursor.map { $0 > before } ?? false
                }
                #expect(try await scene.stop(worker).code == 0)

                let fires = try await Self.fires(scene)
                #expect(fires.allSatisfy { $0.jobs == 1 })
                #expect(fires.contains { $0.definition == "orders" } && !fires.contains { $0.definition == "hand" })
                let days = fires.filter { $0.definition == "daily" }.map(\.scheduledAt)
                // A day may have 23 or 25 hours, where the clocks are changed.
                let hour = 3_600_000_000
                let gaps = zip(days, days.dropFirst()).map { $1 - $0 }
                #expect(gaps.allSatisfy { (23 * hour...25 * hour).contains($0) }, "a day is missing: \(gaps)")
            }
        }

        @Test("are paused, resumed, run by hand and set back by commands, while the worker works")
        func commands() async throws {
            try await Scene.play(Self.world()) { scene in
                try Self.write(scene)
                let worker = try await Self.startWorker(scene)
                try await eventually("the cursor is set") { try await Self.row(scene, "orders")?.cursor != nil }

                #expect(try await Self.run(scene, "schedules", "pause", "orders").code == 0)
                #expect(try await Self.row(scene, "orders")?.paused != nil)
                let ran = try await Self.run(scene, "schedules", "run", "hand", "--seller", "acme", "--json")
                #expect(ran.code == 0, "\(ran.errors)")
                try await eventually("the job by hand has run") {
                    try await Self.fires(scene).contains { $0.definition == "hand" && $0.jobs == 1 }
                }
                // What was running when it was paused ends first.
                try await eventually("all jobs have ended") {
                    try await scene.queue.count("state IN ('waiting', 'running')") == 0
                }
                let set = try await Self.run(
                    scene, "schedules", "cursor", "orders", "--seller", "acme", "--set", "2026-01-01T00:00:00Z",
                    "--json")
                #expect(try set.json(Cursors.self).cursors.map(\.cursor) == ["2026-01-01T00:00:00.000Z"])
                #expect(try await Self.row(scene, "orders")?.cursor == "2026-01-01T00:00:00.000Z")

                #expect(try await Self.run(scene, "schedules", "resume", "orders").code == 0)
                try await eventually("the cursor goes on") {
                    try await Self.row(scene, "orders")?.cursor.map { $0 > "2026-01-02" } ?? false
                }
                #expect(try await Self.row(scene, "orders")?.paused == nil)
                #expect(try await scene.stop(worker).code == 0)
            }
        }

        @Test("are read again when a file changes, and a broken file stops none but itself")
        func edited() async throws {
            try await Scene.play(Self.world()) { scene in
                try Self.write(scene)
                let worker = try await Self.startWorker(scene)
                try await eventually("the row is planned") { try await Self.row(scene, "daily")?.nextFireAt != nil }
                try scene.workplace.write("jobs/broken.yaml", "name: broken\nevery: never\njob: {operation: odd}\n")
                _ = try await worker.line(holding: "A definition cannot be used.")
                #expect(worker.errors.contains("broken.yaml:2") || worker.output.contains("broken.yaml:2"))

                try scene.workplace.write("jobs/hand.yaml", (Self.definitions["hand"] ?? "") + "\nevery: 2m\n")
                try await eventually("the edited definition fires") {
                    try await Self.fires(scene).contains { $0.definition == "hand" }
                }
                try scene.remove("jobs/orders.yaml")
                try await eventually("the removed definition is gone") { try await Self.row(scene, "orders") == nil }
                #expect(try await Self.row(scene, "daily") != nil)
                #expect(try await scene.stop(worker).code == 0)
            }
        }
    }
}
