/// How much of something is used up.
package struct UseBar {
    /// How much is used.
    package var used: Double
    /// How much there is.
    package var total: Double
    /// What it shows: `Burst of orders.getOrders`.
    package var title: String
    /// What it comes to: `12 of 20 calls are left.`
    package var summary: String

    private static let width = 120.0
    private static let height = 8.0

    package init(used: Double, of total: Double, title: String, summary: String) {
        self.used = used
        self.total = total
        self.title = title
        self.summary = summary
    }

    /// The part that is used, from 0 to 1.
    package var share: Double {
        guard used.isFinite, total.isFinite, total > 0 else { return 0 }
        return min(1, max(0, used / total))
    }

    /// The drawing.
    package var svg: String {
        let tone = share >= 0.9 ? "bad" : share >= 0.6 ? "warning" : "good"
        let height = Drawing.number(Self.height)
        let filled = Drawing.number(share * Self.width)
        let shapes =
            "<rect class=\"use-all\" width=\"\(Drawing.number(Self.width))\" height=\"\(height)\" rx=\"4\"/>"
            + "<rect class=\"use-part use-\(tone)\" width=\"\(filled)\" height=\"\(height)\" rx=\"4\"/>"
        return Drawing.svg("use", width: Self.width, height: Self.height, title: title, summary: summary, shapes)
    }
}
