import Foundation
import Testing

extension WorkerJourneys {
    @Suite("Reports and being killed")
    struct ReportCrashTests {
        /// An instant at which the worker dies.
        struct Death: Sendable, CustomTestStringConvertible {
            let point: String
            /// How the report was asked for.
            var flags: [String] = []
            /// The steps that the job tells in the end; those of a report that was made once and fetched, unless told
            /// otherwise.
            var steps = ["created", "done", "document", "downloaded", "stored"]

            var testDescription: String { ([point] + flags).joined(separator: " ") }
        }

        /// In the order of a report's life: it is asked for, looked at once, and its address is asked for.
        static let deaths = [
            // The listing has answered that there is none.
            Death(point: "answered", flags: ["--reuse", "2h"]),
            Death(point: "doubtBegun"),
            Death(point: "answered", steps: ["joined", "done", "document", "downloaded", "stored"]),
            Death(point: "processingBegun"),
            Death(point: "answered:2"),
            Death(point: "processingEnded"),
            Death(point: "answered:3"),
            Death(point: "documentFound"),
            Death(point: "documentFetched"),
            Death(point: "outputSealed"),
            Death(point: "outputNamed"),
        ]

        /// Reports are done before they are looked at for the first time.
        private static var world: SceneWorld {
            var world = SceneWorld()
            world.reports = ["{queued: 100ms, processing: 100ms, document: {rows: 300, charset: windows-1252}}"]
            world.settings = ["reports: {poll: {first: 2s, max: 5s}}"]
            world.clock = SceneWorld.clock(20)
            return world
        }

        @Test("at any step leave one report at Amazon, one file, and a job that knows both", arguments: deaths)
        func step(death: Death) async throws {
            try await Scene.play(Self.world) { scene in
                let enqueued = try await scene.workplace.start(
                    ["enqueue", "report", "GET_MERCHANT_LISTINGS_ALL_DATA", "--output", "{type}.txt"] + death.flags
                        + scene.world.clock
                ).end()
                #expect(enqueued.code == 0, "\(enqueued.errors)")
                let killed = try await scene.drain(environment: ["SPWORKER_CRASH_AT": death.point])
                #expect(killed.code == 128 + SIGKILL, "\(killed.errors)")
                let name = "GET_MERCHANT_LISTINGS_ALL_DATA.txt"
                #expect(try scene.outputs().contains(name) == (death.point == "outputNamed"))

                let drained = try await scene.drain()
                #expect(drained.code == 0, "\(drained.errors)")
                let job = try await scene.report(1)
                #expect(job.state == "succeeded" && job.runs > 1, "\(job)")
                #expect(job.steps == death.steps)
                let ledger = try await scene.ledger()
                #expect(ledger.createdReports().map(\.each.count) == [1] && ledger.created.count == 1)
                #expect(ledger.successes(of: Scene.createReport) == 1)
                #expect(ledger.complaints.count == 0 && ledger.throttles.count == 0)

                let document = try await scene.document(try #require(job.document))
                #expect(job.result?.path == name && job.result?.sha256 == document.text.sha256)
                #expect(job.result?.bytes == document.text.bytes)
                #expect(try await scene.sha256(of: "output/\(name)") == document.text.sha256)
                #expect(try scene.outputs() == [name])
            }
        }

        @Test("again and again while a report is waited for costs no second report")
        func waiting() async throws {
            var world = Self.world
            world.reports = ["{queued: 20s, processing: 3m, document: {rows: 300}}"]
            world.settings = ["reports: {poll: {first: 2s, max: 10s}}"]
            try await Scene.play(world) { scene in
                #expect(
                    try await scene.enqueueReports([
                        #"{"kind": "report", "operation": "GET_FLAT_FILE_OPEN_LISTINGS_DATA"}"#
                    ]) == nil)
                // The first run asks for the report and looks once, the others look twice.
                for _ in 0..<4 {
                    let killed = try await scene.drain(environment: ["SPWORKER_CRASH_AT": "answered:2"])
                    #expect(killed.code == 128 + SIGKILL, "\(killed.errors)")
                }
                let drained = try await scene.drain()
                #expect(drained.code == 0, "\(drained.errors)")
                let job = try await scene.report(1)
                #expect(job.state == "succeeded", "\(job)")
                let ledger = try await scene.ledger()
                #expect(ledger.createdReports().map(\.each.count) == [1])
                #expect(ledger.successes(of: Scene.createReport) == 1 && ledger.complaints.count == 0)
            }
        }
    }
}
