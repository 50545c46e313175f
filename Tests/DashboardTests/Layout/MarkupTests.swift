import JobModel
import JobStore
import Testing

@testable import Dashboard

@Suite("Text on pages")
struct MarkupTests {
    @Test("has no characters that steer what is shown")
    func plain() {
        func plain(_ text: String) -> String { String(decoding: MarkupBytes.plain(Array(text.utf8)), as: UTF8.self) }
        #expect(plain("a\tb\nc é 漢 🙂") == "a\tb\nc é 漢 🙂")
        #expect(plain("a\u{1B}[31mb\u{0}c\u{7F}d\u{9B}e") == "a [31mb c d e")
        #expect(plain("\u{202E}a\u{2066}b\u{200F}") == " a b ")
        #expect(plain("\u{2026}\u{20AC}") == "\u{2026}\u{20AC}")
        #expect(MarkupBytes.plain([0xE2, 0x80]) == [0xE2, 0x80] && MarkupBytes.plain([]) == [])
    }

    @Test("breaks behind dots, at-signs and slashes, and where a word would fit no line")
    func pieces() {
        #expect("orders.v0.getOrders".pieces == ["orders.", "v0.", "getOrders"])
        #expect("a@b/c".pieces == ["a@", "b/", "c"] && "".pieces == [] && "op.".pieces == ["op."])
        let long = String(repeating: "x", count: 100)
        #expect(long.pieces.map(\.count) == [48, 48, 4] && long.pieces.joined() == long)
    }

    @Test("tells the first time in a sentence as pages do")
    func times() {
        let now = Timestamp(microseconds: 1_767_225_600_000_000)
        let found = Instant.first(in: "The worker (since 2026-01-01T00:00:00.000Z).", now: now + .seconds(60))
        #expect(found.before == "The worker (since " && found.rest == ").")
        #expect(found.at?.iso == now.iso8601 && found.at?.told == now.told(now + .seconds(60)))
        let none = Instant.first(in: "T-1: 2026-99-99T00:00:00.000Z", now: now)
        #expect(none.before == "T-1: 2026-99-99T00:00:00.000Z" && none.at == nil && none.rest == "")
    }

    @Test("is escaped also where a mark carries an accent")
    func accents() throws {
        let text = "\"\u{301}<\u{301}'\u{308}&\u{301}>\u{301}"
        let escaped = "&quot;\u{301}&lt;\u{301}&#39;\u{308}&amp;\u{301}&gt;\u{301}"
        #expect(text.escapedForMarkup.unicodeScalars.elementsEqual(escaped.unicodeScalars))
        #expect("plain é".escapedForMarkup == "plain é")
        let library = try TemplateLibrary([
            ["outer": Array("<a title=\"{{x}}\">{{#rows}}{{>inner}}{{/rows}}".utf8), "inner": Array("{{x}}".utf8)]
        ])
        let html = try #require(library.html("outer", ["x": text, "rows": [["x": text]]] as [String: Any]))
        #expect(
            String(decoding: html, as: UTF8.self).unicodeScalars
                .elementsEqual("<a title=\"\(escaped)\">\(escaped)".unicodeScalars))
    }

    @Test("comes from templates that can be read, each with a name of its own")
    func templates() {
        #expect(throws: DashboardError.self) { try TemplateLibrary([["a": Array("{{#x}}".utf8)]]) }
        #expect(throws: DashboardError.self) { try TemplateLibrary([["shell": []]]) }
    }

    @Test("writes numbers in groups, and counts in words")
    func words() {
        #expect(Words.number(0) == "0" && Words.number(999) == "999" && Words.number(-1000) == "\u{2212}1\u{202F}000")
        #expect(Words.number(1_204_311) == "1\u{202F}204\u{202F}311")
        #expect(Words.counted(1, "job") == "1\u{A0}job" && Words.counted(2, "job") == "2\u{A0}jobs")
    }

    @Test("goes into addresses encoded, and comes out of forms as it was")
    func encoding() {
        #expect("a b/ü&=".percentEncoded == "a%20b%2F%C3%BC%26%3D")
        let values = FormValues(encoded: "name=a+b%2F%C3%BC&x=&flag&x=2&bad=%zz%4&name=second&pad=++y+")
        #expect(values["name"] == "a b/ü" && values.all("name") == ["a b/ü", "second"])
        #expect(values["x"] == nil && values.all("x") == ["2"] && values["flag"] == nil)
        #expect(values["bad"] == "%zz%4" && values["pad"] == "y" && values["none"] == nil)
        #expect(FormValues(encoded: "").fields.isEmpty)
    }
}
