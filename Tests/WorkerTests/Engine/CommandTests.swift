import JobModel
import JobStore
import JobStoreTesting
import Testing
import Worker

@Suite("Requests of other processes", .timeLimit(.minutes(5)))
struct CommandTests {
    private let bench = WorkerBench()

    private func status(_ id: Int64) async throws -> CommandRow.Status {
        try #require(await bench.store.command(id)).status
    }

    @Test("A worker that is asked to drain answers, says so in its row, lets its runs end and stops")
    func drain() async throws {
        let gate = Gate()
        let kind = ScriptedKind { _, _ in
            await gate.pass()
            return .done
        }
        let ids = try await bench.put(.sample(), .sample())
        let engine = bench.engine([kind], options: WorkerOptions(concurrency: 1, lease: .seconds(4000)))
        try await bench.runToEnd(engine) {
            try await bench.drive { gate.arrivals == 1 }
            let before = bench.clock.monotonic()
            let id = try await bench.store.ask("drain", argument: "{}", of: engine.id)
            try await bench.drive { try await status(id) == .done }
            try await bench.drive { await bench.store.workers().first?.isDraining == true }
            #expect(bench.clock.monotonic() - before < .seconds(900), "the row waited for the next heartbeat")
            gate.open()
        }
        #expect(try await bench.row(ids[0]).state == .succeeded)
        #expect(try await bench.row(ids[1]).state == .waiting)
        #expect(await bench.store.workers().isEmpty)
    }

    @Test("A slow request holds up neither jobs nor other requests, and is carried out once")
    func slow() async throws {
        let gate = Gate()
        let commands: [String: CommandHandler] = [
            "slow": { _ in
                await gate.pass()
                return .done(#"{"slow":true}"#)
            },
            "quick": { row in .done(row.argument) },
        ]
        let engine = bench.engine([ScriptedKind { _, _ in .done }], commands: commands)
        try await bench.whileRunning(engine) {
            let slow = try await bench.store.ask("slow")
            try await bench.drive { gate.arrivals == 1 }
            for number in 1...3 {
                let quick = try await bench.store.ask("quick", argument: "{\"n\":\(number)}")
                try await bench.drive { try await status(quick) == .done }
                #expect(await bench.store.command(quick)?.answer == "{\"n\":\(number)}")
                let job = try await bench.put(.sample())[0]
                try await bench.drive(job, to: .succeeded)
            }
            #expect(try await status(slow) != .done)
            #expect(gate.arrivals == 1)
            gate.open()
            try await bench.drive { try await status(slow) == .done }
            #expect(await bench.store.command(slow)?.answer == #"{"slow":true}"#)
        }
        #expect(gate.arrivals == 1)
    }

    @Test("A request that is not known is refused with those that are")
    func unknown() async throws {
        let engine = bench.engine([], commands: ["probe": { _ in .done() }, "reload": { _ in .done() }])
        try await bench.whileRunning(engine) {
            let id = try await bench.store.ask("frobnicate")
            try await bench.drive { try await status(id) == .failed }
            let answer = try #require(await bench.store.command(id)?.answer)
            #expect(answer.contains("frobnicate") && answer.contains("drain, probe, reload"))
        }
    }

    @Test("A request for another worker is left alone, and one that waited for too long is given up")
    func notMine() async throws {
        let seen = Diary<Int64>()
        let old = try await bench.store.ask("note")
        bench.clock.advance(by: .seconds(61))
        let other = try await bench.store.ask("note", argument: "{}", of: WorkerID("other"))
        let mine = try await bench.store.ask("note")
        let engine = bench.engine(
            [],
            commands: [
                "note": { row in
                    seen.write(row.id)
                    return .done()
                }
            ])
        try await bench.whileRunning(engine) {
            try await bench.drive { try await status(mine) == .done }
            #expect(try await status(old) == .expired)
            #expect(try await status(other) == .new)
        }
        #expect(seen.entries == [mine])
    }

    @Test("An answer that the store does not take at first is not lost, and the request not repeated")
    func troubledAnswer() async throws {
        let seen = Diary<Int64>()
        let store = TroubledStore(bench.store, troubles: [.answer: 3, .newCommands: 1])
        let engine = bench.engine(
            [], store: store,
            commands: [
                "note": { row in
                    seen.write(row.id)
                    return .done()
                }
            ])
        try await bench.whileRunning(engine) {
            let id = try await bench.store.ask("note")
            try await bench.drive { try await status(id) == .done }
            // Whatever wakes the worker, the request has had its turn.
            for _ in 0..<3 {
                _ = try await bench.put(.sample())
                let asked = store.count(.newCommands)
                try await bench.drive { store.count(.newCommands) > asked }
            }
        }
        #expect(seen.entries.count == 1)
        #expect(store.count(.answer) == 4)
    }

    @Test("A worker that stops waits for the answers to what it was asked")
    func stopped() async throws {
        let clock = bench.clock
        let started = Flag()
        let engine = bench.engine(
            [],
            commands: [
                "slow": { _ in
                    started.raise()
                    do {
                        try await clock.sleep(for: .seconds(1_000_000))
                        return .done()
                    } catch {
                        return .failed("The worker stopped.")
                    }
                }
            ])
        let id = try await bench.store.ask("slow")
        try await bench.runToEnd(engine) {
            try await bench.drive { started.isRaised }
            engine.drain()
        }
        #expect(try await status(id) == .failed)
        #expect(await bench.store.command(id)?.answer?.contains("stopped") == true)
    }
}
