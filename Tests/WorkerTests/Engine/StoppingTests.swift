import JobModel
import JobStore
import JobStoreTesting
import Testing
import Worker

@Suite("Stopping a worker", .timeLimit(.minutes(5)))
struct StoppingTests {
    private let bench = WorkerBench()

    @Test("A worker that is asked to stop lets its runs end and claims nothing more")
    func drain() async throws {
        let gate = Gate()
        let kind = ScriptedKind { _, _ in
            await gate.pass()
            return .done
        }
        let ids = try await bench.put(.sample(), .sample())
        let engine = bench.engine([kind], options: WorkerOptions(concurrency: 1))
        try await bench.runToEnd(engine) {
            try await bench.drive { gate.arrivals == 1 }
            engine.drain()
            try await bench.drive { await bench.store.workers().first?.isDraining == true }
            gate.open()
        }
        #expect(try await bench.row(ids[0]).state == .succeeded)
        #expect(try await bench.row(ids[1]).state == .waiting)
        #expect(gate.arrivals == 1)
    }

    @Test("Runs that do not end in time are interrupted and spend no attempt")
    func grace() async throws {
        let clock = bench.clock
        let started = Flag()
        let kind = ScriptedKind { _, _ in
            started.raise()
            return await .untilStopped(clock)
        }
        let id = try await bench.put(.sample(maxAttempts: 1))[0]
        let engine = bench.engine([kind], options: WorkerOptions(drain: .seconds(5)))
        try await bench.runToEnd(engine) {
            try await bench.drive { started.isRaised }
            engine.drain()
        }
        #expect(clock.monotonic() >= .seconds(5))
        let row = try await bench.row(id)
        #expect(row.state == .waiting && row.attempt == 0 && row.waitReason == .interrupted)
        #expect(await bench.store.attempts(of: id).map(\.outcome) == ["interrupted"])
    }

    @Test("A second stop interrupts the runs at once")
    func secondStop() async throws {
        let clock = bench.clock
        let started = Flag()
        let kind = ScriptedKind { _, _ in
            started.raise()
            return await .untilStopped(clock)
        }
        let id = try await bench.put(.sample())[0]
        let engine = bench.engine([kind], options: WorkerOptions(drain: .seconds(1_000_000)))
        try await bench.runToEnd(engine) {
            try await bench.drive { started.isRaised }
            engine.drain()
            engine.stopNow()
        }
        #expect(clock.monotonic() < .seconds(1_000_000))
        #expect(try await bench.row(id).waitReason == .interrupted)
    }

    @Test("A store that refuses the ends of runs does not keep a worker that must stop; the next one repeats them")
    func refusedEnds() async throws {
        let runs = Diary<Int>()
        let kind = ScriptedKind { job, _ in
            runs.write(job.fence.run)
            return .done
        }
        let id = try await bench.put(.sample())[0]
        let store = TroubledStore(bench.store, troubles: [.finish: .max])
        let engine = bench.engine([kind], options: WorkerOptions(drain: .seconds(5)), store: store)
        try await bench.runToEnd(engine) {
            try await bench.drive { store.count(.finish) > 10 }
            engine.drain()
        }
        #expect(try await bench.row(id).state == .running)
        try await bench.whileRunning(bench.engine([kind], seed: 8)) { try await bench.drive(id, to: .succeeded) }
        #expect(runs.entries == [1, 2])
    }

    @Test("What a dead worker had begun is run again by the next one")
    func recovery() async throws {
        let id = try await bench.put(.sample())[0]
        _ = try await bench.store.claim(ClaimRequest(worker: WorkerID("dead"), limit: 1))
        let runs = Diary<Int>()
        let kind = ScriptedKind { job, _ in
            runs.write(job.fence.run)
            return .done
        }
        try await bench.whileRunning(bench.engine([kind])) { try await bench.drive(id, to: .succeeded) }
        #expect(runs.entries == [2])
        #expect(await bench.store.attempts(of: id).map(\.outcome) == ["lost", "succeeded"])
    }

