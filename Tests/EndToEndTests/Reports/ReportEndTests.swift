import Foundation
import Testing

extension WorkerJourneys {
    @Suite("Reports that come to nothing")
    struct ReportEndTests {
        private static let reason = "The report could not be made: the window is odd."

        private static var world: SceneWorld {
            var world = SceneWorld(sellers: 6)
            let pace = "queued: 1s, processing: 1s"
            world.reports = [
                "{seller: seller1, \(pace), outcome: cancelled}", "{seller: seller2, \(pace), outcome: cancelled}",
                "{seller: seller3, \(pace), outcome: fatal, explanation: \"\(reason)\"}",
                "{seller: seller4, \(pace), outcome: fatal, times: 1}", "{seller: seller4, \(pace)}",
                "{seller: seller5, \(pace), outcome: fatal}", "{seller: seller6, \(pace), minInterval: 30m}",
            ]
            // Half an hour passes in six seconds.
            world.clock = SceneWorld.clock(300)
            world.settings = [
                "reports: {poll: {first: 10s, max: 20s}}", "worker: {lease: 12h}", "http: {requestTimeout: 3s}",
            ]
            return world
        }

        private static func line(_ number: Int, _ type: String, _ options: String = "") -> String {
            #"{"kind": "report", "seller": "seller\#(number)", "operation": "\#(type)", "options": {\#(options)}}"#
        }

        @Test("say why, and what passes is asked for once more, half an hour later")
        func ends() async throws {
            try await Scene.play(Self.world) { scene in
                let listings = "GET_MERCHANT_LISTINGS_ALL_DATA"
                let inventory = "GET_FBA_MYI_ALL_INVENTORY_DATA"
                #expect(
                    try await scene.enqueueReports([
                        Self.line(1, listings), Self.line(2, listings, #""emptyFails": true"#),
                        Self.line(3, listings), Self.line(4, listings), Self.line(5, listings),
                        Self.line(6, inventory, #""from": "2025-01-01T00:00:00Z", "to": "2025-01-02T00:00:00Z""#),
                    ]) == nil)
                // Of the same type, while others are waited for: it comes too soon.
                let soon = try await scene.workplace.start(
                    [
                        "enqueue", "report", inventory, "--seller", "seller6", "--from", "2025-01-02", "--to",
                        "2025-01-03", "--delay", "5m",
                    ] + scene.world.clock
                ).end()
                #expect(soon.code == 0, "\(soon.errors)")
                let drained = try await scene.drain(["--log-format", "json"])
                #expect(drained.code == 0)
                let jobs = try await scene.reports()
                let ledger = try await scene.ledger()
                try #require(jobs.count == 7)
                #expect(ledger.complaints.count == 0 && ledger.throttles.count == 0)

                let (empty, unwanted, fatal) = (jobs[0], jobs[1], jobs[2])
                #expect(empty.state == "succeeded" && empty.result?.bytes == 0 && empty.result?.path == nil)
                #expect(empty.steps.last == "cancelled" && ledger.createdReports(of: "seller1").count == 1)
                #expect(unwanted.state == "failed" && unwanted.error?.kind == "noData", "\(unwanted)")

                #expect(fatal.state == "failed" && fatal.error?.kind == "reportFatal", "\(fatal)")
                #expect(fatal.error?.message.contains(Self.reason) == true)
                #expect(fatal.steps.count { $0 == "fatal" } == 2 && fatal.steps.count { $0 == "created" } == 2)
                let orders = try #require(ledger.createdReports(of: "seller3").first).each.map(\.at)
                #expect(orders.count == 2 && orders[1] - orders[0] >= 1800, "\(orders)")

                let (mended, silent) = (jobs[3], jobs[4])
                #expect(mended.state == "succeeded" && mended.steps.last == "stored", "\(mended)")
                #expect(ledger.createdReports(of: "seller4").first?.each.count == 2)
                #expect(silent.state == "failed" && silent.error?.message.contains("does not say why") == true)

                #expect(jobs[5...].allSatisfy { $0.state == "succeeded" && $0.result?.bytes != 0 }, "\(jobs[5...])")
                #expect(jobs[5...].flatMap(\.steps).count { $0 == "cancelled" } == 1, "asked for too soon once")
                let inventories = ledger.createdReports(of: "seller6").flatMap(\.each).map(\.at).sorted()
                #expect(inventories.count == 3 && inventories[2] - inventories[0] >= 1800, "\(inventories)")
                #expect(try scene.outputs().isEmpty, "small ones go with their jobs")
            }
        }
    }
}
