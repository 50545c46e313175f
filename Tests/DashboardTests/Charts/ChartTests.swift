import Testing

@testable import Dashboard

@Suite("Charts")
struct ChartTests {
    @Test("say what they show to those who do not see them, as text")
    func words() {
        let charts = [
            Sparkline([1, 2], title: "Jobs <b>", summary: "Now \"2\".").svg,
            HeatStrip([.init(.bad, "<i>")], title: "Jobs <b>", summary: "Now \"2\".").svg,
            UseBar(used: 1, of: 2, title: "Jobs <b>", summary: "Now \"2\".").svg,
        ]
        for svg in charts {
            #expect(svg.hasPrefix("<svg ") && svg.hasSuffix("</svg>") && svg.contains("role=\"img\""))
            #expect(svg.contains("<title>Jobs &lt;b&gt;</title><desc>Now &quot;2&quot;.</desc>"))
            #expect(!svg.contains("<b>") && !svg.contains("<i>") && !svg.contains("style="))
        }
    }

    @Test("draw a line from the oldest value to the newest, the highest at the top")
    func line() {
        let svg = Sparkline([0, 5, 10], title: "t", summary: "s").svg
        #expect(svg.contains("<polyline class=\"spark-line\" points=\"2,34 80,18 158,2\"/>"))
        #expect(Sparkline([], title: "t", summary: "s").svg.contains("</desc></svg>"))
        #expect(Sparkline([0, 0], title: "t", summary: "s").svg.contains("points=\"2,34 158,34\""))
        #expect(!Sparkline([.nan, .infinity, -1], title: "t", summary: "s").svg.contains("nan"))
    }

    @Test("show how much is used, and never more than all")
    func use() {
        #expect(
            UseBar(used: 5, of: 20, title: "t", summary: "s").svg.contains("class=\"use-part use-good\" width=\"30\""))
        #expect(UseBar(used: 30, of: 20, title: "t", summary: "s").share == 1)
        #expect(UseBar(used: 1, of: 0, title: "t", summary: "s").share == 0)
        #expect(UseBar(used: 19, of: 20, title: "t", summary: "s").svg.contains("use-bad"))
    }

    @Test("mark what went badly not by colour alone")
    func marks() {
        let svg = HeatStrip([.init(.good, "a"), .init(.bad, "b")], title: "t", summary: "s").svg
        #expect(svg.split(separator: "<path").count == 2 && svg.contains("viewBox=\"0 0 22 10\""))
    }

    @Test("write lengths with two decimals at most")
    func numbers() {
        let lengths: [(Double, String)] = [
            (0, "0"), (1.5, "1.5"), (1.05, "1.05"), (-0.25, "-0.25"), (1 / 3, "0.33"), (.nan, "0"),
        ]
        for (value, text) in lengths { #expect(Drawing.number(value) == text) }
    }
}
