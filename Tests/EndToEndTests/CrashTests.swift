import Foundation
import Testing

extension WorkerJourneys {
    @Suite("Being killed")
    struct CrashTests {
        /// Printed with every failure; `SPWORKER_CRASH_SEED` sets it, to try the same moments again.
        private static let seeds: [UInt64] = [
            ProcessInfo.processInfo.environment["SPWORKER_CRASH_SEED"].flatMap { UInt64($0) }
                ?? UInt64.random(in: 1...999_999)
        ]

        private static let kills = 20

        /// Where the process dies, and how many pages are asked for once more than there are.
        private static let points: [(point: String, repeated: ClosedRange<Int>)] = [
            ("doubtBegun", 0...0), ("answered", 0...1), ("answered:5", 0...1), ("pageAppended", 1...1),
            ("pageAppended:3", 1...1), ("pageAppended:6", 1...1), ("pageCounted", 0...0), ("pageCounted:5", 0...0),
            ("outputSealed", 0...0), ("outputNamed", 0...0),
        ]

        @Test(
            "at a named point of a run leaves nothing that the next worker cannot put right",
            arguments: points)
        func namedPoint(point: String, repeated: ClosedRange<Int>) async throws {
            let load = CrashLoad(sellers: ["seller1", "seller2"], gets: 4, listings: 1, posts: 1)
            try await Scene.play(CrashLoad.world(sellers: 2)) { scene in
                try await scene.enqueue(load, seed: 1)
                // One run at a time: none but that at the point is in the midst of something.
                let killed = try await scene.workplace.run(
                    "run", "--drain", "--concurrency", "1", environment: ["SPWORKER_CRASH_AT": point])
                #expect(killed.code == 128 + SIGKILL, "\(killed.errors)")
                let interrupted = try await scene.queue.jobs("state = 'running'")
                try #require(interrupted.count == 1)

                let drained = try await scene.run("run", "--drain")
                #expect(drained.code == 0, "\(drained.errors)")
                let problems = try await load.problems(scene)
                #expect(problems.isEmpty, "\(problems)")
                let ledger = try await scene.ledger()
                #expect(repeated.contains(ledger.successes(of: CrashLoad.list) - CrashLoad.pages))
                let post = try #require(try await scene.queue.jobs("operation = '\(CrashLoad.post)'").first)
                if interrupted[0].id == post.id {
                    #expect(post.state == "quarantined" && post.errorKind == "doubtful")
                    #expect(ledger.effects.count == (point == "doubtBegun" ? 0 : 1))
                } else {
                    #expect(post.state == "succeeded" && ledger.effects.count == 1)
                }
                let jobs = try await scene.queue.jobs()
                #expect(jobs.filter { $0.runs > 1 }.map(\.id) == interrupted.map(\.id), "others ran again")
            }
        }

        @Test(
            "between a call that creates a report and its answer leaves one report in the end, and the job knows which",
            arguments: [("doubtBegun", 2), ("answered", 1)])
        func createReport(point: String, looks: Int) async throws {
            var world = SceneWorld()
            // The looks come half a minute and a minute and a half after the call.
            world.clock = SceneWorld.clock(20)
            try await Scene.play(world) { scene in
                try scene.workplace.write(
                    "body.json",
                    #"{"reportType": "GET_MERCHANT_LISTINGS_ALL_DATA", "marketplaceIds": ["A1PA6795UKMFR9"]}"#)
                #expect(
                    try await scene.run("enqueue", "request", "reports.createReport", "--body", "body.json").code == 0)
                let run = ["run", "--drain"] + world.clock
                let killed = try await scene.workplace.start(run, environment: ["SPWORKER_CRASH_AT": point]).end()
                #expect(killed.code == 128 + SIGKILL, "\(killed.errors)")
                let before = try await scene.ledger().effects.count
                #expect(before == (point == "answered" ? 1 : 0))

                let drained = try await scene.workplace.start(run).end()
                #expect(drained.code == 0, "\(drained.errors)")
                let job = try #require(try await scene.queue.jobs().first)
                #expect(job.state == "succeeded" && job.resultStatus == 202, "\(job.errorMessage ?? "")")
                #expect(job.resultInline?.contains("reportId") == true && job.attempt == looks - 1)
                let ledger = try await scene.ledger()
                #expect(ledger.effects.count == 1 && ledger.complaints.count == 0 && ledger.throttles.count == 0)
                #expect(ledger.successes(of: "reports.getReports@2021-06-30") == looks)
            }
        }

