import Testing

extension WorkerJourneys {
    @Suite("Queries and what becomes of them")
    struct QueryEndTests {
        /// A query, what befalls it, and what its job must say then.
        private struct Case {
            enum End {
                /// So many documents lie one behind the other in the output; the job tells of so many pages.
                case joined(documents: Int, pages: Int?)
                /// There is no data, and no file.
                case empty
                /// The job fails with this kind, and says all of this; no file has its name.
                case failed(String, saying: [String])
            }

            let name: String
            /// How the query of each page goes, in flow style without braces; the last holds for all that follow.
            var scripts: [String]
            /// Faults of the storage, in flow style without what they match.
            var faults: [String] = []
            let end: End
            /// How many queries are made, a page each, and how often an address is asked for.
            var queries: Int
            var addresses: Int
        }

        /// More than a window of the network, so that what comes before a break is worth keeping.
        private static let large = "rowsPerPage: 20000"
        private static let reason = "A field of the query is odd."

        private static let cases = [
            Case(
                name: "one page", scripts: ["pages: 1"], end: .joined(documents: 1, pages: nil), queries: 1,
                addresses: 1),
            Case(
                name: "four pages", scripts: ["pages: 4"], end: .joined(documents: 4, pages: 4), queries: 4,
                addresses: 4),
            Case(
                name: "pages that are not compressed", scripts: ["pages: 2, compression: none"],
                end: .joined(documents: 2, pages: 2), queries: 2, addresses: 2),
            Case(
                name: "a last page without a document", scripts: ["pages: 2", "outcome: empty"],
                end: .joined(documents: 1, pages: 1), queries: 2, addresses: 1),
            Case(
                name: "refused addresses", scripts: ["pages: 2"], faults: ["kind: lapse, times: 2"],
                end: .joined(documents: 2, pages: 2), queries: 2, addresses: 4),
            Case(
                name: "an address that lapses on the way", scripts: ["pages: 2, \(large)"],
                faults: ["kind: truncate, bytes: 200KB, times: 1", "kind: lapse, times: 1"],
                end: .joined(documents: 2, pages: 2), queries: 2, addresses: 3),
            Case(
                name: "pages that break off", scripts: ["pages: 2, compression: none, \(large)"],
                faults: ["kind: reset, bytes: 200KB, times: 2"], end: .joined(documents: 2, pages: 2), queries: 2,
                addresses: 2),
            Case(name: "no data", scripts: ["outcome: empty"], end: .empty, queries: 1, addresses: 0),
            Case(
                name: "cancelled", scripts: ["outcome: cancelled"], end: .failed("queryCancelled", saying: []),
                queries: 1, addresses: 0),
            Case(
                name: "fatal", scripts: ["outcome: fatal, explanation: \"\(reason)\""],
                end: .failed("queryFatal", saying: [reason]), queries: 1, addresses: 1),
            Case(
                name: "fatal at the second page",
                scripts: ["pages: 2", "outcome: fatal, explanation: \"\(reason)\""],
                end: .failed("queryFatal", saying: ["page 2", reason]), queries: 2, addresses: 2),
        ]

        /// A seller for each case: scripts and faults are told by the seller.
        private static var world: SceneWorld {
            var world = SceneWorld(sellers: cases.count)
            for (one, seller) in zip(cases, world.sellers.map(\.id)) {
                for (number, script) in one.scripts.enumerated() {
                    let times = number + 1 < one.scripts.count ? ", times: 1" : ""
                    world.queries.append("{seller: \(seller), queued: 1s, processing: 2s, \(script)\(times)}")
                }
                world.faults += one.faults.map { "{match: {operation: documents.get, seller: \(seller)}, \($0)}" }
            }
            world.settings = ["reports: {poll: {first: 5s, max: 10s}}", "worker: {lease: 30m}"]
            world.clock = SceneWorld.clock(20)
            return world
        }

        @Test(
            "is one file with all pages, a word of there being no data, or Amazon's reason; each page is asked for once"
        )
        func ends() async throws {
            try await Scene.play(Self.world) { scene in
                let lines = scene.world.sellers.map { seller in
                    #"{"kind": "query", "seller": "\#(seller.id)", "body": "\#(Scene.queryText)", "#
                        + #""output": "{seller}.ndjson"}"#
                }
                #expect(try await scene.enqueueLines(lines) == nil)
                let drained = try await scene.drain(["--log-level", "trace", "--log-format", "json"])
                #expect(drained.code == 0)
                let ledger = try await scene.ledger()
                #expect(ledger.complaints.count == 0 && ledger.throttles.count == 0)
                #expect(ledger.creations(Scene.createQuery).allSatisfy { $0.each.count == 1 })
                #expect(ledger.created.count == Self.cases.map(\.queries).reduce(0, +))

                let jobs = try await scene.processingJobs("query")
                try #require(jobs.count == Self.cases.count)
                var files: Set<String> = []
                for (one, job) in zip(Self.cases, jobs) {
                    try await expect(one, job, ledger, in: scene)
                    if case .joined = one.end, let seller = job.seller { files.insert("\(seller).ndjson") }
                }
                // What is left of an answer whose later page failed is hidden.
                #expect(try scene.outputs().filter { !$0.hasPrefix(".") } == files)
                try scene.expectNoAddress(inMoreThan: Self.cases.count)
            }
        }

        private func expect(
            _ one: Case, _ job: ProcessingJob, _ ledger: SandboxLedger, in scene: Scene
        ) async throws {
            let seller = try #require(job.seller)
            let queries = ledger.calls(Scene.createQuery, of: seller, status: 202)
            #expect(queries == one.queries, "\(one.name): \(queries) queries")
            let addresses = ledger.calls(Scene.getDocument, of: seller, status: 200)
            #expect(addresses == one.addresses, "\(one.name): \(addresses) addresses")
            switch one.end {
            case .joined(let documents, let pages):
                #expect(job.state == "succeeded" && job.result?.pages == pages, "\(one.name): \(job)")
                guard job.state == "succeeded" else { return }
                try await scene.expectPages(documents, of: job, in: "\(seller).ndjson")
            case .empty:
                #expect(job.state == "succeeded" && job.steps == ["created", "done"], "\(one.name): \(job)")
                #expect(job.result?.bytes == 0 && job.result?.path == nil, "\(one.name): \(job)")
            case .failed(let kind, let words):
                #expect(job.state == "failed" && job.error?.kind == kind && job.result == nil, "\(one.name): \(job)")
                let message = job.error?.message ?? ""
                for text in words { #expect(message.contains(text), "\(one.name): \(message)") }
            }
        }
    }
}
