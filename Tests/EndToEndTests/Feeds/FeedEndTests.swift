import Foundation
import Testing

extension WorkerJourneys {
    @Suite("Feeds and what becomes of them")
    struct FeedEndTests {
        /// A feed, what befalls it, and what its job must say then.
        private struct Case {
            enum End {
                /// Something was taken; what the results say in figures.
                case taken(processed: Int, errors: Int, warnings: Int)
                /// The job fails with this kind, and says all of this.
                case failed(String, saying: [String])
            }

            let name: String
            var type = "JSON_LISTINGS_FEED"
            var content = Data(listings(["GOOD-1", "BAD-2", "WARN-3"]).utf8)
            /// What Amazon is told of the content, where the type does not say it.
            var contentType: String?
            /// How the feed goes, in flow style without braces.
            var script = "outcome: done"
            /// Faults of the storage, in flow style without braces.
            var faults: [String] = []
            let end: End
            /// Whether there is a document with results.
            var hasResults = true
            /// How often a place for the content is asked for, and the address of the results.
            var places = 1
            var addresses = 1
        }

        private static let reason = "The feed could not be read: row 7 is odd."
        /// Found in what the sandbox says of each message that it refuses.
        private static let fault = "error 90220: 'item_name' is required but was not supplied."

        private static let orders = Data(
            """
            <?xml version="1.0" encoding="UTF-8"?>
            <AmazonEnvelope><MessageType>OrderFulfillment</MessageType>
            <Message><MessageID>1</MessageID><SKU>GOOD-1</SKU></Message>
            <Message><MessageID>2</MessageID><SKU>BAD-2</SKU></Message>
            </AmazonEnvelope>

            """.utf8)

        /// A table with a word in a charset of its own.
        private static func rows(_ word: [UInt8]) -> Data {
            Data("order-id\tship-method\tsku\n1\t".utf8) + word + Data("\tGOOD-1\n2\t".utf8) + word
                + Data("\tBAD-2\n".utf8)
        }

        private static let cases = [
            Case(name: "some errors in JSON", end: .taken(processed: 3, errors: 1, warnings: 1)),
            Case(
                name: "some errors in XML", type: "POST_ORDER_FULFILLMENT_DATA", content: orders,
                end: .taken(processed: 2, errors: 1, warnings: 0)),
            Case(
                name: "some errors in a table", type: "POST_FLAT_FILE_FULFILLMENT_DATA",
                content: rows(Array("Päckchen".utf8)),
                end: .taken(processed: 2, errors: 1, warnings: 0)),
            Case(
                name: "ISO-8859-1", type: "POST_FLAT_FILE_FULFILLMENT_DATA",
                content: rows([0x50, 0xE4, 0x63, 0x6B, 0x63, 0x68, 0x65, 0x6E]),
                contentType: "text/tab-separated-values; charset=ISO-8859-1",
                end: .taken(processed: 2, errors: 1, warnings: 0)),
            Case(
                name: "Shift_JIS", type: "POST_FLAT_FILE_FULFILLMENT_DATA",
                content: rows([0x82, 0xE4, 0x82, 0xA4, 0x83, 0x70, 0x83, 0x62, 0x83, 0x4E]),
                contentType: "text/tab-separated-values; charset=Shift_JIS",
                end: .taken(processed: 2, errors: 1, warnings: 0)),
            Case(
                name: "only errors", content: Data(listings(["BAD-1", "BAD-2"]).utf8),
                end: .failed("feedErrors", saying: ["message 1, \(fault)", "message 2, \(fault)"])),
            Case(
                name: "only errors in XML", type: "POST_ORDER_FULFILLMENT_DATA", content: orders,
                script: "outcome: onlyErrors",
                end: .failed("feedErrors", saying: ["message 1, \(fault)", "message 2, \(fault)"])),
            Case(
                name: "fatal, and Amazon says why", script: "outcome: fatal, explanation: \"\(reason)\"",
                end: .failed("feedFatal", saying: [reason])),
            Case(
                name: "fatal", script: "outcome: fatal",
                end: .failed("feedFatal", saying: ["may have been applied"]), hasResults: false),
            Case(
                name: "cancelled", script: "outcome: cancelled",
                end: .failed("feedCancelled", saying: ["nothing of it was applied"]), hasResults: false),
            Case(
                name: "refused addresses",
                faults: [
                    "match: {operation: documents.put}, kind: lapse, times: 2",
                    "match: {operation: documents.get}, kind: lapse, times: 2",
                ],
                end: .taken(processed: 3, errors: 1, warnings: 1), places: 3, addresses: 3),
            Case(
                name: "unavailable storage", faults: ["match: {operation: documents.put}, kind: 503, times: 1"],
                end: .taken(processed: 3, errors: 1, warnings: 1), places: 2),
        ]