        @Test("20 times at random during 5,000 jobs loses none and repeats no call that must not be", arguments: seeds)
        func atRandom(seed: UInt64) async throws {
            var world = CrashLoad.world(sellers: 20)
            world.settings = ["worker: {concurrency: 32}"]
            // So that runs are in the midst of something when the worker dies, and work is left for all twenty.
            world.latency = "30ms"
            let load = CrashLoad(sellers: world.sellers.map(\.id), gets: 4400, listings: 100, posts: 500)
            try await Scene.play(world) { scene in
                try await scene.enqueue(load, seed: seed)
                var moments = SeededNumbers(seed: seed)
                var interrupted = 0
                for _ in 0..<Self.kills {
                    let worker = try await scene.startWorker()
                    // The moment itself is what is tested: there is nothing to wait for.
                    try await Task.sleep(for: .milliseconds(Int.random(in: 100...500, using: &moments)))
                    worker.send(SIGKILL)
                    #expect(try await worker.end().code == 128 + SIGKILL)
                    interrupted += try await scene.queue.count("state = 'running'")
                }
                #expect(interrupted > 5 * Self.kills, "the worker had hardly anything to lose")
                #expect(try await scene.queue.count() == load.count)

                // What was interrupted runs again one at a time.
                try await scene.steer("latency", #"{"latency": "0ms"}"#)
                #expect(try await scene.run("run", "--drain").code == 0)
                #expect(try await scene.queue.count("state IN ('waiting', 'running')") == 0)
                let unlucky = try await scene.queue.jobs(
                    "state = 'quarantined' AND operation <> '\(CrashLoad.post)'")
                #expect(unlucky.count <= Self.kills / 2 && unlucky.allSatisfy { $0.errorKind == "crashed" })
                if !unlucky.isEmpty {
                    let reopen = ["jobs", "retry"] + unlucky.map { String($0.id) } + ["--yes"]
                    #expect(try await scene.workplace.start(reopen).end().code == 0)
                    #expect(try await scene.run("run", "--drain").code == 0)
                }

                let problems = try await load.problems(scene)
                #expect(problems.isEmpty, "\(problems.count): \(problems.prefix(20))")
                let succeeded = try await scene.queue.count("state = 'succeeded'")
                try await scene.expectOneSuccessEach(succeeded)
                // What was under way may be done again, and nothing else.
                let ledger = try await scene.ledger()
                let made = ledger.successes(of: CrashLoad.get) + ledger.successes(of: CrashLoad.list)
                #expect(made <= load.gets + load.listings * CrashLoad.pages + interrupted)
            }
        }

        @Test("is not for workers that call Amazon, and only at points that there are")
        func refused() async throws {
            try await Workplace.open { workplace in
                let account = ["SP_CLIENT_ID": "id", "SP_CLIENT_SECRET": "secret", "SP_REFRESH_TOKEN": "token"]
                for (point, words) in [("answered", "on this machine"), ("nowhere", "write one of doubtBegun,")] {
                    let end = try await workplace.run(
                        "run", "--drain", environment: account.merging(["SPWORKER_CRASH_AT": point]) { $1 })
                    #expect(end.code == 2, "\(end.errors)")
                    #expect(end.errors.contains("SPWORKER_CRASH_AT") && end.errors.contains(words), "\(end.errors)")
                }
            }
        }
    }
}

extension Scene {
    /// Puts the jobs in, all at once.
    fileprivate func enqueue(_ load: CrashLoad, seed: UInt64) async throws {
        try workplace.write("jobs.ndjson", load.lines(seed: seed))
        let end = try await run("enqueue", "--file", "jobs.ndjson")
        #expect(end.code == 0, "\(end.errors)")
    }
}
