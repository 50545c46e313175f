/// Prometheus' text format, version 0.0.4. The same samples always make the same text: metrics by name, samples by
/// their labels' values.
package enum PrometheusText {
    /// The media type.
    package static let contentType = "text/plain; version=0.0.4; charset=utf-8"

    /// Writes samples. Metrics without any are left out.
    package static func text(_ samples: [MetricSample]) -> String {
        var text = ""
        let families = Dictionary(grouping: samples, by: \.name)
        for (name, samples) in families.sorted(by: { $0.key.rawValue < $1.key.rawValue }) {
            text += "# HELP \(name.rawValue) \(escapedHelp(name.help))\n"
            text += "# TYPE \(name.rawValue) \(name.kind.rawValue)\n"
            for sample in samples.sorted(by: { $0.labels.lexicographicallyPrecedes($1.labels) }) {
                write(sample, &text)
            }
        }
        return text
    }

    private static func write(_ sample: MetricSample, _ text: inout String) {
        let name = sample.name.rawValue
        let labels = zip(sample.name.labels, sample.labels).map { "\($0)=\"\(escapedLabel($1))\"" }
        switch sample.value {
        case .number(let value):
            text += "\(name)\(braced(labels)) \(number(value))\n"
        case .distribution(let counts, let sum):
            var total = 0
            for (bound, count) in zip(sample.name.buckets.map(number) + ["+Inf"], counts) {
                total += count
                text += "\(name)_bucket\(braced(labels + ["le=\"\(bound)\""])) \(total)\n"
            }
            text += "\(name)_sum\(braced(labels)) \(number(sum))\n"
            text += "\(name)_count\(braced(labels)) \(total)\n"
        }
    }

    private static func braced(_ labels: [String]) -> String {
        labels.isEmpty ? "" : "{\(labels.joined(separator: ","))}"
    }

    /// A number as Prometheus reads it.
    static func number(_ value: Double) -> String {
        if value.isNaN { return "NaN" }
        if value.isInfinite { return value < 0 ? "-Inf" : "+Inf" }
        if let whole = Int64(exactly: value) { return "\(whole)" }
        return "\(value)"
    }

    static func escapedHelp(_ text: String) -> String {
        text.replacing("\\", with: "\\\\").replacing("\n", with: "\\n")
    }

    static func escapedLabel(_ text: String) -> String {
        escapedHelp(text).replacing("\"", with: "\\\"")
    }
}
