import Synchronization
import Tracing

/// Remembers spans, and passes the number of one on as the field `traceparent`.
final class RecordingTracer: Tracer {
    struct Ended: Sendable {
        let name: String
        let parent: String?
        let number: String
        let attributes: SpanAttributes
        let isError: Bool
    }

    final class RecordedSpan: Tracing.Span {
        struct State {
            var name: String
            var attributes = SpanAttributes()
            var isError = false
        }

        let context: InstrumentationContext
        let parent: String?
        let number: String
        private let tracer: RecordingTracer
        private let state: Mutex<State>

        init(_ name: String, parent: InstrumentationContext, number: Int, tracer: RecordingTracer) {
            self.parent = parent.spanNumber
            self.number = "span-\(number)"
            var context = parent
            context.spanNumber = self.number
            self.context = context
            self.tracer = tracer
            state = Mutex(State(name: name))
        }

        var operationName: String {
            get { state.withLock { $0.name } }
            set { state.withLock { $0.name = newValue } }
        }
        var attributes: SpanAttributes {
            get { state.withLock { $0.attributes } }
            set { state.withLock { $0.attributes = newValue } }
        }
        var isRecording: Bool { true }

        func setStatus(_ status: SpanStatus) { state.withLock { $0.isError = status.code == .error } }
        func addEvent(_ event: SpanEvent) {}
        func addLink(_ link: SpanLink) {}
        func recordError<Instant: TracerInstant>(
            _ error: any Error, attributes: SpanAttributes, at instant: @autoclosure () -> Instant
        ) {}
        func end<Instant: TracerInstant>(at instant: @autoclosure () -> Instant) {
            let state = state.withLock { $0 }
            tracer.ended(
                Ended(
                    name: state.name, parent: parent, number: number, attributes: state.attributes,
                    isError: state.isError))
        }
    }

    private let count = Atomic<Int>(0)
    private let spans = Mutex<[Ended]>([])

    /// The spans that have ended, in the order of their ends.
    var all: [Ended] { spans.withLock { $0 } }

    private func ended(_ span: Ended) { spans.withLock { $0.append(span) } }

    func startSpan<Instant: TracerInstant>(
        _ operationName: String, context: @autoclosure () -> InstrumentationContext, ofKind kind: SpanKind,
        at instant: @autoclosure () -> Instant, function: String, file fileID: String, line: UInt
    ) -> RecordedSpan {
        let number = count.wrappingAdd(1, ordering: .relaxed).newValue
        return RecordedSpan(operationName, parent: context(), number: number, tracer: self)
    }

    func forceFlush() {}

    func inject<Carrier, Inject: Injector>(
        _ context: InstrumentationContext, into carrier: inout Carrier, using injector: Inject
    ) where Inject.Carrier == Carrier {
        if let number = context.spanNumber { injector.inject(number, forKey: "traceparent", into: &carrier) }
    }

    func extract<Carrier, Extract: Extractor>(
        _ carrier: Carrier, into context: inout InstrumentationContext, using extractor: Extract
    ) where Extract.Carrier == Carrier {
        context.spanNumber = extractor.extract(key: "traceparent", from: carrier)
    }
}

extension InstrumentationContext {
    private enum SpanNumber: InstrumentationContextKey { typealias Value = String }

    fileprivate(set) var spanNumber: String? {
        get { self[SpanNumber.self] }
        set { self[SpanNumber.self] = newValue }
    }
}
