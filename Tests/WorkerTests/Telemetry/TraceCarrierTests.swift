import Testing
import Worker

@Suite("The trace that a job carries")
struct TraceCarrierTests {
    private let fields = ["traceparent": "00-4bf9-00f0-01", "tracestate": "a=\"b\""]

    @Test(
        "It is added to options without changing the others, and read back",
        arguments: ["{}", "{ }", "{\"timeout\":\"5m\"}", "{\"list\":[{}]}"])
    func added(options: String) throws {
        let carrier = try #require(TraceCarrier(fields))
        let text = carrier.added(to: options)
        #expect(TraceCarrier(options: text) == carrier)
        #expect(TraceCarrier(options: options) == nil)
        if options.contains("timeout") {
            #expect(text.hasPrefix("{\"timeout\":\"5m\",\"trace\":{\"traceparent\":"))
        }
        let other = try #require(TraceCarrier(["traceparent": "another"]))
        #expect(other.added(to: text) == text, "what came with the job stays")
    }

    @Test("What no tracer writes is none")
    func refused() {
        #expect(TraceCarrier([:]) == nil)
        #expect(TraceCarrier(["traceparent": String(repeating: "x", count: 1025)]) == nil)
        #expect(TraceCarrier(Dictionary(uniqueKeysWithValues: (0..<9).map { ("f\($0)", "x") })) == nil)
        for options in [
            "", "[]", "{\"trace\":1}", "{\"trace\":{\"a\":1}}", "{\"trace\":", "{\"other\":\"\\\"trace\\\"\"}",
        ] {
            #expect(TraceCarrier(options: options) == nil, "\(options)")
        }
    }
}
