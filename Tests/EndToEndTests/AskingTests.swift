import Foundation
import Testing

extension CommandJourneys {
    @Suite("Asking the worker")
    struct AskingTests {
        private struct Workers: Decodable {
            struct Worker: Decodable {
                let id: String
                let pid: Int
                let state: String
                let running: Int
                let jobs: [Int]
            }
            let workers: [Worker]
        }

        private struct Drained: Decodable {
            struct Worker: Decodable {
                let outcome: String
            }
            let workers: [Worker]
            let gone: Bool?
        }

        private struct Probed: Decodable {
            struct Seller: Decodable {
                let seller: String
                let outcome: String
                let state: String?
                let reason: String?
            }
            let sellers: [Seller]
        }

        @Test("'workers list' tells what runs, and 'workers drain --wait' lets it end and waits for the worker")
        func drain() async throws {
            var world = SceneWorld()
            world.latency = "3s"
            try await Scene.play(world) { scene in
                let worker = try await scene.startWorker()
                try await scene.queue.insert(sellers: ["acme"], each: 1)
                try await scene.waitForJobs(1, "state = 'running'")
                let listed = try await scene.run("workers", "list", "--json").json(Workers.self).workers
                #expect(listed.map(\.state) == ["running"])
                #expect(listed.map(\.jobs) == [[1]])
                #expect(listed.map(\.running) == [1])
                let text = try await scene.run("workers")
                let process = try #require(listed.first).pid
                #expect(text.code == 0 && text.output.contains(String(process)))

                let drained = try await scene.run("workers", "drain", "--wait", "--wait-timeout", "1m", "--json")
                #expect(drained.code == 0, "\(drained.errors)")
                let answer = try drained.json(Drained.self)
                #expect(answer.workers.map(\.outcome) == ["done"])
                #expect(answer.gone == true)
                #expect(try await worker.end().code == 0)
                #expect(try await scene.queue.count("state = 'succeeded'") == 1)

                #expect(try await scene.run("workers", "list").output.contains("No worker is running"))
                for arguments in [["workers", "drain"], ["workers", "reload"], ["sellers", "probe", "acme"]] {
                    let alone = try await scene.workplace.start(arguments).end()
                    #expect(alone.code == 1)
                    #expect(alone.errors.contains("no worker is running"), "\(alone.errors)")
                }
            }
        }

        @Test("a wait for a worker that does not end is over in time with exit code 124")
        func drainTimeout() async throws {
            var world = SceneWorld()
            world.latency = "60s"
            world.settings = ["worker: {drain: 50s}"]
            try await Scene.play(world) { scene in
                let worker = try await scene.startWorker()
                try await scene.queue.insert(sellers: ["acme"], each: 1)
                try await scene.waitForJobs(1, "state = 'running'")
                let drained = try await scene.run("workers", "drain", "--wait", "--wait-timeout", "300ms")
                #expect(drained.code == 124)
                #expect(drained.output.contains("drains"))
                try await eventually("the worker says that it drains") {
                    try await scene.run("workers", "list", "--json").json(Workers.self).workers.map(\.state)
                        == ["draining"]
                }
                #expect(worker.isRunning)
            }
        }

        @Test("'workers reload' makes a seller of the changed configuration usable")
        func reload() async throws {
            let world = SceneWorld(sellers: 2)
            try await Scene.play(world) { scene in
                var first = world
                first.sellers.removeLast()
                try scene.writeConfiguration(first)
                let worker = try await scene.startWorker()
                try scene.writeConfiguration(world)
                let reloaded = try await scene.run("workers", "reload")
                #expect(reloaded.code == 0, "\(reloaded.errors)")
                #expect(reloaded.output.contains("2 sellers"))
                try await scene.queue.insert(sellers: ["seller2"], each: 1)
                try await scene.waitForJobs(1, "seller = 'seller2' AND state = 'succeeded'")
                #expect(try await scene.stop(worker).code == 0)
            }
        }

