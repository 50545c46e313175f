import Foundation
import Testing

extension CommandJourneys {
    @Suite("Job definitions")
    struct DefinitionTests {
        private struct Ran: Decodable {
            struct Job: Decodable {
                let seller: String
                let region: String
                let id: Int
            }
            let jobs: [Job]
        }

        /// A job as `jobs show --json` tells it.
        private struct Shown: Decodable {
            struct Parameters: Decodable {
                let lastUpdatedAfter: String
                let lastUpdatedBefore: String
                let marketplaceIds: [String]
            }
            struct Result: Decodable {
                let path: String?
                let pages: Int?
            }
            let params: Parameters
            let result: Result?
        }

        private struct Order: Decodable {
            let orderId: String
        }

        @Test("'schedules run orders-sync' writes every order of its window, each on a line of its seller's file")
        func ordersSync() async throws {
            var world = SceneWorld(sellers: 2)
            // The first window is a week, of which 47 a day are three pages and a bit.
            world.orders = 1400
            world.sellers[1].region = "NA"
            world.sellers[1].country = "US"
            try await Scene.play(world) { scene in
                #expect(try await scene.run("init").code == 0)
                let ran = try await scene.run("schedules", "run", "orders-sync", "--json")
                #expect(ran.code == 0, "\(ran.errors)")
                let jobs = try ran.json(Ran.self).jobs
                #expect(jobs.map(\.seller) == ["seller1", "seller2"] && jobs.map(\.region) == ["EU", "NA"])
                #expect(try await scene.run("run", "--drain").code == 0)
                #expect(try await scene.queue.count("state = 'succeeded'") == 2)

                for (job, seller) in zip(jobs, world.sellers) {
                    let shown = try await scene.run("jobs", "show", "\(job.id)", "--json").json(Shown.self)
                    let path = try #require(shown.result?.path)
                    #expect(path.hasPrefix("orders/\(seller.id)-\(seller.region)/"))
                    let text = try String(
                        contentsOf: scene.workplace.folder.appending(path: "output/\(path)"), encoding: .utf8)
                    #expect(text.hasSuffix("\n"))
                    let written = try text.split(separator: "\n").map {
                        try JSONDecoder().decode(Order.self, from: Data($0.utf8)).orderId
                    }
                    let due = try await AmazonReader(scene, seller: seller).orderIDs(
                        after: shown.params.lastUpdatedAfter, before: shown.params.lastUpdatedBefore,
                        marketplaces: shown.params.marketplaceIds)
                    #expect(due.count > 200)
                    #expect(written == due)
                    #expect((shown.result?.pages ?? 0) >= 3)
                }
                #expect(try await scene.ledger().complaints.count == 0)
            }
        }

        @Test("'schedules validate' tells every problem of every file at once, and 'run' those of one that is missing")
        func problems() async throws {
            try await Scene.play { scene in
                #expect(try await scene.run("schedules").output.contains("spworker init"))
                #expect(try await scene.run("init").code == 0)
                try scene.workplace.write(
                    "jobs/broken.yaml",
                    """
                    name: broken
                    schedule: "61 * * * *"
                    job:
                      operation: orders.searchOrder
                      params: {marketplaceIds: {marketplaces}, lastUpdatedAfter: "{yesterday}"}
                    """)
                try scene.workplace.write("jobs/other.yaml", "name: other\n")
                let end = try await scene.run("schedules", "validate")
                #expect(end.code == 2)
                #expect(end.output == "8 of 10 definitions can be used.\n")
                for words in [
                    "5 problems in the definitions:", "broken.yaml:2: schedule", "broken.yaml:4: job.operation",
                    "orders.searchOrders", "quote it: \"{marketplaces}\"", "'{yesterday}' is not a template",
                    "other.yaml:1: job: this is missing",
                ] {
                    #expect(end.errors.contains(words), "\(words) in: \(end.errors)")
                }
                #expect(try await scene.run("schedules", "list").errors.contains("2 files cannot be used"))
                let missing = try await scene.run("schedules", "run", "broken")
                #expect(missing.code == 2)
                #expect(missing.errors.contains("no definition 'broken'") && missing.errors.contains("broken.yaml:2"))
                let near = try await scene.run("schedules", "run", "order-sync")
                #expect(near.errors.contains("Did you mean orders-sync?"))
            }
        }

        @Test("'schedules validate' mentions a definition that selects no seller, which can be used all the same")
        func idle() async throws {
            try await Scene.play { scene in
                try scene.workplace.write(
                    "jobs/nobody.yaml",
                    """
                    name: nobody
                    sellers: {tags: [gold]}
                    job:
                      operation: sellers.getMarketplaceParticipations
                    """)
                let end = try await scene.run("schedules", "validate")
                #expect(end.code == 0 && end.output == "1 of 1 definitions can be used.\n")
                #expect(end.errors.contains("nobody.yaml:1: ") && end.errors.contains("selects no seller"))
                let json = try await scene.run("schedules", "validate", "--json")
                #expect(json.code == 0 && json.output.contains("selects no seller"))
            }
        }

        @Test("commands refuse cursors of no use, a pause of nobody, and by hand what needs an {item}")
        func refusals() async throws {
            try await Scene.play { scene in
                #expect(try await scene.run("init").code == 0)
                for name in ["orders-sync", "listings-report"] {
                    #expect(try await scene.run("schedules", "run", name).code == 0)
                }
                let past = "2026-01-01T00:00:00Z"
                let future = try await scene.run(
                    "schedules", "cursor", "orders-sync", "--seller", "acme", "--set", "2200-01-01T00:00:00Z")
                #expect(future.code == 2 && future.errors.contains("lies in the future"))
                let useless = try await scene.run(
                    "schedules", "cursor", "listings-report", "--seller", "acme", "--set", past)
                #expect(useless.code == 2 && useless.errors.contains("has no cursor"))
                let looked = try await scene.run("schedules", "cursor", "listings-report")
                #expect(looked.code == 0 && looked.errors.contains("listings-report has no cursor"))
                let set = try await scene.run(
                    "schedules", "cursor", "orders-sync", "--seller", "acme", "--set", past)
                #expect(set.code == 0, "\(set.errors)")

                let nobody = try await scene.run("schedules", "pause", "orders-sync", "--seller", "nobody")
                #expect(nobody.code == 2 && nobody.errors.contains("nothing is known of 'orders-sync' for nobody"))
                #expect(try await scene.run("schedules", "pause", "orders-sync", "--region", "FE").code == 2)
                let pause = ["orders-sync paused (1 seller).\n", "orders-sync was paused already.\n"]
                for words in pause { #expect(try await scene.run("schedules", "pause", "orders-sync").output == words) }
                // No worker has planned this one yet; the pause holds for the sellers that it will have.
                #expect(try await scene.run("schedules", "pause", "fba-inventory").code == 0)

                let item = try await scene.run("schedules", "run", "order-details")
                #expect(item.code == 2 && item.errors.contains("spworker schedules run shipped-orders"))
            }
        }
    }
}
