import Foundation
import Testing

extension WorkerJourneys {
    @Suite("A file of listing messages")
    struct FeedMessagesTests {
        private static var world: SceneWorld {
            var world = SceneWorld(sellers: 1)
            world.sellers[0].sellerID = "A2EXAMPLE"
            // A place for content lapses after five minutes: five seconds.
            world.clock = SceneWorld.clock(60)
            world.settings = ["reports: {poll: {first: 10s, max: 20s}}", "worker: {lease: 12h}"]
            return world
        }

        private static func message(_ sku: String, bytes: Int = 1) -> String {
            #"{"sku": "\#(sku)", "operationType": "PATCH", "note": "\#(String(repeating: "x", count: bytes))"}"# + "\n"
        }

        private struct Shown: Decodable {
            struct Progress: Decodable {
                let processed: Int
                let errors: Int
            }

            let progress: Progress
        }

        @Test("becomes as many feeds as Amazon's advice asks for; one that was changed meanwhile is not sent")
        func feeds() async throws {
            try await Scene.play(Self.world) { scene in
                func enqueue(_ file: String) async throws -> Program.Ended {
                    try await scene.workplace.start(
                        ["enqueue", "feed", "JSON_LISTINGS_FEED", file, "--messages"] + scene.world.clock
                    ).end()
                }
                let large = (1...11).map { Self.message($0 == 3 ? "BAD-3" : "S-\($0)", bytes: 1 << 20) }
                try scene.workplace.write("large.ndjson", large.joined())
                try scene.workplace.write("small.ndjson", Self.message("A"))
                try scene.workplace.write("bad.ndjson", Self.message("A") + "{}\n")

                let bad = try await enqueue("bad.ndjson")
                #expect(bad.code == 2 && bad.errors.contains("Line 2: a message needs 'sku'"), "\(bad.errors)")
                let end = try await enqueue("large.ndjson")
                #expect(end.code == 0, "\(end.errors)")
                #expect(end.output == "11 messages in 2 feeds for seller1/EU: 2 jobs (ids 1-2).\n")
                #expect(end.errors.contains("one feed of a type every 20 minutes, and these are 2"))
                #expect(try await enqueue("small.ndjson").output == "1 message in 1 feed for seller1/EU: job 3.\n")
                try scene.workplace.write("small.ndjson", Self.message("B"))

                #expect(try await scene.drain().code == 0)
                #expect(try await scene.queue.jobs().map(\.state) == ["succeeded", "succeeded", "failed"])
                for (id, processed, errors) in [(1, 9, 1), (2, 2, 0)] {
                    let shown = try await scene.run("jobs", "show", String(id), "--json").json(Shown.self)
                    #expect(shown.progress.processed == processed && shown.progress.errors == errors)
                }
                #expect(try await scene.run("jobs", "show", "3", "--json").output.contains("has changed"))
                #expect(try await scene.ledger().complaints.count == 0)
            }
        }
    }
}
