import JobModel
import JobStore
import JobStoreTesting
import Testing
import Worker

@Suite("What a worker counts", .timeLimit(.minutes(5)))
struct WorkerMetricsTests {
    private let bench = WorkerBench()
    private let metrics = RecordedMetrics()

    @Test("Each run is counted by its outcome, a job once when it ends")
    func runs() async throws {
        let kind = ScriptedKind { job, _ in
            switch (job.operation, job.fence.run) {
            case ("again", 1): .retry(JobFailure(kind: "trouble", message: "It did not work."))
            case ("bad", _): .fail(JobFailure(kind: "bad", message: "It never works."))
            default: .done
            }
        }
        try await bench.whileRunning(bench.engine([kind], metrics: metrics)) {
            let ids = try await bench.put(
                .sample(operation: "again"), .sample(operation: "bad"), .sample(kind: "nobody", operation: "lost"))
            try await bench.drive(ids[0], to: .succeeded)
            try await bench.drive(ids[1], to: .failed)
            try await bench.drive(ids[2], to: .failed)
            // The end is written before it is counted.
            try await bench.drive { metrics.count("jobs_ended_total{kind=test,outcome=succeeded}") == 1 }
        }
        #expect(metrics.count("runs_total{kind=test,outcome=retry}") == 1)
        #expect(metrics.count("runs_total{kind=test,outcome=succeeded}") == 1)
        #expect(metrics.count("runs_total{kind=test,outcome=failed}") == 1)
        #expect(metrics.count("jobs_ended_total{kind=test,outcome=failed}") == 1)
        #expect(metrics.count("jobs_ended_total{kind=unknown,outcome=failed}") == 1, "anybody's word is no label")
        #expect(metrics.values("run_duration_seconds{kind=test}").count == 3)
    }

    @Test("How long a run takes and how long its job was due are told")
    func times() async throws {
        let clock = bench.clock
        let kind = ScriptedKind { _, _ in
            try? await clock.sleep(for: .seconds(3))
            return .done
        }
        // Put in before anybody works, and due a while later.
        let id = try await bench.put(.sample(runAt: bench.now + .seconds(60)))[0]
        bench.clock.advance(by: .seconds(70))
        try await bench.whileRunning(bench.engine([kind], metrics: metrics)) {
            try await bench.drive(id, to: .succeeded)
            try await bench.drive { metrics.count("claims_total{result=empty}") > 0 }
        }
        let waits = metrics.values("lane_wait_seconds")
        #expect(waits.count == 1 && (10...11).contains(waits[0]), "\(waits)")
        let runs = metrics.values("run_duration_seconds{kind=test}")
        #expect(runs.count == 1 && (3...4).contains(runs[0]), "\(runs)")
        #expect(metrics.count("claims_total{result=jobs}") == 1 && metrics.count("claimed_jobs_total") == 1)
    }

    @Test("Answers to the inbox are counted by what they say")
    func inbox() async throws {
        let kind = ScriptedKind { _, _ in .done }
        for (number, operation) in ["good", "bad", "good"].enumerated() {
            await bench.store.post(InboxRow(id: Int64(number + 1), kind: "test", operation: operation))
        }
        try await bench.whileRunning(bench.engine([kind], metrics: metrics)) {
            try await bench.drive { metrics.count("inbox_rows_total{result=admitted}") == 2 }
        }
        #expect(metrics.count("inbox_rows_total{result=rejected}") == 1)
    }

    @Test("A worker tells by its vitals that it holds its lease and that claims come back, or what is in the way")
    func vitals() async throws {
        let kind = ScriptedKind { _, _ in .done }
        let engine = bench.engine([kind], metrics: metrics, obstacle: { "The disk is full." })
        #expect(engine.vitals == WorkerVitals())
        try await bench.whileRunning(engine) {
            try await bench.drive { metrics.count("claims_total{result=held}") > 0 }
            let vitals = engine.vitals
            #expect(vitals.obstacle == "The disk is full." && vitals.claimedAt == nil)
            #expect(vitals.leaseUntil.map { $0 > bench.now } == true)
        }
        let free = bench.engine([kind], seed: 8)
        try await bench.whileRunning(free) {
            try await bench.drive { free.vitals.claimedAt != nil }
            #expect(free.vitals.claimBeganAt == nil && free.vitals.claimsFailSince == nil)
        }
        #expect(free.vitals.isDraining)
    }
}
