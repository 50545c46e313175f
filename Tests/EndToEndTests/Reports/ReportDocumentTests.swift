import Foundation
import Testing

extension WorkerJourneys {
    @Suite("Documents of reports")
    struct ReportDocumentTests {
        /// A report, what befalls its document, and what must lie in the output directory then.
        private struct Case {
            enum Content {
                /// The text in UTF-8.
                case text
                /// The bytes as they are.
                case raw
                /// A line for each row.
                case lines
            }

            let name: String
            var type = "GET_MERCHANT_LISTINGS_ALL_DATA"
            /// What the document is like, in flow style without braces.
            var document = "rows: 300"
            /// Options of the job, as members of a JSON object.
            var options = ""
            var content = Content.text
            /// Faults of the storage, in flow style without what they match.
            var faults: [String] = []
            /// Where the seller is.
            var place = ("EU", "DE")
            /// How often an address is asked for.
            var addresses = 1...1
        }

        /// More than a window of the network, so that what comes before a break is worth keeping.
        private static let large = "rows: 30000"

        private static let cases = [
            Case(name: "compressed UTF-8", document: "rows: 300, charset: UTF-8"),
            Case(name: "plain UTF-8", document: "rows: 300, charset: UTF-8, compression: none"),
            Case(name: "compressed ISO-8859-1", document: "rows: 300, charset: ISO-8859-1"),
            Case(name: "plain ISO-8859-1", document: "rows: 300, charset: ISO-8859-1, compression: none"),
            Case(name: "compressed windows-1252", document: "rows: 300, charset: windows-1252"),
            Case(name: "plain windows-1252", document: "rows: 300, charset: windows-1252, compression: none"),
            Case(name: "compressed Shift_JIS", document: "rows: 300, charset: Shift_JIS"),
            Case(name: "plain Shift_JIS", document: "rows: 300, charset: Shift_JIS, compression: none"),
            Case(name: "Windows-31J", document: "rows: 300, charset: Windows-31J"),
            Case(name: "Japan", place: ("FE", "JP")),
            Case(
                name: "bytes as they are", document: "rows: 300, charset: windows-1252",
                options: #""encoding": "raw""#, content: .raw),
            Case(name: "CSV", type: "GET_DATE_RANGE_FINANCIAL_HOLDS_DATA"),
            Case(name: "JSON", type: "GET_V2_SELLER_PERFORMANCE_REPORT"),
            Case(name: "XML", type: "GET_V1_SELLER_PERFORMANCE_REPORT", content: .raw),
            Case(
                name: "tab to NDJSON", document: "rows: 300, charset: ISO-8859-1", options: #""convert": "ndjson""#,
                content: .lines),
            Case(name: "no rows", document: "rows: 0"),
            Case(name: "large", document: large),
            Case(
                name: "refused addresses", faults: ["kind: lapse, times: 2"], addresses: 3...3),
            Case(
                name: "an address that lapses on the way", document: large,
                faults: ["kind: truncate, bytes: 200KB, times: 1", "kind: lapse, times: 1"], addresses: 2...3),
            Case(
                name: "truncated", document: large, faults: ["kind: truncate, bytes: 200KB, times: 2"],
                addresses: 1...1),
            Case(
                name: "truncated and not compressed", document: large + ", compression: none",
                faults: ["kind: truncate, bytes: 200KB, times: 2"], addresses: 1...1),
            Case(name: "reset", document: large, faults: ["kind: reset, bytes: 200KB, times: 2"], addresses: 1...1),
            Case(name: "reset at once", faults: ["kind: reset, times: 1"], addresses: 1...1),
            Case(
                name: "corrupt", document: large, faults: ["kind: corrupt, times: 1"],
                addresses: 2...2),
            Case(name: "unavailable storage", faults: ["kind: 503, times: 1"], addresses: 2...2),
        ]

        /// A seller for each case: scripts and faults are told by the seller.
        private static var world: SceneWorld {
            var world = SceneWorld(sellers: cases.count)
            for (index, one) in cases.enumerated() {
                let seller = world.sellers[index].id
                (world.sellers[index].region, world.sellers[index].country) = one.place
                world.reports.append(
                    "{seller: \(seller), queued: 1s, processing: 2s, document: {\(one.document)}}")
                world.faults += one.faults.map { "{match: {operation: documents.get, seller: \(seller)}, \($0)}" }
            }
            world.settings = ["reports: {poll: {first: 5s, max: 10s}}", "worker: {lease: 30m}"]
            world.clock = SceneWorld.clock(20)
            return world
        }

        @Test(
            "of every form, and whatever befalls them on their way, end as the files they are, and no address is told")
        func everyForm() async throws {
            try await Scene.play(Self.world) { scene in
                let lines = zip(Self.cases, scene.world.sellers).map { one, seller in
                    #"{"kind": "report", "seller": "\#(seller.id)", "operation": "\#(one.type)", "#
                        + #""options": {\#(one.options)}, "output": "{seller}.out"}"#
                }
                #expect(try await scene.enqueueReports(lines) == nil)
                let drained = try await scene.drain(["--log-level", "trace", "--log-format", "json"])
                #expect(drained.code == 0)
                let ledger = try await scene.ledger()
                #expect(ledger.complaints.count == 0 && ledger.throttles.count == 0)
                #expect(ledger.createdReports().allSatisfy { $0.each.count == 1 })
                #expect(ledger.created.count == Self.cases.count)

                let jobs = try await scene.reports()
                try #require(jobs.count == Self.cases.count)
                for (one, job) in zip(Self.cases, jobs) { try await expect(one, job, ledger, in: scene) }
                #expect(try scene.outputs() == Set(scene.world.sellers.map { "\($0.id).out" }))
                for seller in try Self.sellers(named: "truncated", in: scene) {
                    #expect(ledger.calls(Scene.download, of: seller, status: 206) >= 1, "nothing was gone on with")
                }
                try scene.expectNoAddress(inMoreThan: Self.cases.count)
            }
        }

        private func expect(_ one: Case, _ job: ProcessingJob, _ ledger: SandboxLedger, in scene: Scene) async throws {
            let seller = try #require(job.seller)
            #expect(job.state == "succeeded", "\(one.name): \(job.error?.message ?? "")")
            guard job.state == "succeeded" else { return }
            #expect(job.steps.suffix(3) == ["document", "downloaded", "stored"], "\(one.name): \(job.steps)")
            let addresses = ledger.calls(Scene.getReportDocument, of: seller, status: 200)
            #expect(one.addresses.contains(addresses), "\(one.name): \(addresses) addresses")
            let document = try await scene.document(try #require(job.document))
            let result = try #require(job.result)
            #expect(result.path == "\(seller).out", "\(one.name)")
            #expect(try await scene.sha256(of: "output/\(seller).out") == result.sha256, "\(one.name)")
            switch one.content {
            case .text:
                #expect(result.sha256 == document.text.sha256, "\(one.name)")
                #expect(result.bytes == document.text.bytes, "\(one.name)")
            case .raw:
                #expect(result.sha256 == document.raw.sha256, "\(one.name)")
                #expect(result.bytes == document.raw.bytes, "\(one.name)")
            case .lines:
                let file = scene.workplace.folder.appending(path: "output/\(seller).out")
                let lines = try String(contentsOf: file, encoding: .utf8).split(separator: "\n")
                #expect(lines.count == document.rows, "\(one.name)")
                for line in lines {
                    let row = try JSONDecoder().decode([String: String].self, from: Data(line.utf8))
                    #expect(row["seller-sku"]?.hasPrefix("SKU-") == true, "\(one.name): \(line)")
                }
            }
        }

        private static func sellers(named name: String, in scene: Scene) throws -> [String] {
            zip(cases, scene.world.sellers).filter { $0.0.name.hasPrefix(name) }.map(\.1.id)
        }
    }
}
