import Testing

@testable import OperationCatalogue

@Suite("The reader of JSON")
struct JSONReaderTests {
    private func value(_ text: String) throws -> JSONValue { try JSONReader.value(of: Array(text.utf8)) }

    @Test(
        "reads what Foundation's decoder reads",
        arguments: [
            "{}", "[]", " [1, -0.5e+10, 0, -0, 1E3, 1.0, 12345678901234567890, 9223372036854775807, 0.1] \n", "null",
            "true", "false", "\"\"", "[[], {}, [[1]], \"a\", {\"a\": {}}]",
            #"{"a": {"b": ["ü😀\u00e9\n\\\"\/\b\f\r\t\ud83e\udd89", null, true, false]}, "": "x", "ä\"": 1}"#,
            #"{"ends with a backslash\\": "\\", "{": "}", "[": "]", ",": ":"}"#, #""\u0000 and \uFFFD""#,
        ])
    func sameAsFoundation(_ text: String) throws {
        #expect(try value(text) == JSONValue(parsing: text.utf8))
    }

    @Test(
        "refuses what is no JSON, half characters and endless numbers",
        arguments: [
            "", "{\"a\": 1,}", "[1,]", "{} {}", "nul", #""\ud800""#, #""\udc00\ud800""#, #""\ud800\u0041""#,
            #""\ud800x12345""#, "1e400", "[-1e999]",
        ])
    func refused(_ text: String) {
        #expect(throws: JSONSyntax.Fault.self) { try value(text) }
    }

    @Test("tells where half a character stands")
    func place() {
        let fault = #expect(throws: JSONSyntax.Fault.self) { try value(#"["ok", "x\ud800"]"#) }
        #expect(fault?.line == 1 && fault?.column == 12)
    }

    @Test("hands out an object's members in their order, as they are written")
    func members() throws {
        let text = #" {"b" : 1.50 , "a\u0062":{"z":[1, "}"],"y":"\u0041"},"t":"\"", "b":null, "e":[ ]} "#
        let members = try #require(try JSONReader.members(of: Array(text.utf8)))
        #expect(members.map(\.name) == ["b", "ab", "t", "b", "e"])
        #expect(
            members.map { String(decoding: $0.value, as: UTF8.self) } == [
                "1.50", #"{"z":[1, "}"],"y":"\u0041"}"#, #""\"""#, "null", "[ ]",
            ])
        #expect(try JSONReader.members(of: Array("{}".utf8)) == [])
        let extents = try #require(try JSONReader.extents(of: Array(text.utf8)))
        #expect(extents.map(\.name) == members.map(\.name))
        #expect(extents.map { Array(text.utf8)[$0.place] }.map(Array.init) == members.map(\.value))
    }

    @Test("finds no members in other values", arguments: ["[]", "1", "null", "\"{}\""])
    func noMembers(_ text: String) throws {
        #expect(try JSONReader.members(of: Array(text.utf8)) == nil)
    }
}
