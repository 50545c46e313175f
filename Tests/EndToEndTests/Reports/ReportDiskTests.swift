import Foundation
import Testing

extension WorkerJourneys {
    @Suite("Reports and full disks")
    struct ReportDiskTests {
        private static let type = "GET_MERCHANT_LISTINGS_ALL_DATA"
        private static let output = "report.txt"

        private static func world(minFree: String, size: String = "rows: 300") -> SceneWorld {
            var world = SceneWorld()
            world.output = "{minFree: \(minFree)}"
            world.reports = ["{queued: 1s, processing: 1s, document: {\(size)}}"]
            world.settings = ["reports: {poll: {first: 5s, max: 5s}}"]
            world.clock = SceneWorld.clock(20)
            return world
        }

        private static func enqueue(_ scene: Scene) async throws {
            #expect(
                try await scene.enqueueReports([
                    #"{"kind": "report", "operation": "\#(type)", "output": "\#(output)"}"#
                ]) == nil)
        }

        private static func expectFile(_ place: String, _ scene: Scene) async throws {
            let job = try await scene.report(1)
            #expect(job.state == "succeeded" && job.attempt == 0, "\(job)")
            let document = try await scene.document(try #require(job.document))
            #expect(job.result?.sha256 == document.text.sha256 && job.result?.path == output)
            #expect(try await scene.sha256(of: place) == document.text.sha256)
            #expect(try await scene.ledger().createdReports().map(\.each.count) == [1])
        }

        @Test(
            "A disk that becomes full during a download has the job wait and say so, and with room it ends",
            .enabled("Mounting a disk is not possible here.") { try await SmallDisk.isPossible() },
            arguments: ["0", "2MB"])
        func becomesFull(minFree: String) async throws {
            // Of twelve megabytes four are free, and six are to come.
            var world = Self.world(minFree: minFree, size: "bytes: 6MB, compression: none")
            // The free space is measured once in a real second: with one megabyte left this download waits two of them.
            world.faults = ["{match: {operation: documents.get}, kind: slow, bytes: 3MB, latency: 40s}"]
            try await Scene.play(world) { scene in
                let disk = SmallDisk(workplace: scene.workplace, megabytes: 12, taken: 8)
                try await Self.enqueue(scene)
                let worker = try disk.start(["run", "--log-format", "json"] + scene.world.clock)
                try await eventually("the job waits for room") {
                    guard worker.isRunning else { throw NeverHappened(description: "It runs: \(worker.errors)") }
                    let jobs = try? await scene.queue.jobs("label = 'snoozed' AND error_kind = 'diskFull'")
                    return jobs?.isEmpty == false ? () : nil
                }
                let waiting = try await scene.report(1)
                #expect(waiting.attempt == 0)
                let words = minFree == "0" ? "the disk is full" : "output.minFree"
                #expect(waiting.error?.message.contains(words) == true, "\(waiting)")
                // It tries again each minute, which takes a moment.
                #expect(try await !disk.look().contains(Self.output), "nobody may see a part of a file")

                try await disk.makeRoom()
                try await scene.waitForJobs(1, "state = 'succeeded'")
                try await disk.copy()
                try await Self.expectFile("copy/\(Self.output)", scene)
                let names = try FileManager.default.contentsOfDirectory(
                    atPath: scene.workplace.folder.appending(path: "copy").path)
                #expect(names == [Self.output])
                #expect(try await scene.stop(worker).code == 0)
            }
        }

        @Test("With less free space than 'output.minFree' a report waits where it is, and goes on when that is allowed")
        func tooLittleFree() async throws {
            try await Scene.play(Self.world(minFree: "1MB")) { scene in
                try await Self.enqueue(scene)
                let killed = try await scene.drain(environment: ["SPWORKER_CRASH_AT": "processingEnded"])
                #expect(killed.code == 128 + SIGKILL, "\(killed.errors)")

                var world = scene.world
                world.output = "{minFree: 900000TB}"
                try scene.writeConfiguration(world)
                let worker = try scene.workplace.start(["run", "--log-format", "json"] + world.clock)
                let line = try await worker.line(holding: "No jobs are claimed for now")
                #expect(line.contains("output.minFree"), "\(line)")
                #expect(try await scene.stop(worker).code == 0)
                #expect(try await scene.report(1).state == "waiting" && scene.outputs().isEmpty)

                try scene.writeConfiguration(scene.world)
                let drained = try await scene.drain()
                #expect(drained.code == 0, "\(drained.errors)")
                try await Self.expectFile("output/\(Self.output)", scene)
            }
        }
    }
}
