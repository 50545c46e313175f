/// A small line of how something went, without axes.
package struct Sparkline {
    /// The values, oldest first.
    package var values: [Double]
    /// What it shows, for those who do not see it: `Jobs ended in each of the last 60 minutes`.
    package var title: String
    /// What it comes to, in a sentence: `Between 3 and 40, now 12.`
    package var summary: String
    /// A further class, such as `bad`, which gives it a colour; empty for the usual one.
    package var tone: String

    private static let width = 160.0
    private static let height = 36.0
    /// Room for half of the line's breadth.
    private static let margin = 2.0

    package init(_ values: [Double], title: String, summary: String, tone: String = "") {
        self.values = values
        self.title = title
        self.summary = summary
        self.tone = tone
    }

    /// The drawing.
    package var svg: String {
        let points = points
        let line = points.map { "\(Drawing.number($0.x)),\(Drawing.number($0.y))" }.joined(separator: " ")
        var shapes = ""
        if let first = points.first, let last = points.last {
            let floor = Drawing.number(Self.height - Self.margin)
            shapes =
                "<polygon class=\"spark-area\" points=\"\(Drawing.number(first.x)),\(floor) \(line) "
                + "\(Drawing.number(last.x)),\(floor)\"/><polyline class=\"spark-line\" points=\"\(line)\"/>"
                // A line without length: a circle would be drawn out where the drawing is.
                + "<path class=\"spark-end\" d=\"M\(Drawing.number(last.x)) \(Drawing.number(last.y))h0\"/>"
        }
        return Drawing.svg(
            "spark \(tone)", width: Self.width, height: Self.height, title: title, summary: summary, isElastic: true,
            shapes)
    }

    private var points: [(x: Double, y: Double)] {
        let known = values.map { $0.isFinite ? max(0, $0) : 0 }
        guard !known.isEmpty else { return [] }
        let top = max(known.max() ?? 0, 1e-9)
        let step = known.count > 1 ? (Self.width - 2 * Self.margin) / Double(known.count - 1) : 0
        let room = Self.height - 2 * Self.margin
        return known.enumerated().map { index, value in
            (Self.margin + Double(index) * step, Self.height - Self.margin - value / top * room)
        }
    }
}
