import Foundation
import Testing

extension CommandJourneys {
    @Suite("The database file")
    struct StoreTests {
        @Test("a second worker on the same file ends with exit code 3, names the first and PostgreSQL")
        func secondWorker() async throws {
            try await Scene.play { scene in
                let first = try await scene.startWorker()
                let second = try await scene.run("run")
                #expect(second.code == 3)
                #expect(second.errors.contains("PostgreSQL"))
                #expect(second.errors.contains("process "))
                // Also under another name of the same file.
                try FileManager.default.createSymbolicLink(
                    atPath: scene.workplace.folder.appending(path: "other.db").path, withDestinationPath: "spworker.db")
                let third = try await scene.run("run", "--drain", "--database", "sqlite:other.db")
                #expect(third.code == 3)
                // The first one is not disturbed.
                try await scene.queue.insert(sellers: ["acme"], each: 1)
                try await scene.waitForJobs(1, "state = 'succeeded'")
                #expect(try await scene.stop(first).code == 0)
                #expect(try await scene.run("run", "--drain").code == 0)
            }
        }

        @Test("a folder that is missing is named, with exit code 3")
        func missingFolder() async throws {
            try await Scene.play { scene in
                for command in [["run", "--drain"], ["migrate", "up"]] {
                    let end = try await scene.workplace.start(command + ["--database", "sqlite:nowhere/spworker.db"])
                        .end()
                    #expect(end.code == 3, "\(command): \(end.errors)")
                    #expect(end.errors.contains("nowhere"), "\(end.errors)")
                }
            }
        }

        @Test("a file that is no database, and somebody else's database, are left alone with exit code 3")
        func foreignFiles() async throws {
            try await Scene.play { scene in
                let text = String(repeating: "these are my notes\n", count: 300)
                try scene.workplace.write("notes.txt", text)
                let notes = try await scene.run("run", "--drain", "--database", "sqlite:notes.txt")
                #expect(notes.code == 3)
                #expect(notes.errors.contains("notes.txt") && notes.errors.contains("not"), "\(notes.errors)")
                let kept = try String(contentsOf: scene.workplace.folder.appending(path: "notes.txt"), encoding: .utf8)
                #expect(kept == text)

                try await scene.workplace.queue("shop.db").execute("CREATE TABLE customer (name TEXT)")
                let shop = try await scene.run("run", "--drain", "--database", "sqlite:shop.db")
                #expect(shop.code == 3)
                #expect(shop.errors.contains("customer"), "\(shop.errors)")
            }
        }

        @Test("a schema of a newer program is refused with exit code 3 by every command that would write")
        func newerSchema() async throws {
            try await Scene.play { scene in
                #expect(try await scene.run("migrate", "up").code == 0)
                try await scene.queue.execute(
                    "INSERT INTO migration (version, name, checksum, applied_at) VALUES (99, 'future', 'x', 0)")
                for command in [
                    ["run", "--drain"], ["migrate", "up"], ["run", "--drain", "--no-migrate"],
                    ["enqueue", "request", "sellers.getMarketplaceParticipations"],
                ] {
                    let end = try await scene.workplace.start(command).end()
                    #expect(end.code == 3, "\(command): \(end.errors)")
                    #expect(end.errors.contains("99") && end.errors.contains("newer"), "\(end.errors)")
                }
            }
        }

        @Test("'run --no-migrate' refuses a file without a schema, and 'migrate' tells before and after")
        func migrate() async throws {
            try await Scene.play { scene in
                let before = try await scene.run("migrate", "status")
                #expect(before.code == 1)
                #expect(before.output.contains("migrate up"))
                #expect(try await scene.run("migrate", "up", "--show-sql").output.contains("CREATE TABLE job"))
                #expect(try await scene.run("migrate", "status", "--json").code == 1, "showing changes nothing")
                let refused = try await scene.run("run", "--drain", "--no-migrate")
                #expect(refused.code == 3)
                #expect(refused.errors.contains("migrate up"))
                #expect(try await scene.run("migrate", "up").code == 0)
                let after = try await scene.run("migrate", "status")
                #expect(after.code == 0)
                #expect(!after.output.contains("not yet"))
                #expect(try await scene.run("migrate", "up").output.contains("up to date"))
                #expect(try await scene.run("run", "--drain", "--no-migrate").code == 0)
            }
        }

        @Test("a folder that cannot be written is named, with exit code 3", .enabled(if: geteuid() != 0))
        func readOnlyFolder() async throws {
            try await Scene.play { scene in
                let folder = scene.workplace.folder.appending(path: "locked")
                try FileManager.default.createDirectory(
                    at: folder, withIntermediateDirectories: true,
                    attributes: [.posixPermissions: NSNumber(value: 0o555)])
                let end = try await scene.run("run", "--drain", "--database", "sqlite:locked/spworker.db")
                #expect(end.code == 3)
                #expect(end.errors.contains("locked"))
            }
        }

        @Test("while somebody keeps a write transaction open nothing that was acknowledged is lost")
        func foreignTransaction() async throws {
            var world = SceneWorld(sellers: 4)
            world.latency = "50ms"
            try await Scene.play(world) { scene in
                #expect(try await scene.run("migrate", "up").code == 0)
                try await scene.queue.insert(sellers: world.sellers.map(\.id), each: 60)
                let worker = try await scene.startWorker("--concurrency", "8")
                try await eventually("work is under way") { try await scene.queue.count("state = 'succeeded'") > 20 }

                let other = try scene.workplace.start(
                    try QueueFile.command(), ["-cmd", ".timeout 20000", scene.queue.place.path], hasInput: true)
                try other.write("BEGIN IMMEDIATE;\nSELECT 'mine';\n")
                _ = try await other.line(holding: "mine")
                // Longer than any write waits by itself.
                let refused = try await scene.run(
                    "enqueue", "request", "sellers.getMarketplaceParticipations", "--seller", "seller1")
                #expect(refused.code == 3, "\(refused.output)")
                #expect(refused.errors.contains("transaction"), "\(refused.errors)")
                _ = try await worker.line(holding: "tried again")
                #expect(worker.isRunning)
                try other.write("COMMIT;\n.quit\n")
                #expect(try await other.end().code == 0)

                try await scene.waitForJobs(240, "state = 'succeeded'")
                #expect(try await scene.queue.count() == 240, "what was refused is not there either")
                #expect(try await scene.queue.count("attempt > 0") == 0)
                // Ends that could not be written waited; no call was made twice.
                #expect(try await scene.ledger().calls(status: 200) == 240)
                try await scene.expectOneSuccessEach(240)
                #expect(try await scene.stop(worker).code == 0)
            }
        }
    }
}
