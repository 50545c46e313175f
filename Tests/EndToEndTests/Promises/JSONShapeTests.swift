import Foundation
import Testing

extension PromiseJourneys {
    @Suite("JSON")
    struct JSONShapeTests {
        private typealias Step = ShapeBook.Step

        private static let operation = "sellers.getMarketplaceParticipations"

        /// One seller works, one is revoked, one is refused.
        private static var world: SceneWorld {
            var world = SceneWorld(sellers: 3)
            world.sellers[0].sellerID = "A2EXAMPLE"
            world.sellers[1].isRevoked = true
            world.faults = ["{match: {seller: seller3, operation: \(operation)}, kind: 400}"]
            // Nobody listens there.
            world.settings = ["hooks: {onJobFailed: [{post: \"http://127.0.0.1:9/\"}]}"]
            return world
        }

        private static let definition = "name: participations\njob: {operation: \(operation)}\n"
        private static let line = #"{"operation": "notifications.getDestinations", "seller": "seller1"}"#

        /// Jobs come in. Their numbers are used below.
        private static let before = [
            Step("migrate status", code: 1), Step("migrate up", "--show-sql", variant: "sql"), Step("migrate up"),
            Step("migrate status"), Step("schedules list"), Step("schedules validate", code: 2),
            Step("schedules next", "0 2 * * *"),
            Step("schedules run", "participations", "--seller", "seller1"),  // job 1
            Step("enqueue request", operation, "--seller", "seller1", "--unique", "k"),  // job 2
            Step("enqueue request", operation, "--seller", "seller1", "--unique", "k"),
            Step(
                "enqueue request", "orders.getOrder@v0", "--seller", "seller1", "--param",
                "orderId=902-1845936-5435065", "--delay", "1h", "--deadline", "2099-01-01T00:00:00Z"),  // job 3
            Step("enqueue request", operation, "--seller", "seller2"),  // job 4
            Step("enqueue request", operation, "--seller", "seller3"),  // job 5
            Step(
                "enqueue request", "orders.searchOrders", "--seller", "seller1", "--all-pages", "--param",
                "lastUpdatedAfter=2020-01-01T00:00:00Z"),  // job 6
            Step("enqueue", "--file", "good.ndjson"),  // job 7
            Step("enqueue", "--file", "bad.ndjson", code: 2),
            Step(
                "enqueue request", operation, "--seller", "seller1", "--wait", "--wait-timeout", "50ms", code: 124,
                variant: "wait"),  // job 8
            Step("inbox list"), Step("status", code: 1), Step("run", "--drain"),
        ]

        /// People look around, and steer.
        private static let after = [
            Step("jobs list"), Step("jobs list", "--limit", "2"), Step("jobs show", "2"), Step("jobs show", "3"),
            Step("jobs show", "4"), Step("jobs show", "5"), Step("jobs show", "6"), Step("jobs explain", "3"),
            Step("jobs explain", "4"), Step("jobs explain", "5"), Step("jobs wait", "2"),
            Step("jobs wait", "2", "5", code: 1), Step("jobs retry", "5"), Step("jobs retry", "2", code: 1),
            Step("jobs cancel", "5"), Step("jobs cancel", "2", code: 1),
            Step("jobs prune", "--older-than", "1h", "--yes"), Step("sellers list"), Step("sellers show", "seller1"),
            Step("sellers show", "seller2"), Step("sellers check", "--all", code: 4),
            Step("doctor", "--all", code: 1),
            Step("sellers pause", "seller1"), Step("applications pause", "main"), Step("lanes pause", "1"),
            Step("applications list"), Step("applications show", "main"), Step("lanes list"), Step("sellers list"),
            Step("status", code: 1),
            Step("sellers resume", "seller1"), Step("applications resume", "main"), Step("lanes resume", "1"),
            Step("lanes reset", "1"), Step("events"), Step("hooks list"), Step("inbox list"),
            Step("inbox retry", "2"),
            Step("inbox retry", "99", code: 1), Step("inbox prune", "--older-than", "0s", "--yes"),
            Step("import", "accounts.yml", "--into", "imported"),
            Step("import", "appsettings.json", "--into", "imported", "--seller", "other", "--dry-run"),
            Step("backup", "copy.db"), Step("copy", "--to", "sqlite:moved.db"), Step("operations list"),
            Step("operations show", "orders.searchOrders"),
            Step("operations show", "orders.getOrders@v0"), Step("operations show", "notifications.getDestinations"),
            Step("operations show", "productPricing.getItemOffersBatch"), Step("tokens key"),
            Step("status", code: 1),
            Step("bench queue", "--jobs", "500", "--lanes", "10", "--rounds", "1", "--directory", "."),
            Step("bench calls", "--jobs", "100", "--sellers", "5", "--rounds", "1", "--directory", "."),
            Step("bench tokens", "--jobs", "20", "--sellers", "4", "--rounds", "1", "--directory", "."),
            Step("bench latency", "--jobs", "5", "--rounds", "1", "--directory", "."),
            Step("bench document", "--size", "1MiB", "--rounds", "1", "--directory", "."),
            Step("bench depth", "--jobs", "400", "--rounds", "1", "--claims", "2", "--directory", "."),
            Step("bench fairness", "--sellers", "30", "--jobs", "30", "--seconds", "5", "--directory", "."),
            Step("bench memory", "--jobs", "1000", "--calls", "10", "--seconds", "1", "--directory", "."),
            Step(
                "bench dashboard", "--jobs", "10000", "--sellers", "20", "--rounds", "1", "--asks", "1", "--directory",
                "."),
            Step("bench start", "--jobs", "400", "--starts", "1", "--rounds", "1", "--directory", "."),
        ]

