import JobModel
import JobStore
import JobStoreTesting
import Testing
import Worker

@Suite("Runs and doubt", .timeLimit(.minutes(5)))
struct DoubtTests {
    let bench = WorkerBench()

    @Test("A run that says it has no answer leaves the doubt and what must be known of the call to the next one")
    func kept() async throws {
        let seen = Diary<String>()
        let kind = ScriptedKind { job, context in
            seen.write("\(job.isInDoubt) \(job.checkpoint ?? "-")")
            do {
                if job.isInDoubt {
                    try await context.noteDoubt("looked")
                    guard job.checkpoint == "looked" else { return .snooze(until: context.now + .seconds(5)) }
                    try await context.checkpoint(Checkpoint(text: nil, isStep: false, isDurable: true))
                    return .retry(JobFailure(kind: "none", message: "It had no effect."))
                }
                if job.attempt > 0 { return .done }
                try await context.beginDoubt(note: "sent")
                context.sent()
                context.keepDoubt()
                return .snooze(until: context.now + .seconds(5))
            } catch {
                return .interrupted
            }
        }
        try await bench.whileRunning(bench.engine([kind])) {
            let id = try await bench.put(.sample())[0]
            try await bench.drive(id, to: .succeeded)
            #expect(seen.entries == ["false -", "true sent", "true looked", "false -"])
            #expect(try await !bench.row(id).isInDoubt)
        }
    }

    @Test("A run that has the answer to its call settles the doubt with its end, whichever that is")
    func settled() async throws {
        let kind = ScriptedKind { job, context in
            if job.fence.run > 1 { return job.isInDoubt ? .fail(.inDoubt) : .done }
            do { try await context.beginDoubt() } catch { return .interrupted }
            context.sent()
            return .snooze(until: context.now + .seconds(5))
        }
        try await bench.whileRunning(bench.engine([kind])) {
            let id = try await bench.put(.sample())[0]
            try await bench.drive(id, to: .succeeded)
        }
    }
}
