import Testing

@testable import spworker

@Suite("JSON with comments")
struct LooseJSONTests {
    private func strict(_ text: String) -> String {
        String(decoding: LooseJSON.strict(Array(text.utf8)), as: UTF8.self)
    }

    @Test(
        "comments and trailing commas become blanks, and texts stay",
        arguments: [
            (#"{"a": "//no" // yes"#, #"{"a": "//no"       "#), (#"["/*", /* ] */ 1,]"#, #"["/*",         1 ]"#),
            (#"{"a\"": ",}", }"#, #"{"a\"": ",}"  }"#), ("[1, /* x\ny */ ]", "[1      \n     ]"), ("[1,,]", "[1, ]"),
            ("[\"open,]\n,]", "[\"open,]\n ]"), ("/* open", "/* open"),
        ])
    func blanks(text: String, result: String) {
        #expect(strict(text) == result)
    }

    @Test("values keep their lines, keys and escapes")
    func nodes() throws {
        let text = "{\n  \"a\": \"x\\u00e9\\/\", // one\n  \"b\":\n    [true, null, -1.5e3, {}]\n}"
        let root = try LooseJSON(ImportText(Array(text.utf8), name: "f")).root()
        guard case .map(let entries) = root.value else {
            Issue.record("no map")
            return
        }
        #expect(entries.map(\.key) == ["a", "b"])
        #expect(entries.map(\.origin.description) == ["f:2", "f:3"])
        guard case .scalar("xé/", quoted: true) = entries[0].node.value, case .list(let items) = entries[1].node.value
        else {
            Issue.record("\(entries)")
            return
        }
        #expect(items.map(\.summary) == ["\"true\"", "nothing", "\"-1.5e3\"", "a map of keys"])
        #expect(items[0].origin.description == "f:4")
    }
}
