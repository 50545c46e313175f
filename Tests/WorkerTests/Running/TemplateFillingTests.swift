import JobModel
import JobStore
import JobStoreTesting
import Logging
import Metrics
import Testing

@testable import Worker

@Suite("Templates of scheduled jobs")
struct TemplateFillingTests {
    private let bench = SchedulerBench()
    private let ran = Diary<ClaimedJob>()

    /// Puts the job of a schedule in.
    private func fire() async throws -> JobID {
        try await bench.store.planSchedules([bench.plan()], complete: nil)
        var job = NewJob.sample()
        job.parameters = "{\"from\":\"{cursor}\"}"
        job.scheduledAt = bench.now
        job.isTemplate = true
        let answers = try await bench.store.fire([
            ScheduleFire(
                key: SchedulerBench.key(), expected: bench.now, next: nil, jobs: [job], overlap: .queue,
                lastFireAt: bench.now)
        ])
        guard case .fired(let jobs)? = answers.first, let first = jobs.first else {
            throw JobRejection("The schedule did not fire: \(answers).")
        }
        return first.id
    }

    /// Gives the job that waits a run.
    private func run(
        _ templates: ScriptedTemplates?, store other: (any JobStore)? = nil, _ outcome: Outcome = .done
    ) async throws {
        let claim = try await bench.store.claim(ClaimRequest(worker: WorkerID("w"), limit: 1))
        let job = try #require(claim.jobs.first)
        let ran = ran
        let kind = ScriptedKind { job, _ in
            ran.write(job)
            return outcome
        }
        await Runner(
            kinds: ["test": kind], store: other ?? bench.memory, timekeeper: bench.clock,
            random: SeededRandom(seed: 1), policy: RetryPolicy(), templates: templates,
            metrics: WorkerMetrics(kinds: ["test"], factory: NOOPMetricsHandler.instance),
            logger: CapturingLog.logger(bench.log)
        ).run(job, stop: StopSignal())
    }

    private func record(_ id: JobID) async throws -> JobRecord { try #require(try await bench.store.job(id)) }

    private func cursor() async throws -> String? { try await bench.store.schedule(SchedulerBench.key())?.cursor }

    @Test("are filled in before the kind sees the job, kept with it, and its success moves the cursor")
    func filled() async throws {
        let id = try await fire()
        try await run(.step())
        #expect(ran.entries.map(\.parameters) == ["{\"from\":\"start\"}"])
        #expect(ran.entries.map(\.body) == ["filled"] && ran.entries.map(\.output) == ["filled.json"])
        let record = try await record(id)
        #expect(record.row.state == .succeeded && !record.row.isTemplate)
        #expect(record.content?.parameters == "{\"from\":\"start\"}")
        #expect(try await cursor() == "2026-02-01T00:00:00.000Z")
    }

    @Test("whose window leaves something make the schedule due by their success, not by their failure")
    func behind() async throws {
        func next() async throws -> Timestamp? { try await bench.store.schedule(SchedulerBench.key())?.nextFireAt }
        _ = try await fire()
        let planned = bench.now + .seconds(86_400)
        try await bench.store.planSchedules([bench.plan(after: .seconds(86_400), signature: "s-2")], complete: nil)
        try await run(.step(isBehind: true), .retry(JobFailure(kind: "oops", message: "Not now.")))
        #expect(try await next() == planned)
        bench.clock.advance(by: .seconds(3600))
        try await run(.step())
        #expect(try await next() == bench.now)
    }

    @Test("are filled in once: a later run asks for the same")
    func once() async throws {
        let id = try await fire()
        let templates = ScriptedTemplates.step()
        try await run(templates, .retry(JobFailure(kind: "oops", message: "Not now.")))
        #expect(try await cursor() == nil)
        bench.clock.advance(by: .seconds(3600))
        try await run(templates)
        #expect(templates.asked.entries == [id])
        #expect(ran.entries.map(\.parameters) == ["{\"from\":\"start\"}", "{\"from\":\"start\"}"])
        #expect(try await cursor() == "2026-02-01T00:00:00.000Z")
    }

    @Test("with nothing to ask for let the job succeed without a run of its kind, and the cursor stands")
    func empty() async throws {
        let id = try await fire()
        try await run(.step(isEmpty: true))
        #expect(ran.entries.isEmpty)
        #expect(try await record(id).row.state == .succeeded)
        #expect(try await cursor() == nil)
    }

    @Test("that mean nothing fail the job with the reason")
    func rejected() async throws {
        let id = try await fire()
        try await run(
            ScriptedTemplates { job throws(JobRejection) in throw JobRejection("cursor.start is no instant.") })
        let row = try await record(id).row
        #expect(row.state == .failed && row.failure?.kind == "invalidRequest")
        #expect(row.failure?.message == "cursor.start is no instant." && ran.entries.isEmpty)
    }

    @Test("fail the job in a worker that cannot fill them in")
    func withoutFilling() async throws {
        let id = try await fire()
        try await run(nil)
        let row = try await record(id).row
        #expect(row.state == .failed && row.failure?.message.contains("cannot fill in") == true)
    }

    @Test("wait for five seconds when the store fails to keep them, which counts for no attempt")
    func trouble() async throws {
        let id = try await fire()
        try await run(.step(), store: TroubledStore(bench.memory, troubles: [.fillTemplate: 1]))
        let row = try await record(id).row
        #expect(row.state == .waiting && row.isTemplate && row.attempt == 0)
        #expect(row.runAt == bench.now + .seconds(5) && ran.entries.isEmpty)
        bench.clock.advance(by: .seconds(5))
        try await run(.step())
        #expect(try await record(id).row.state == .succeeded)
    }
}
