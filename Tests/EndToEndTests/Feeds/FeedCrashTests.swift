import Foundation
import Testing

extension WorkerJourneys {
    @Suite("Feeds and being killed")
    struct FeedCrashTests {
        /// An instant at which the worker dies.
        struct Death: Sendable, CustomTestStringConvertible {
            let point: String
            /// How the job tells that the feed is there.
            var word = "created"
            /// So many places for the content are asked for: one that no feed was made of does no harm.
            var places = 1
            /// Whether Amazon takes no message of the feed.
            var isRefused = false

            var testDescription: String { point + (isRefused ? ", of a feed that is refused" : "") }
        }

        /// In the order of a feed's life: a place is asked for, the feed, how far it is, and its document's address.
        static let deaths = [
            Death(point: "answered", places: 2),
            Death(point: "contentUploaded", places: 2),
            Death(point: "doubtBegun"),
            Death(point: "answered:2", word: "joined"),
            Death(point: "processingBegun"),
            Death(point: "answered:3"),
            Death(point: "processingEnded"),
            Death(point: "answered:4"),
            Death(point: "documentFound"),
            Death(point: "documentFetched"),
            Death(point: "outputSealed"),
            Death(point: "outputNamed"),
            Death(point: "outputSealed", isRefused: true),
            Death(point: "outputNamed", isRefused: true),
        ]

        private static func world(_ outcome: String = "done", scale: Int) -> SceneWorld {
            var world = SceneWorld()
            world.feeds = ["{queued: 100ms, processing: 100ms, outcome: \(outcome)}"]
            world.settings = ["reports: {poll: {first: 2s, max: 5s}}", "worker: {lease: 30m}"]
            world.clock = SceneWorld.clock(scale)
            return world
        }

        @Test(
            "at any step leave one feed at Amazon, its results in one file, and a job that knows both",
            arguments: deaths)
        func step(death: Death) async throws {
            // A call in doubt is looked up half a minute and a minute and a half after it was made. What it has made is known
            // by its time, which a slow machine in a fast time could tell wrongly.
            let world = Self.world(death.isRefused ? "onlyErrors" : "done", scale: death.word == "joined" ? 20 : 60)
            try await Scene.play(world) { scene in
                try scene.workplace.write("listings.json", listings(["GOOD-1", "BAD-2", "WARN-3"]))
                let enqueued = try await scene.workplace.start(
                    ["enqueue", "feed", "JSON_LISTINGS_FEED", "listings.json", "--output", "results.json"]
                        + scene.world.clock
                ).end()
                #expect(enqueued.code == 0, "\(enqueued.errors)")
                try await scene.drainTwice(dyingAt: death.point)

                let job = try await scene.processingJob(1)
                #expect(job.runs > 1, "\(job)")
                #expect(
                    job.steps == [
                        "documentCreated", "uploaded", death.word, "done", "document", "downloaded", "stored",
                    ])
                let ledger = try await scene.ledger()
                let feeds = ledger.creations(Scene.createFeed).flatMap(\.each)
                #expect(feeds.count == 1 && ledger.created.count == 1)
                #expect(try await scene.sha256(of: "listings.json") == feeds.first?.contentSHA256)
                #expect(ledger.successes(of: Scene.createFeed) == 1)
                #expect(ledger.successes(of: Scene.createFeedDocument) == death.places)
                #expect(ledger.complaints.count == 0 && ledger.throttles.count == 0)

                let document = try await scene.document(try #require(job.document))
                #expect(try await scene.sha256(of: "output/results.json") == document.text.sha256)
                #expect(try scene.outputs() == ["results.json"])
                if death.isRefused {
                    #expect(job.state == "failed" && job.error?.kind == "feedErrors" && job.result == nil, "\(job)")
                    #expect(job.error?.message.contains("results.json") == true, "\(job)")
                } else {
                    #expect(job.state == "succeeded" && job.result?.path == "results.json", "\(job)")
                    #expect(job.result?.sha256 == document.text.sha256 && job.result?.bytes == document.text.bytes)
                }
            }
        }

        @Test("again and again while a feed and a query are waited for costs no second one of either")
        func waiting() async throws {
            // Slow enough that neither is done before the worker has died four times.
            var world = Self.world(scale: 20)
            world.feeds = ["{queued: 20s, processing: 80s}"]
            world.queries = world.feeds
            world.settings[0] = "reports: {poll: {first: 1s, max: 2s}}"
            try await Scene.play(world) { scene in
                #expect(
                    try await scene.enqueueLines([
                        #"{"kind": "feed", "operation": "JSON_LISTINGS_FEED", "body": \#(listings(["GOOD-1"]))}"#,
                        #"{"kind": "query", "body": "\#(Scene.queryText)"}"#,
                    ]) == nil)
                // The first run asks for three things and looks twice, the others look five times.
                for _ in 0..<4 {
                    let killed = try await scene.drain(environment: ["SPWORKER_CRASH_AT": "answered:5"])
                    #expect(killed.code == 128 + SIGKILL, "\(killed.errors)")
                }
                let drained = try await scene.drain()
                #expect(drained.code == 0, "\(drained.errors)")
                for id in 1...2 {
                    let job = try await scene.processingJob(id)
                    let document = try await scene.document(try #require(job.document))
                    #expect(job.state == "succeeded" && job.result?.sha256 == document.text.sha256, "\(job)")
                }
                let ledger = try await scene.ledger()
                for operation in [Scene.createFeed, Scene.createQuery] {
                    #expect(ledger.creations(operation).map(\.each.count) == [1], "\(operation)")
                    #expect(ledger.successes(of: operation) == 1, "\(operation)")
                }
                #expect(ledger.complaints.count == 0 && ledger.throttles.count == 0)
            }
        }
    }
}
