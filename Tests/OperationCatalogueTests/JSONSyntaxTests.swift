import OperationCatalogue
import Testing

@Suite("The syntax of bodies")
struct JSONSyntaxTests {
    @Test(
        "accepts JSON",
        arguments: [
            "{}", "[]", " [1, -0.5e+10, 0, 1E3] \n", "null", "true", "false", "\"\"", "1e400",
            "{\"a\": {\"b\": [\"ü😀\\u00e9\\n\\\\\\\"\\/\", null]}, \"\": \"x\"}",
        ])
    func accepted(_ text: String) {
        #expect(throws: Never.self) { try JSONSyntax.check(Array(text.utf8)) }
    }

    @Test(
        "refuses everything else and tells where",
        arguments: [
            ("", 1, 1), ("  ", 1, 3), ("{", 1, 2), ("{\"a\": 1,}", 1, 9), ("[1,]", 1, 4), ("[1 2]", 1, 4),
            ("{'a': 1}", 1, 2), ("{\"a\" 1}", 1, 6), ("{\n  \"ü\": tru\n}", 2, 8), ("01", 1, 2), ("1.", 1, 3),
            ("1.2.3", 1, 4), ("-", 1, 2), ("+1", 1, 1), (".5", 1, 1), ("{} x", 1, 4), ("\"a\nb\"", 1, 3), ("\"a", 1, 3),
            ("\"\\q\"", 1, 3), ("\"\\u12g4\"", 1, 6), ("nul", 1, 1), ("hello", 1, 1), ("1e", 1, 3), ("NaN", 1, 1),
        ])
    func refused(_ text: String, _ line: Int, _ column: Int) {
        let fault = #expect(throws: JSONSyntax.Fault.self) { try JSONSyntax.check(Array(text.utf8)) }
        #expect(fault?.line == line && fault?.column == column)
    }

    @Test("refuses what is not UTF-8, and nesting that would exhaust the stack")
    func limits() {
        #expect(throws: JSONSyntax.Fault.self) { try JSONSyntax.check([0x22, 0xFF, 0x22]) }
        let deep = String(repeating: "[", count: 100_000) + String(repeating: "]", count: 100_000)
        #expect(throws: JSONSyntax.Fault.self) { try JSONSyntax.check(Array(deep.utf8)) }
    }
}
