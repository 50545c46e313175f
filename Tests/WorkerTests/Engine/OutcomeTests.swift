import JobModel
import JobStore
import JobStoreTesting
import Testing
import Worker

@Suite("What becomes of runs", .timeLimit(.minutes(5)))
struct OutcomeTests {
    private let bench = WorkerBench()

    @Test("A job that succeeds is run once and keeps its result")
    func success() async throws {
        let runs = Diary<JobID>()
        let kind = ScriptedKind { job, _ in
            runs.write(job.id)
            return .done
        }
        try await bench.whileRunning(bench.engine([kind])) {
            let id = try await bench.put(.sample())[0]
            try await bench.drive(id, to: .succeeded)
            #expect(runs.entries == [id])
            #expect(try await bench.row(id).result?.status == 200)
        }
        #expect(await bench.store.workers().isEmpty, "a worker that stops takes its row along")
    }

    @Test("A failed attempt is counted, pauses and is followed by another")
    func retry() async throws {
        let attempts = Diary<Int>()
        let kind = ScriptedKind { job, _ in
            attempts.write(job.attempt)
            return job.attempt < 2 ? .retry(JobFailure(kind: "trouble", message: "It did not work.")) : .done
        }
        try await bench.whileRunning(bench.engine([kind])) {
            let id = try await bench.put(.sample())[0]
            try await bench.drive(id, to: .succeeded)
            #expect(attempts.entries == [0, 1, 2])
            #expect(await bench.store.attempts(of: id).map(\.outcome) == ["retry", "retry", "succeeded"])
            #expect(bench.clock.monotonic() > .zero, "no pause is no pause")
        }
    }

    @Test("A kind may say how long the pauses between a job's attempts are")
    func ownPauses() async throws {
        let policy = RetryPolicy(backoff: .milliseconds(1), maxBackoff: .milliseconds(1))
        let kind = ScriptedKind(policy: policy) { job, _ in
            job.attempt < 6 ? .retry(JobFailure(kind: "trouble", message: "It did not work.")) : .done
        }
        try await bench.whileRunning(bench.engine([kind])) {
            let id = try await bench.put(.sample())[0]
            try await bench.drive(id, to: .succeeded)
            // The worker's own would make a minute or two.
            #expect(bench.clock.monotonic() < .seconds(5))
        }
    }

    @Test("A run's last call is kept, also one whose answer never came; one that was never written changes nothing")
    func lastCall() async throws {
        let kind = ScriptedKind { job, context in
            context.answered(status: 500)
            context.sent()
            context.answered(status: 200, requestID: "r-1", rateLimit: 2)
            context.answered(status: 500)
            guard job.fence.run == 1 else { return .done }
            context.sent()
            return .snooze(until: context.now)
        }
        try await bench.whileRunning(bench.engine([kind])) {
            let id = try await bench.put(.sample())[0]
            try await bench.drive(id, to: .succeeded)
            let calls = await bench.store.attempts(of: id).map(\.lastCall)
            #expect(calls.map { $0?.status } == [nil, 200] && calls.map { $0?.requestID } == [nil, "r-1"])
            #expect(calls.map { $0?.endedAt == nil } == [true, false])
            #expect(try await bench.row(id).lastCall == calls.last)
        }
    }

    @Test("What a run has written is told with its next checkpoint, the rest with its end")
    func outputs() async throws {
        let store = bench.store
        let seen = Diary<[String]>()
        let kind = ScriptedKind { job, context in
            do {
                context.wrote(WrittenOutput(location: "/out/a", bytes: 1, sha256: "a", isPlaced: false))
                seen.write(await store.outputs(of: job.id).map(\.location))
                try await context.checkpoint(Checkpoint(text: nil, isDurable: false))
                seen.write(await store.outputs(of: job.id).map(\.location))
                context.wrote(WrittenOutput(location: "/out/b", bytes: 2, sha256: "b"))
                return .fail(JobFailure(kind: "trouble", message: "It did not work."))
            } catch {
                return .interrupted
            }
        }
        try await bench.whileRunning(bench.engine([kind])) {
            let id = try await bench.put(.sample())[0]
            try await bench.drive(id, to: .failed)
            #expect(seen.entries == [[], ["/out/a"]])
            #expect(await store.outputs(of: id).map(\.location) == ["/out/a", "/out/b"])
        }
    }

    @Test("When the attempts are used up the job has failed")
    func usedUp() async throws {
        let kind = ScriptedKind { _, _ in .retry(JobFailure(kind: "trouble", message: "It did not work.")) }
        try await bench.whileRunning(bench.engine([kind])) {
            let id = try await bench.put(.sample(maxAttempts: 3))[0]
            try await bench.drive(id, to: .failed)
            let row = try await bench.row(id)
            #expect(row.attempt == 3)
            #expect(row.failure?.kind == "trouble")
        }
    }

    @Test("A snooze spends no attempt and lasts as long as it says")
    func snooze() async throws {
        let times = Diary<Timestamp>()
        let kind = ScriptedKind { job, context in
            times.write(context.now)
            return job.fence.run < 3 ? .snooze(until: context.now + .seconds(60)) : .done
        }
        try await bench.whileRunning(bench.engine([kind])) {
            let id = try await bench.put(.sample(maxAttempts: 1))[0]
            try await bench.drive(id, to: .succeeded)
            #expect(try await bench.row(id).attempt == 0)
            let entries = times.entries
            #expect(zip(entries, entries.dropFirst()).allSatisfy { $1 - $0 >= .seconds(60) })
        }
    }