        /// A seller for each case: scripts and faults are told by the seller.
        private static var world: SceneWorld {
            var world = SceneWorld(sellers: cases.count)
            for (one, seller) in zip(cases, world.sellers.map(\.id)) {
                world.feeds.append("{seller: \(seller), queued: 1s, processing: 2s, \(one.script)}")
                world.faults += one.faults.map {
                    "{\($0.replacing("match: {", with: "match: {seller: \(seller), "))}"
                }
            }
            world.settings = ["reports: {poll: {first: 5s, max: 10s}}", "worker: {lease: 30m}"]
            world.clock = SceneWorld.clock(20)
            return world
        }

        @Test("is told in figures, or in the words of the first errors, and each is sent once, letter by letter")
        func ends() async throws {
            try await Scene.play(Self.world) { scene in
                var lines: [String] = []
                for (one, seller) in zip(Self.cases, scene.world.sellers.map(\.id)) {
                    let place = scene.workplace.folder.appending(path: "\(seller).feed")
                    try one.content.write(to: place)
                    let type = one.contentType.map { #", "contentType": "\#($0)""# } ?? ""
                    lines.append(
                        #"{"kind": "feed", "seller": "\#(seller)", "operation": "\#(one.type)", "#
                            + #""options": {"file": "\#(place.path)"\#(type)}, "output": "{seller}.out"}"#)
                }
                #expect(try await scene.enqueueLines(lines) == nil)
                let drained = try await scene.drain(["--log-level", "trace", "--log-format", "json"])
                #expect(drained.code == 0)
                let ledger = try await scene.ledger()
                #expect(ledger.complaints.count == 0 && ledger.throttles.count == 0)
                #expect(ledger.created.count == Self.cases.count)

                let jobs = try await scene.processingJobs("feed")
                try #require(jobs.count == Self.cases.count)
                for (one, job) in zip(Self.cases, jobs) { try await expect(one, job, ledger, in: scene) }
                let withResults = zip(Self.cases, scene.world.sellers).filter(\.0.hasResults)
                #expect(try scene.outputs() == Set(withResults.map { "\($0.1.id).out" }))
                try scene.expectNoAddress(inMoreThan: Self.cases.count)
            }
        }

        private func expect(
            _ one: Case, _ job: ProcessingJob, _ ledger: SandboxLedger, in scene: Scene
        ) async throws {
            let seller = try #require(job.seller)
            let sent = ledger.creations(Scene.createFeed, of: seller).flatMap(\.each)
            #expect(sent.count == 1, "\(one.name)")
            #expect(try await scene.sha256(of: "\(seller).feed") == sent.first?.contentSHA256, "\(one.name)")
            let places = ledger.calls(Scene.createFeedDocument, of: seller, status: 201)
            #expect(places == one.places, "\(one.name): \(places) places")
            let addresses = ledger.calls(Scene.getFeedDocument, of: seller, status: 200)
            #expect(addresses == (one.hasResults ? one.addresses : 0), "\(one.name): \(addresses) addresses")
            if one.hasResults {
                #expect(job.steps.suffix(3) == ["document", "downloaded", "stored"], "\(one.name): \(job.steps)")
                let document = try await scene.document(try #require(job.document))
                let hash = try await scene.sha256(of: "output/\(seller).out")
                #expect(hash == document.text.sha256, "\(one.name)")
            }
            switch one.end {
            case .taken(let processed, let errors, let warnings):
                #expect(job.state == "succeeded" && job.result?.path == "\(seller).out", "\(one.name): \(job)")
                let progress = try #require(job.progress)
                #expect(progress.processed == processed && progress.accepted == processed - errors, "\(one.name)")
                #expect(progress.errors == errors && progress.warnings == warnings, "\(one.name): \(progress)")
                #expect(progress.firstErrors?.count == errors, "\(one.name): \(progress)")
            case .failed(let kind, let words):
                #expect(job.state == "failed" && job.error?.kind == kind && job.result == nil, "\(one.name): \(job)")
                let message = job.error?.message ?? ""
                for text in words + (one.hasResults ? ["\(seller).out"] : []) {
                    #expect(message.contains(text), "\(one.name): \(message)")
                }
            }
        }
    }
}
