import JobModel
import JobStore
import Tracing

/// The spans of the engine, by OpenTelemetry's conventions for messaging. Without a tracer they cost a look.
enum RunTracing {
    /// Whether anybody traces.
    static var isOn: Bool { !(InstrumentationSystem.instrument is NoOpInstrument) }

    /// Tells of a claim that brought jobs: those that did not are no news.
    static func claimed(_ claim: Claim, since start: DefaultTracerClock.Timestamp) {
        guard isOn, !claim.jobs.isEmpty else { return }
        let span = startSpan("receive jobs", at: start, context: .topLevel, ofKind: .client)
        span.attributes["messaging.system"] = "spworker"
        span.attributes["messaging.operation.name"] = "claim"
        span.attributes["messaging.operation.type"] = "receive"
        span.attributes["messaging.batch.message_count"] = claim.jobs.count
        span.end()
    }

    /// Runs a job inside its span, which goes on from the trace in which the job was put in.
    static func run(_ job: ClaimedJob, _ work: () async -> RunEnd) async {
        guard isOn else {
            _ = await work()
            return
        }
        let context = TraceCarrier(options: job.options)?.context ?? .topLevel
        await withSpan("process \(job.kind)", context: context, ofKind: .consumer) { span in
            span.attributes["messaging.system"] = "spworker"
            span.attributes["messaging.operation.name"] = "run"
            span.attributes["messaging.operation.type"] = "process"
            span.attributes["messaging.destination.name"] = job.kind
            span.attributes["messaging.message.id"] = "\(job.id)"
            span.attributes["spworker.operation"] = job.operation
            span.attributes["spworker.run"] = job.fence.run
            if let key = job.authorization {
                span.attributes["spworker.application"] = key.application
                span.attributes["spworker.seller"] = key.seller
                span.attributes["spworker.region"] = key.region
            }
            let end = await work()
            span.attributes["spworker.outcome"] = end.word
            guard let failure = end.failure else { return }
            // The kind only: what it says may be Amazon's words about somebody.
            span.attributes["error.type"] = failure.kind
            if end.state == .failed || end.state == .quarantined {
                span.setStatus(SpanStatus(code: .error, message: failure.kind))
            }
        }
    }
}
