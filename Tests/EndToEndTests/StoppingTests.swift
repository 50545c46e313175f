import Foundation
import Testing

extension WorkerJourneys {
    @Suite("Stopping and crashing")
    struct StoppingTests {
        @Test(
            "SIGTERM with 64 calls in flight loses nothing, spends no attempt, and the next worker finishes",
            arguments: ["25s", "100ms"])
        func terminate(grace: String) async throws {
            var world = SceneWorld(sellers: 20)
            world.latency = "1s"
            world.settings = ["worker: {concurrency: 64, perSeller: 4, drain: \(grace)}"]
            try await Scene.play(world) { scene in
                #expect(try await scene.run("migrate", "up").code == 0)
                try await scene.queue.insert(sellers: world.sellers.map(\.id), each: 10)
                let worker = try await scene.startWorker()
                try await eventually("64 jobs run") { try await scene.queue.count("state = 'running'") == 64 }
                let end = try await scene.stop(worker)
                #expect(end.code == 0, "\(end.errors)")
                #expect(end.errors.contains("The worker has stopped."))

                let left = try await scene.queue.jobs()
                #expect(left.count == 200)
                #expect(left.allSatisfy { ["waiting", "succeeded"].contains($0.state) && $0.attempt == 0 })
                #expect(left.allSatisfy { $0.crashes == 0 })
                if grace == "25s" {
                    #expect(left.count { $0.state == "waiting" && $0.runs > 0 } == 0, "runs had time to end")
                } else {
                    #expect(left.contains { $0.state == "waiting" && $0.runs > 0 }, "runs were interrupted")
                }
                #expect(left.contains { $0.state == "waiting" })

                try await scene.steer("latency", #"{"latency": "0ms"}"#)
                let second = try await scene.run("run", "--drain")
                #expect(second.code == 0, "\(second.errors)")
                let done = try await scene.queue.jobs()
                #expect(done.count == 200)
                #expect(done.allSatisfy { $0.state == "succeeded" && $0.attempt == 0 })
                try await scene.expectOneSuccessEach(200)
                #expect(try await scene.ledger().complaints.count == 0)
            }
        }

        @Test("a second signal stops at once with exit code 130, and the runs spend no attempt")
        func terminateTwice() async throws {
            var world = SceneWorld(sellers: 2)
            world.latency = "30s"
            try await Scene.play(world) { scene in
                #expect(try await scene.run("migrate", "up").code == 0)
                try await scene.queue.insert(sellers: ["seller1", "seller2"], each: 2)
                let worker = try await scene.startWorker()
                try await scene.waitForJobs(4, "state = 'running'")
                worker.send(SIGINT)
                _ = try await worker.line(holding: "a second one stops it at once")
                worker.send(SIGTERM)
                #expect(try await worker.end().code == 130)
                let jobs = try await scene.queue.jobs()
                #expect(jobs.allSatisfy { $0.state == "waiting" && $0.attempt == 0 && $0.crashes == 0 })
            }
        }

        @Test("after kill -9 in the middle of 300 jobs the next worker resumes within two seconds and finishes all")
        func killed() async throws {
            var world = SceneWorld(sellers: 10)
            world.latency = "100ms"
            try await Scene.play(world) { scene in
                #expect(try await scene.run("migrate", "up").code == 0)
                try await scene.queue.insert(sellers: world.sellers.map(\.id), each: 30)
                let worker = try await scene.startWorker("--concurrency", "32")
                try await eventually("a third is done") {
                    let done = try await scene.queue.count("state = 'succeeded'")
                    let running = try await scene.queue.count("state = 'running'")
                    return done >= 100 && running > 10
                }
                worker.send(SIGKILL)
                #expect(try await worker.end().code == 128 + SIGKILL)
                let interrupted = try await scene.queue.jobs("state = 'running'")
                let done = try await scene.queue.jobs("state = 'succeeded'")
                try #require(!interrupted.isEmpty)
                try #require(done.count < 300)

                let next = try await scene.startWorker("--concurrency", "32")
                let line = try await next.line(holding: "The worker starts.")
                let start = try seconds(#require(Self.time(of: line)))
                try await scene.waitForJobs(300, "state = 'succeeded'")
                let jobs = try await scene.queue.jobs()
                #expect(jobs.count == 300)
                #expect(jobs.allSatisfy { $0.attempt == 0 })
                let resumed = Set(interrupted.map(\.id))
                for job in jobs where resumed.contains(job.id) {
                    #expect(job.runs == 2)
                    let pause = try seconds(#require(job.startedAt)) - start
                    // A busy machine gets three times the two seconds that are promised.
                    #expect(pause < 6, "job \(job.id) was resumed \(pause) s after the start")
                }
                // What had ended before is not done again.
                let before = Dictionary(uniqueKeysWithValues: done.map { ($0.id, $0.finishedAt) })
                #expect(jobs.allSatisfy { before[$0.id] == nil || before[$0.id] == $0.finishedAt })
                try await scene.expectOneSuccessEach(300)
                #expect(try await scene.ledger().calls(status: 200) <= 300 + interrupted.count)
                #expect(try await scene.stop(next).code == 0)
            }
        }

        @Test("a call that must not be repeated is not repeated after kill -9; the job waits for a person")
        func killedInDoubt() async throws {
            var world = SceneWorld()
            world.latency = "2s"
            try await Scene.play(world) { scene in
                try scene.workplace.write("body.json", #"{"templateId": "template-1"}"#)
                #expect(
                    try await scene.run("enqueue", "request", CrashLoad.post, "--body", "body.json").code == 0)
                let worker = try await scene.startWorker("--log-level", "debug")
                // Logged when the call leaves, and the exchange before it has been answered.
                _ = try await worker.line(holding: CrashLoad.post)
                worker.send(SIGKILL)
                _ = try await worker.end()

                try await scene.steer("latency", #"{"latency": "0ms"}"#)
                let drained = try await scene.run("run", "--drain")
                #expect(drained.code == 0)
                #expect(drained.output.contains("1 quarantined"))
                #expect(try await scene.run("jobs", "wait", "1").code == 1)
                #expect(try await scene.run("jobs", "retry", "1").code != 0, "only a person may say so")
                #expect(try await scene.queue.count("state = 'quarantined'") == 1)
                #expect(try await scene.ledger().effects.count <= 1)

                #expect(try await scene.run("jobs", "retry", "1", "--yes").code == 0)
                #expect(try await scene.run("run", "--drain").code == 0)
                #expect(try await scene.queue.count("state = 'succeeded'") == 1)
            }
        }

        private static func time(of line: String) -> String? {
            struct Line: Decodable { let time: String }
            return try? JSONDecoder().decode(Line.self, from: Data(line.utf8)).time
        }
    }
}

extension Scene {
    /// Expects that so many jobs have succeeded, and none of them twice.
    func expectOneSuccessEach(_ count: Int, sourceLocation: SourceLocation = #_sourceLocation) async throws {
        struct Twice: Decodable { let jobId: Int }
        #expect(
            try await queue.count("state = 'succeeded' AND result_status = 200") == count,
            sourceLocation: sourceLocation)
        // The first run's success is told by the job's own row; a further one would stand here.
        let twice = try await queue.rows(
            "SELECT a.job_id FROM attempt a JOIN job_status j ON j.id = a.job_id WHERE a.outcome = 'succeeded' "
                + "GROUP BY a.job_id HAVING count(*) > 1 OR min(a.run) < max(j.runs)", as: Twice.self)
        #expect(twice.isEmpty, sourceLocation: sourceLocation)
    }
}
