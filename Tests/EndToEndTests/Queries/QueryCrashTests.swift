import Testing

extension WorkerJourneys {
    @Suite("Queries and being killed")
    struct QueryCrashTests {
        /// An instant at which the worker dies.
        struct Death: Sendable, CustomTestStringConvertible {
            let point: String
            /// How many pages the answer has.
            var pages = 3
            /// The page of which the job does not know that it has been asked for, from 0.
            var joined: Int?

            var testDescription: String { "\(point) of \(pages)" }
        }

        /// In the order of a query's life: each page is asked for, looked at once, and its address is asked for.
        static let deaths = [
            Death(point: "doubtBegun"),
            Death(point: "answered", joined: 0),
            Death(point: "processingBegun"),
            Death(point: "answered:2"),
            Death(point: "processingEnded"),
            Death(point: "answered:3"),
            Death(point: "documentFound"),
            Death(point: "documentFetched", pages: 1),
            Death(point: "pageAppended"),
            Death(point: "pageCounted"),
            Death(point: "doubtBegun:2"),
            Death(point: "answered:4", joined: 1),
            Death(point: "pageAppended:2"),
            Death(point: "pageCounted:2"),
            Death(point: "pageAppended:3"),
            Death(point: "outputSealed"),
            Death(point: "outputNamed"),
        ]

        private static func world(_ death: Death) -> SceneWorld {
            var world = SceneWorld()
            world.queries = ["{queued: 100ms, processing: 100ms, pages: \(death.pages)}"]
            world.settings = ["reports: {poll: {first: 2s, max: 5s}}", "worker: {lease: 30m}"]
            // A call in doubt is looked up half a minute and a minute and a half after it was made. What it has made is known
            // by its time, which a slow machine in a fast time could tell wrongly.
            world.clock = SceneWorld.clock(death.joined == nil ? 60 : 20)
            return world
        }

        @Test("at any step leave one query for each page, and one file that holds every page once", arguments: deaths)
        func step(death: Death) async throws {
            try await Scene.play(Self.world(death)) { scene in
                try scene.workplace.write("sales.graphql", Scene.queryText)
                let enqueued = try await scene.workplace.start(
                    ["enqueue", "query", "sales.graphql", "--output", "sales.ndjson"] + scene.world.clock
                ).end()
                #expect(enqueued.code == 0, "\(enqueued.errors)")
                try await scene.drainTwice(dyingAt: death.point)

                let job = try await scene.processingJob(1)
                #expect(job.state == "succeeded" && job.runs > 1, "\(job)")
                let steps = (0..<death.pages).flatMap {
                    [$0 == death.joined ? "joined" : "created", "done", "document", "downloaded"]
                }
                #expect(job.steps == steps + ["stored"])
                let ledger = try await scene.ledger()
                #expect(
                    ledger.creations(Scene.createQuery).map(\.each.count) == Array(repeating: 1, count: death.pages))
                #expect(ledger.created.count == death.pages)
                #expect(ledger.successes(of: Scene.createQuery) == death.pages)
                #expect(ledger.complaints.count == 0 && ledger.throttles.count == 0)

                try await scene.expectPages(death.pages, of: job, in: "sales.ndjson")
                #expect(job.result?.pages == (death.pages > 1 ? death.pages : nil))
                #expect(try scene.outputs() == ["sales.ndjson"])
            }
        }
    }
}