    @Test("A run can be stopped although it began before its job's last run was put away")
    func startedAgain() async throws {
        let gate = Gate()
        let hasBegun = Flag()
        let store = TroubledStore(
            bench.store,
            afterFinish: { end in
                if end.fence.run == 1 { await gate.pass() }
            })
        let clock = bench.clock
        let kind = ScriptedKind { job, context in
            if job.fence.run == 1 { return .snooze(until: context.now) }
            hasBegun.raise()
            return await .untilStopped(clock)
        }
        let id = try await bench.put(.sample())[0]
        let engine = bench.engine([kind], options: WorkerOptions(drain: .seconds(5)), store: store)
        try await bench.runToEnd(engine) {
            try await bench.drive { gate.arrivals == 1 }
            engine.wake()
            try await bench.drive { hasBegun.isRaised }
            gate.open()
            // The end of the first run is taken note of meanwhile.
            var looks = 0
            try await bench.drive {
                looks += 1
                return looks > 100
            }
            engine.drain()
        }
        #expect(try await bench.row(id).state == .waiting)
    }

    @Test("A worker that stops when drained ends when only parked, paused and later jobs are left")
    func drained() async throws {
        let kind = ScriptedKind { job, _ in
            job.attempt == 0 && job.operation == "flaky"
                ? .retry(JobFailure(kind: "trouble", message: "Once.")) : .done
        }
        let ids = try await bench.put(
            .sample(), .sample(operation: "flaky"), .sample(runAt: bench.now + .seconds(86_400)),
            .sample(seller: "gone"), .sample(seller: "held"))
        try await bench.store.change(AuthorizationChange(key: key("gone"), state: .revoked))
        try await bench.store.pause(key("held"), reason: "A test.", actor: "test")
        try await bench.runToEnd(bench.engine([kind], options: WorkerOptions(stopsWhenDrained: true)))
        var states: [JobState] = []
        for id in ids { states.append(try await bench.row(id).state) }
        #expect(states == [.succeeded, .succeeded, .waiting, .waiting, .waiting])
        #expect(bench.clock.monotonic() < .seconds(86_400))
    }

    @Test("A worker that stops when drained waits for a suspect seller to be tried again")
    func drainedSuspect() async throws {
        let id = try await bench.put(.sample())[0]
        try await bench.store.change(
            AuthorizationChange(key: key("acme"), state: .suspect, blockedUntil: bench.now + .seconds(60)))
        try await bench.runToEnd(
            bench.engine([ScriptedKind { _, _ in .done }], options: WorkerOptions(stopsWhenDrained: true)))
        #expect(try await bench.row(id).state == .succeeded)
    }

    @Test("A worker that stops when drained answers the inbox first and runs what came out of it")
    func drainedInbox() async throws {
        for number in Int64(1)...3 {
            await bench.store.post(InboxRow(id: number, kind: "test", operation: number == 2 ? "bad" : "call"))
        }
        try await bench.runToEnd(
            bench.engine([ScriptedKind { _, _ in .done }], options: WorkerOptions(stopsWhenDrained: true)))
        #expect(await bench.store.inboxCount(status: "new") == 0)
        #expect(await bench.store.counts()[.succeeded] == 2)
    }

    @Test("A worker that stops when drained ends although its first look for work failed")
    func drainedTrouble() async throws {
        let store = TroubledStore(bench.store, troubles: [.hasWork: 2])
        try await bench.runToEnd(
            bench.engine(
                [ScriptedKind { _, _ in .done }], options: WorkerOptions(stopsWhenDrained: true), store: store))
        #expect(store.count(.hasWork) >= 3)
    }

    private func key(_ seller: String) -> AuthorizationKey {
        AuthorizationKey(application: "main", seller: seller, region: "EU")
    }
}