    @Test("A job of a kind that nobody knows fails, and the failure names the kinds that are known")
    func unknownKind() async throws {
        try await bench.whileRunning(bench.engine([ScriptedKind { _, _ in .done }])) {
            let id = try await bench.put(.sample(kind: "mystery"))[0]
            try await bench.drive(id, to: .failed)
            let failure = try #require(try await bench.row(id).failure)
            #expect(failure.kind == "unknownKind")
            #expect(failure.message.contains("'mystery'") && failure.message.contains("test"))
        }
    }

    @Test("A run that takes longer than its kind allows is stopped and counts as a failed attempt")
    func timeout() async throws {
        let clock = bench.clock
        let kind = ScriptedKind(limit: .seconds(10)) { _, _ in await .untilStopped(clock) }
        try await bench.whileRunning(bench.engine([kind])) {
            let id = try await bench.put(.sample(maxAttempts: 1))[0]
            try await bench.drive(id, to: .failed)
            let row = try await bench.row(id)
            #expect(row.failure?.kind == "timeout")
            #expect(row.attempt == 1)
            #expect(bench.clock.monotonic() >= .seconds(10))
        }
    }

    @Test("A run that ends in time leaves its limit without a trace")
    func inTime() async throws {
        let kind = ScriptedKind(limit: .seconds(10)) { _, _ in .done }
        try await bench.whileRunning(bench.engine([kind])) {
            let id = try await bench.put(.sample())[0]
            try await bench.drive(id, to: .succeeded)
        }
        #expect(bench.clock.sleeperCount == 0)
    }

    @Test("A job whose deadline passes while it pauses fails without another run")
    func deadline() async throws {
        let runs = Diary<Int>()
        let kind = ScriptedKind { job, context in
            runs.write(job.fence.run)
            return .snooze(until: context.now + .seconds(60))
        }
        try await bench.whileRunning(bench.engine([kind])) {
            let id = try await bench.put(.sample(deadline: bench.now + .seconds(30)))[0]
            try await bench.drive(id, to: .failed)
            #expect(try await bench.row(id).failure?.kind == "deadlineExceeded")
            #expect(runs.entries == [1])
        }
    }

    @Test("A running job that another program calls off is stopped and stays so")
    func cancel() async throws {
        let clock = bench.clock
        let started = Flag()
        let kind = ScriptedKind { _, _ in
            started.raise()
            return await .untilStopped(clock)
        }
        try await bench.whileRunning(bench.engine([kind])) {
            let id = try await bench.put(.sample())[0]
            try await bench.drive { started.isRaised }
            #expect(try await bench.store.cancel([id]) == [.requested])
            try await bench.drive(id, to: .cancelled)
            #expect(try await bench.row(id).attempt == 0)
        }
    }

    @Test("A run that ends well although it was called off has succeeded")
    func cancelTooLate() async throws {
        let gate = Gate()
        let kind = ScriptedKind { _, _ in
            await gate.pass()
            return .done
        }
        try await bench.whileRunning(bench.engine([kind])) {
            let id = try await bench.put(.sample())[0]
            try await bench.drive { gate.arrivals == 1 }
            _ = try await bench.store.cancel([id])
            // The gate lets stopped runs through, and this kind does not look why.
            try await bench.drive(id, to: .succeeded)
        }
    }

    @Test("A job that is called off between its claim and its start is stopped too")
    func cancelBeforeStart() async throws {
        let (clock, store) = (bench.clock, bench.store)
        let looks = Diary<Int>()
        let holder = Diary<TroubledStore>()
        let troubled = TroubledStore(store) { claim in
            guard !claim.jobs.isEmpty else { return }
            _ = try await store.cancel(claim.jobs.map(\.id))
            let seen = holder.entries[0].count(.cancelRequests)
            while holder.entries[0].count(.cancelRequests) < seen + 2 { await Task.yield() }
            looks.write(1)
        }
        holder.write(troubled)
        let kind = ScriptedKind { _, _ in await .untilStopped(clock) }
        try await bench.whileRunning(bench.engine([kind], store: troubled)) {
            let id = try await bench.put(.sample())[0]
            try await bench.drive(id, to: .cancelled)
            #expect(looks.entries.count == 1)
        }
    }

    @Test("Further calls of a run take permits: short waits are sat out, long ones are told")
    func permits() async throws {
        let answers = Diary<Timestamp?>()
        let kind = ScriptedKind { job, context in
            do {
                for _ in 0..<3 {
                    let until = try await context.permit()
                    answers.write(until)
                    if let until { return job.fence.run == 1 ? .snooze(until: until) : .done }
                    context.sent()
                }
                return .done
            } catch {
                return .fail(JobFailure(kind: "unexpected", message: "\(error)"))
            }
        }
        try await bench.whileRunning(bench.engine([kind])) {
            let quick = try await bench.put(.sample(plan: LanePlan(rate: 1, burst: 1)))[0]
            try await bench.drive(quick, to: .succeeded)
            #expect(answers.entries == [nil, nil, nil])
            let slow = try await bench.put(
                .sample(operation: "slow", plan: LanePlan(rate: 0.1, burst: 1)))[0]
            try await bench.drive(slow, to: .succeeded)
            #expect(answers.entries.count == 7)
            #expect(answers.entries[4] != nil, "ten seconds are too long to sit out")
        }
    }
}
