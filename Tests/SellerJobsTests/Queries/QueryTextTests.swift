import JobModel
import JobStoreTesting
import Testing

@testable import SellerJobs

@Suite("The text of a query")
struct QueryTextTests {
    private func squeezed(_ source: String) throws -> String { try QueryText(source).text }

    private func problems(_ source: String) -> [String] {
        do throws(JobRejection) {
            _ = try QueryText(source)
            return []
        } catch {
            return error.problems
        }
    }

    @Test("white space and comments go, but for a blank between words")
    func squeezes() throws {
        let source = """
            \u{FEFF}# Sales of a week
            query Sales($from: Date = "2026-01-01", $ids: [String!]!) {
              analytics_salesAndTraffic_2024_04_24 { # the schema
                byDate(startDate: $from, aggregateBy: DAY, limit: -10, share: 1.5e+3) @skip(if: false) {
                  sales { ...figures  ... on Other { b } }
                }
              }
            }
            fragment figures on Sales { a  b\tc }
            """
        #expect(
            try squeezed(source)
                == #"query Sales($from:Date="2026-01-01",$ids:[String!]!){analytics_salesAndTraffic_2024_04_24{byDate("#
                + #"startDate:$from,aggregateBy:DAY,limit:-10,share:1.5e+3)@skip(if:false){sales{...figures ...on Other{b}}}}}"#
                + "fragment figures on Sales{a b c}")
    }

    @Test("texts stay as they are, also such as look like something else")
    func texts() throws {
        #expect(try squeezed(#"{ a ( x : "  # { \" }  \\" ) }"#) == #"{a(x:"  # { \" }  \\")}"#)
        let block = "\"\"\"\n  two  lines # }\n \\\"\"\" still \"\" inside\n\"\"\""
        #expect(try squeezed("{ a(x: \(block), y: \"\") }") == "{a(x:\(block),y:\"\")}")
        #expect(
            try squeezed(#"{ a(x: ["" "b"]) }"#) == #"{a(x:["" "b"])}"#, "three quotation marks would begin a block")
    }

    @Test("squeezing once more changes nothing", arguments: UInt64(1)...60)
    func again(round: UInt64) throws {
        let random = SeededRandom(seed: round)
        let pieces = [
            "a", "b1", "-2", "1.5", "\"x # y\"", "\"\"\"b\nc\"\"\"", "\"\"", "...", ":", "$v", "@d", ",", "!", "|", "&",
            "=",
        ]
        let blanks = [" ", "\n", "\t ", "\r\n", " # note }\n"]
        var source = "{"
        for _ in 0..<40 {
            source += random.pick(pieces) + random.pick(blanks)
        }
        let once = try squeezed(source + "}")
        #expect(try squeezed(once) == once, "seed \(round)")
        #expect(try tokens(once) == tokens(source + "}"), "seed \(round)")
    }

    private func tokens(_ source: String) throws -> [String] {
        var lexer = QueryLexer(source)
        var tokens: [String] = []
        while let token = try lexer.next() { tokens.append(String(token.text)) }
        return tokens
    }

    @Test("what is too long is refused with both lengths, blanks do not count")
    func length() throws {
        let fields = String(repeating: "a", count: QueryText.longest - 2)
        #expect(try squeezed("{   \(fields)   }").count == QueryText.longest)
        let problem = problems("{    \(fields)b}")
        #expect(problem.count == 1 && problem[0].contains("8001 characters") && problem[0].contains("8005 with it"))
    }

    @Test("brackets that do not match are told with their line")
    func brackets() {
        #expect(problems("query {\n  a {\n b }\n") == ["Line 1 of the query: '{' is never closed."])
        #expect(problems("{ a }\n}") == ["Line 2 of the query: '}' closes nothing."])
        #expect(
            problems("{\r\n a(x: 1\r\n }\r\n}") == [
                "Line 3 of the query: '}' stands where the '(' of line 2 must be closed."
            ])
        #expect(problems("{ a }\n{ b }").isEmpty)
    }

    @Test("a text without an end is told with its line")
    func openTexts() {
        #expect(problems("{\n a(x: \"b\n) }")[0].hasPrefix("Line 2 of the query: a text lacks its closing"))
        #expect(problems("{\n a(x: \"b\\\"")[0].hasPrefix("Line 2 of the query: a text lacks its closing"))
        #expect(
            problems("{\n\n a(x: \"\"\"b\n\n\\\"\"\" \"\"")[0].hasPrefix("Line 3 of the query: a text lacks its three"))
    }

    @Test("anything but a query is refused")
    func others() {
        #expect(problems("mutation { a }")[0].contains("no mutation"))
        #expect(problems("query A { a }\n\nsubscription B { b }")[0].hasPrefix("Line 3 of the query: Data Kiosk"))
        #expect(problems("qurey { a }")[0].contains("not 'qurey'"))
        #expect(problems("")[0].contains("asks for nothing"))
        #expect(problems("# nothing")[0].contains("asks for nothing"))
        #expect(problems("fragment a on B { c }")[0].contains("asks for nothing"))
        #expect(problems("query mutation { mutation subscription }").isEmpty, "names may be any words")
        #expect(problems("query A($x: X = {b: 1}) { a }").isEmpty)
        #expect(problems("query A")[0].contains("due in braces"))
    }
}