        @Test("'workers reload' ends with 2 when it finds a mistake itself, with 1 when a worker does; nothing changes")
        func reloadMistakes() async throws {
            try await Scene.play { scene in
                let worker = try await scene.startWorker()
                let good = scene.world.configuration(scene.sandbox)
                try scene.workplace.write("good.yaml", good)
                try scene.workplace.write("spworker.yaml", good + "databse: sqlite:other.db\n")
                let own = try await scene.run("workers", "reload")
                #expect(own.code == 2 && own.errors.contains("databse"), "\(own.errors)")
                let told = try await scene.run("workers", "reload", "--config", "good.yaml")
                #expect(told.code == 1, "\(told.errors)")
                #expect(told.errors.contains("keeps what it had") && told.errors.contains("databse"))
                try await scene.queue.insert(sellers: ["acme"], each: 1)
                try await scene.waitForJobs(1, "state = 'succeeded'")
                let help = try await scene.run("workers", "reload", "--help")
                // Lines are wrapped somewhere.
                let words = help.output.split(whereSeparator: \.isWhitespace).joined(separator: " ")
                #expect(words.contains("database, worker, output, retention, tokens, http") && words.contains("exit 2"))
                #expect(try await scene.stop(worker).code == 0)
            }
        }

        @Test("'sellers resume' releases a revoked seller unasked, and one that is refused again is confirmed again")
        func resume() async throws {
            var world = SceneWorld(sellers: 2)
            world.sellers[1].isRevoked = true
            try await Scene.play(world) { scene in
                let worker = try await scene.startWorker()
                try await scene.queue.insert(sellers: ["seller2"], each: 2)
                try await scene.waitForSeller("seller2", "revoked")
                let resumed = try await scene.run("sellers", "resume", "seller2", "--reason", "a hunch")
                #expect(resumed.code == 0 && resumed.output.contains("It was revoked"), "\(resumed.output)")
                try await eventually("it is revoked for the second time") {
                    try await scene.run("events").output.split(separator: "\n")
                        .count { $0.contains("  revoked ") } == 2
                }
                let events = try await scene.run("events").output
                #expect(events.contains("a hunch (by") && events.split(separator: "\n").count == 5, "\(events)")
                #expect(try await scene.queue.count("label = 'parked' AND attempt = 0") == 2)
                let again = try await scene.run("sellers", "resume", "seller1")
                #expect(again.code == 0 && again.output.contains("nothing changed"))
                #expect(try await scene.stop(worker).code == 0)
            }
        }

        @Test("'sellers probe' releases a revoked seller whose old token works again, and no other")
        func probe() async throws {
            var world = SceneWorld(sellers: 2)
            world.sellers[1].isRevoked = true
            try await Scene.play(world) { scene in
                let worker = try await scene.startWorker()
                try await scene.queue.insert(sellers: ["seller2"], each: 2)
                try await scene.waitForJobs(2, "label = 'parked'")
                try await scene.waitForSeller("seller2", "revoked")
                let refused = try await scene.run("sellers", "probe", "seller2", "--json")
                #expect(refused.code == 4)
                let seller = try #require(try refused.json(Probed.self).sellers.first)
                #expect(seller.outcome == "done" && seller.state == "revoked" && seller.reason != nil)
                #expect(try await scene.queue.count("label = 'parked' AND attempt = 0") == 2)

                try await scene.steer("restore", #"{"seller": "seller2"}"#)
                let released = try await scene.run("sellers", "probe", "seller2", "--reason", "says so")
                #expect(released.code == 0, "\(released.output) \(released.errors)")
                #expect(released.output.contains("2 parked jobs go on"))
                try await scene.waitForJobs(2, "state = 'succeeded' AND attempt = 0")
                let events = try await scene.run("events").output
                for words in ["restored", "sellerProbed", "says so; it works."] { #expect(events.contains(words)) }
                #expect(try await scene.run("sellers", "probe", "nobody").code == 1)
                #expect(try await scene.stop(worker).code == 0)
            }
        }
    }
}