        private static let besideWorker = [
            Step("workers list"), Step("status"), Step("workers reload"), Step("sellers probe", "seller1"),
            Step("sellers probe", "seller2", code: 4), Step("tokens warm", "--seller", "seller1"),
            Step("tokens list"), Step("tokens forget", "--all"),
            Step("enqueue request", operation, "--seller", "seller1", "--wait", variant: "wait"),
            Step("schedules pause", "participations"), Step("schedules resume", "participations"),
            Step("schedules cursor", "participations"),
            Step("enqueue report", "GET_MERCHANT_LISTINGS_ALL_DATA", "--seller", "seller1"),
            Step("enqueue feed", "JSON_LISTINGS_FEED", "feed.json", "--seller", "seller1"),
            Step(
                "enqueue feed", "JSON_LISTINGS_FEED", "messages.ndjson", "--messages", "--seller", "seller1",
                variant: "messages"),
            Step("enqueue query", "query.graphql", "--seller", "seller1"),
            Step("workers drain", "--wait", "--wait-timeout", "1m"),
        ]

        private static let feed =
            #"{"header": {"sellerId": "A2EXAMPLE", "version": "2.0", "issueLocale": "de_DE"}, "messages": "#
            + #"[{"messageId": 1, "sku": "A", "operationType": "DELETE"}]}"#
        private static let messages = #"{"sku": "A", "operationType": "DELETE"}"# + "\n"
        private static let accounts =
            "acme: {lwa_app_id: planted-id, lwa_client_secret: planted-secret, refresh_token: planted-token}\n"
        private static let settings =
            #"{"FikaAmazonAPI": {"ClientId": "planted-id", "ClientSecret": "planted-secret", "RefreshToken": "planted", "#
            + #""MarketPlaceID": "A1PA6795UKMFR9", "SellerId": "A2EXAMPLE"}}"#

        @Test("the JSON of every command keeps its members and their types")
        func shapes() async throws {
            var book = ShapeBook()
            var all: [CommandTree.Command] = []
            try await Scene.play(Self.world) { scene in
                all = try await CommandTree.all(in: scene.workplace)
                try scene.workplace.write("jobs/good.yaml", Self.definition)
                try scene.workplace.write("jobs/bad.yaml", "name: bad\n")
                try scene.workplace.write("accounts.yml", Self.accounts)
                try scene.workplace.write("appsettings.json", Self.settings)
                try scene.workplace.write("good.ndjson", Self.line)
                try scene.workplace.write("bad.ndjson", Self.line + "\nnonsense\n")
                try scene.workplace.write("feed.json", Self.feed)
                try scene.workplace.write("messages.ndjson", Self.messages)
                try scene.workplace.write("query.graphql", "query { inventory { sku } }\n")
                for step in Self.before {
                    if step.command == "inbox list" { try await Self.fillInbox(scene) }
                    try await book.take(step, in: scene)
                }
                for step in Self.after { try await book.take(step, in: scene) }
                let worker = try await scene.startWorker()
                for step in Self.besideWorker {
                    if step.command == "tokens list" {
                        // The worker tells of its tokens once a second.
                        try await eventually("the worker tells of a token") {
                            try await scene.run("tokens", "list", "--json").output.contains("seller1")
                        }
                    }
                    try await book.take(step, in: scene)
                }
                #expect(try await worker.end().code == 0)
                try await Self.readStreams(scene, &book)
            }
            try book.expectGolden()
            // The demo's JSON is looked at where the demo is tested; all benches together take minutes.
            let due = Set(all.filter(\.hasJSON).map(\.name)).subtracting(["demo", "bench-all"])
            #expect(book.commands == due, "not looked at: \(due.symmetricDifference(book.commands).sorted())")
        }

        private static func fillInbox(_ scene: Scene) async throws {
            try await scene.queue.execute(
                """
                INSERT INTO inbox (seller, operation) VALUES ('seller1', '\(operation)');
                INSERT INTO inbox
                    (kind, seller, region, operation, params, body, options, run_at, priority, unique_key, max_attempts,
                        deadline, output)
                VALUES ('request', 'nobody', 'EU', '\(operation)', '{}', '{}', '{}', '2020-01-01T00:00:00Z', 3, 'u', 4,
                    '2099-01-01T00:00:00Z', 'out/{job}.json')
                """)
        }

        /// What goes on until it is stopped: one JSON value a line.
        private static func readStreams(_ scene: Scene, _ book: inout ShapeBook) async throws {
            let streams = [
                (Step("events", variant: "follow"), "\"at\""), (Step("sandbox"), "\"control\""),
                (Step("dashboard", "--listen", "127.0.0.1:0"), "\"needsLogin\""),
            ]
            for (step, sign) in streams {
                let more = step.variant.map { ["--\($0)"] } ?? []
                let program = try scene.workplace.start([step.command] + more + step.arguments + ["--json"])
                let line = try await program.line(holding: sign)
                book.add(try JSONDecoder().decode(JSONTree.self, from: Data(line.utf8)), step)
                program.send(SIGKILL)
                _ = try await program.end()
            }
        }
    }
}
