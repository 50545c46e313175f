package import Tracing

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// Where a trace stands, as it is kept with a job: the fields that a tracer writes for others to go on from, such as
/// `traceparent`.
///
/// It is the option `trace` of every kind, so it survives whatever the job survives, and a program in any language that
/// puts a job in may bring its own.
package struct TraceCarrier: Sendable, Hashable {
    /// The option's name.
    package static let optionName = "trace"
    /// The most fields.
    package static let mostFields = 8
    /// The longest field's value in bytes.
    package static let longestValue = 1024

    /// The fields by name.
    package let fields: [String: String]

    /// A carrier of fields; `nil` when there are none, or more or longer ones than any tracer writes.
    package init?(_ fields: [String: String]) {
        let isSmall = fields.allSatisfy { $0.key.utf8.count <= 64 && $0.value.utf8.count <= Self.longestValue }
        guard !fields.isEmpty, fields.count <= Self.mostFields, isSmall else { return nil }
        self.fields = fields
    }

    /// The carrier among a job's options, a JSON object; `nil` when there is none that is one.
    package init?(options: String) {
        // Most jobs have none, and each is asked.
        guard options.contains("\"\(Self.optionName)\"") else { return nil }
        guard let members = try? JSONDecoder().decode(Members.self, from: Data(options.utf8)) else { return nil }
        self.init(members.trace)
    }

    /// Where the trace stands of whoever asks; `nil` when nothing is traced.
    package static var current: TraceCarrier? {
        guard let context = InstrumentationContext.current else { return nil }
        var fields: [String: String] = [:]
        InstrumentationSystem.instrument.inject(context, into: &fields, using: FieldInjector())
        return TraceCarrier(fields)
    }

    /// What goes on from where this stands.
    package var context: InstrumentationContext {
        var context = InstrumentationContext.topLevel
        InstrumentationSystem.instrument.extract(fields, into: &context, using: FieldExtractor())
        return context
    }

    /// Options with this among them. Those that have one keep theirs.
    ///
    /// - Parameter options: A JSON object.
    package func added(to options: String) -> String {
        guard TraceCarrier(options: options) == nil, let end = options.lastIndex(of: "}"),
            let start = options.firstIndex(of: "{")
        else { return options }
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        guard let encoded = try? encoder.encode(fields) else { return options }
        let isEmpty = options[options.index(after: start)..<end].allSatisfy(\.isWhitespace)
        let member = "\"\(Self.optionName)\":\(String(decoding: encoded, as: UTF8.self))"
        return "\(options[..<end])\(isEmpty ? "" : ",")\(member)\(options[end...])"
    }

    private struct Members: Decodable {
        var trace: [String: String]
    }
}

private struct FieldInjector: Injector {
    func inject(_ value: String, forKey key: String, into carrier: inout [String: String]) { carrier[key] = value }
}

private struct FieldExtractor: Extractor {
    // Header fields' names, which these are, come in any case.
    func extract(key: String, from carrier: [String: String]) -> String? {
        carrier[key] ?? carrier.first { $0.key.lowercased() == key.lowercased() }?.value
    }
}
