import Foundation
import Testing

extension CommandJourneys {
    @Suite("Backups")
    struct BackupTests {
        private struct Answer: Decodable {
            let file: String
            let bytes: Int
            let check: String
            let jobs: [String: Int]
        }

        @Test("a backup that is taken while a worker runs is a database that another worker can go on with")
        func whileRunning() async throws {
            var world = SceneWorld(sellers: 4)
            world.latency = "30ms"
            try await Scene.play(world) { scene in
                #expect(try await scene.run("migrate", "up").code == 0)
                try await scene.queue.insert(sellers: world.sellers.map(\.id), each: 100)
                let worker = try await scene.startWorker("--concurrency", "4")
                try await scene.waitForJobs(400, "true")
                try await eventually("work is under way") { try await scene.queue.count("state = 'succeeded'") > 20 }
                let end = try await scene.run("backup", "copy.db", "--json")
                #expect(end.code == 0, "\(end.errors)")
                let answer = try end.json(Answer.self)
                let place = scene.workplace.folder.appending(path: "copy.db")
                #expect(answer.file == place.path && answer.check == "ok" && answer.bytes > 0)
                #expect(answer.jobs.values.reduce(0, +) == 400)
                #expect((answer.jobs["succeeded"] ?? 0) > 20)
                let mode = try FileManager.default.attributesOfItem(atPath: place.path)[.posixPermissions] as? NSNumber
                #expect(mode?.uint16Value == 0o600)
                #expect(try scene.files().filter { $0.hasPrefix("copy.db") } == ["copy.db"])
                try await scene.waitForJobs(400, "state = 'succeeded'")
                #expect(try await scene.stop(worker).code == 0)

                let copy = scene.workplace.queue("copy.db")
                #expect(try await copy.count("state = 'succeeded'") == answer.jobs["succeeded"])
                #expect(try await scene.run("run", "--drain", "--database", "sqlite:copy.db").code == 0)
                #expect(try await copy.count("state = 'succeeded'") == 400)
            }
        }

        @Test("a backup overwrites nothing unasked, and never the database")
        func refusals() async throws {
            try await Scene.play { scene in
                let none = try await scene.run("backup", "copy.db")
                #expect(none.code == 3 && none.errors.contains("no database"), "\(none.errors)")
                #expect(
                    try await scene.run("enqueue", "request", "sellers.getMarketplaceParticipations").code == 0)
                let first = try await scene.run("backup", "copy.db")
                #expect(first.code == 0, "\(first.errors)")
                #expect(first.output.contains("1 job (1 waiting)") && first.output.contains("no fault"))
                let second = try await scene.run("backup", "copy.db")
                #expect(second.code == 2 && second.errors.contains("--force"), "\(second.errors)")
                #expect(try await scene.run("backup", "copy.db", "--force").code == 0)
                for name in ["spworker.db", "spworker.db-wal", "nowhere/copy.db"] {
                    let refused = try await scene.run("backup", name, "--force")
                    #expect(refused.code == 2, "\(refused.errors)")
                    #expect(refused.errors.contains(name.split(separator: "/").first ?? ""))
                }
                #expect(try await scene.queue.count("state = 'waiting'") == 1)
            }
        }
    }
}
