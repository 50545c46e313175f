import Foundation
import Testing

extension WorkerJourneys {
    @Suite("Restricted data")
    struct RestrictedDataTests {
        private static let orders = [
            "orders.getOrders@v0", "--param", "CreatedAfter=2025-01-01T00:00:00Z", "--all-pages",
        ]

        private static func output(_ scene: Scene, _ path: String) throws -> String {
            let place = scene.workplace.folder.appending(path: "output/" + path)
            return try String(contentsOf: place, encoding: .utf8)
        }

        @Test("a listing holds the personal data that was asked for, and all its pages need one token")
        func orders() async throws {
            var world = SceneWorld()
            world.orders = 250
            try await Scene.play(world) { scene in
                #expect(try await scene.run("migrate", "up").code == 0)
                let worker = try await scene.startWorker()
                func list(_ output: String, _ more: String...) async throws -> Program.Ended {
                    let arguments = ["enqueue", "request"] + Self.orders + ["--output", output, "--wait"] + more
                    return try await scene.workplace.start(arguments).end()
                }
                let plain = try await list("plain.ndjson")
                #expect(plain.code == 0, "\(plain.errors)")
                #expect(!plain.errors.contains("restricted"), "\(plain.errors)")
                let personal = try await list("personal.ndjson", "--data-elements", "buyerInfo, shippingAddress")
                #expect(personal.code == 0, "\(personal.errors)")
                #expect(try !Self.output(scene, "plain.ndjson").contains("BuyerEmail"))
                let lines = try Self.output(scene, "personal.ndjson").split(separator: "\n")
                #expect(lines.count == 250)
                #expect(lines.allSatisfy { $0.contains("BuyerEmail") && $0.contains("ShippingAddress") })
                #expect(lines.allSatisfy { !$0.contains("BuyerTaxInfo") })
                let ledger = try await scene.ledger()
                #expect(ledger.restrictedTokens.count == 1)
                #expect(ledger.complaints.count == 0 && ledger.throttles.count == 0)
                #expect(try await scene.stop(worker).code == 0)
            }
        }

        @Test("many jobs of several restricted operations finish with a token each, within the plan of tokens")
        func mixed() async throws {
            var world = SceneWorld(sellers: 3)
            world.plans = #"{"*": {scale: 200}, tokens.createRestrictedDataToken: {rate: 2, burst: 2}}"#
            try await Scene.play(world) { scene in
                let calls = [
                    #""merchantFulfillment.getShipment","params":{"shipmentId":"1"}"#,
                    #""merchantFulfillment.getShipment","params":{"shipmentId":"2"}"#,
                    #""merchantFulfillment.createShipment","body":{}"#,
                    #""orders.getOrderAddress@v0","params":{"orderId":"1"}"#,
                    #""reports.getReportDocument","params":{"reportDocumentId":"a.1"}"#,
                ]
                let lines = world.sellers.flatMap { seller in
                    calls.map { #"{"seller":"\#(seller.id)","operation":\#($0)}"# }
                }
                try scene.workplace.write("jobs.ndjson", lines.joined(separator: "\n"))
                let enqueued = try await scene.run("enqueue", "--file", "jobs.ndjson")
                #expect(enqueued.code == 0, "\(enqueued.errors)")
                let end = try await scene.run("run", "--drain")
                #expect(end.code == 0, "\(end.errors)")
                #expect(try await scene.queue.count("state = 'succeeded'") == 15)
                let ledger = try await scene.ledger()
                #expect(ledger.restrictedTokens.count == 12)
                #expect(ledger.complaints.count == 0 && ledger.throttles.count == 0)
            }
        }

        @Test("a missing role fails the job with the role's name, and hurts nothing else")
        func missingRole() async throws {
            var world = SceneWorld()
            world.sellers[0].deniedDataElements = ["shippingAddress"]
            try await Scene.play(world) { scene in
                #expect(try await scene.run("migrate", "up").code == 0)
                let worker = try await scene.startWorker()
                let arguments = ["enqueue", "request"] + Self.orders + ["--wait", "--data-elements"]
                let end = try await scene.workplace.start(arguments + ["shippingAddress"]).end()
                #expect(end.code == 1)
                let job = try #require(try await scene.queue.jobs("error_kind = 'missingRole'").first)
                let shown = try await scene.run("jobs", "show", String(job.id))
                #expect(
                    shown.output.contains("shippingAddress") && shown.output.contains("Direct-to-Consumer Delivery"))
                let other = try await scene.workplace.start(arguments + ["buyerInfo"]).end()
                #expect(other.code == 0, "\(other.errors)")
                #expect(try await scene.ledger().complaints.count == 0)
                #expect(try await scene.stop(worker).code == 0)
            }
        }

        @Test("data elements are refused where they make no sense")
        func refused() async throws {
            try await Scene.play { scene in
                let end = try await scene.run(
                    "enqueue", "request", "orders.getOrderItems", "--param", "orderId=1", "--data-elements", "address")
                #expect(end.code == 2)
                #expect(end.errors.contains("no data element 'address'"), "\(end.errors)")
                let other = try await scene.run(
                    "enqueue", "request", "sellers.getMarketplaceParticipations", "--data-elements", "buyerInfo")
                #expect(other.code == 2)
                #expect(other.errors.contains("knows no 'dataElements'"), "\(other.errors)")
            }
        }
    }
}
