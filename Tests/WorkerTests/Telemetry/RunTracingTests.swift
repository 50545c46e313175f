import JobModel
import JobStore
import JobStoreTesting
import Testing
import Tracing
import Worker

@Suite("Spans of a worker", .timeLimit(.minutes(5)))
struct RunTracingTests {
    private let bench = WorkerBench()
    private let tracer = RecordingTracer()

    @Test("A run goes on from the trace that its job carries, and what it does belongs to it")
    func goesOn() async throws {
        let inner = Diary<String?>()
        let kind = ScriptedKind { _, _ in
            inner.write(TraceCarrier.current?.fields["traceparent"])
            return .fail(JobFailure(kind: "bad", message: "Amazon's words."))
        }
        try await withTracer(tracer) {
            try await bench.whileRunning(bench.engine([kind])) {
                var job = NewJob.sample()
                job.options = try #require(TraceCarrier(["traceparent": "outside"])).added(to: job.options)
                let id = try await bench.put(job)[0]
                try await bench.drive(id, to: .failed)
                try await bench.drive { tracer.all.contains { $0.name == "process test" } }
            }
        }
        let run = try #require(tracer.all.first { $0.name == "process test" })
        #expect(run.parent == "outside")
        #expect(inner.entries == [run.number])
        #expect(run.attributes.get("messaging.system") == .string("spworker"))
        #expect(run.attributes.get("spworker.seller") == .string("acme"))
        #expect(run.attributes.get("spworker.outcome") == .string("fail"))
        #expect(run.attributes.get("error.type") == .string("bad") && run.isError)
        #expect(!"\(run.attributes)".contains("Amazon's words"))
        let claims = tracer.all.filter { $0.name == "receive jobs" }
        #expect(claims.count == 1 && claims.first?.parent == nil, "claims that bring nothing are no news")
    }

    @Test("Without a tracer jobs carry nothing and run all the same")
    func silent() async throws {
        let inner = Diary<Bool>()
        let kind = ScriptedKind { _, _ in
            inner.write(TraceCarrier.current == nil)
            return .done
        }
        try await bench.whileRunning(bench.engine([kind])) {
            try await bench.drive(try await bench.put(.sample())[0], to: .succeeded)
        }
        #expect(inner.entries == [true])
        #expect(tracer.all.isEmpty)
    }
}
