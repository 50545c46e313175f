/// Drawings as text, which styles give their colours.
enum Drawing {
    /// A drawing that says what it shows.
    ///
    /// - Parameters:
    ///   - kind: Its classes.
    ///   - summary: What it comes to, in a sentence.
    ///   - isElastic: Whether it may be drawn out to fill its place.
    static func svg(
        _ kind: String, width: Double, height: Double, title: String, summary: String, isElastic: Bool = false,
        _ shapes: String
    ) -> String {
        let kind = kind.trimmed.escapedForMarkup
        let (title, summary) = (title.escapedForMarkup, summary.escapedForMarkup)
        return "<svg class=\"chart \(kind)\" viewBox=\"0 0 \(number(width)) \(number(height))\" "
            + "width=\"\(number(width))\" height=\"\(number(height))\""
            + (isElastic ? " preserveAspectRatio=\"none\"" : "") + " role=\"img\" "
            + "aria-label=\"\(title). \(summary)\"><title>\(title)</title><desc>\(summary)</desc>\(shapes)</svg>"
    }

    /// A length with at most two decimals.
    static func number(_ value: Double) -> String {
        guard value.isFinite, abs(value) < 1e9 else { return "0" }
        let hundredths = Int64((value * 100).rounded())
        let (whole, rest) = (hundredths.magnitude / 100, hundredths.magnitude % 100)
        let sign = hundredths < 0 ? "-" : ""
        guard rest > 0 else { return "\(sign)\(whole)" }
        return "\(sign)\(whole).\(rest < 10 ? "0" : "")\(rest % 10 == 0 ? rest / 10 : rest)"
    }
}
