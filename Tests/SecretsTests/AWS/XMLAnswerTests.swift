import Secrets
import Testing

@Suite("An XML answer")
struct XMLAnswerTests {
    @Test("is read with name spaces, attributes, entities, comments and empty elements")
    func reads() throws {
        let text = """
            <?xml version="1.0"?>
            <!-- hello -->
            <r:Response xmlns:r="https://example.com"><Result a="b"><Empty/>
            <Arn> arn:&lt;a&gt; &amp;&#x41;&#66;&unknown; </Arn><Data><![CDATA[<raw>]]></Data></Result></r:Response>
            """
        let answer = try #require(XMLAnswer(Array(text.utf8)))
        #expect(answer.name == "Response")
        #expect(answer.text("Arn") == "arn:<a> &AB&unknown;")
        #expect(answer.text("Data") == "<raw>")
        #expect(answer.text("Empty") == "")
        #expect(answer.text("None") == nil)
    }

    @Test(
        "is nothing else",
        arguments: [
            "", "text", "<a>", "<a></b>", "</a>", "<a/><b/>", "<!doctype html><html></html>", "<a/>text", "text<a/>",
            "<>", #"{"a": 1}"#, String(repeating: "<a>", count: 100) + String(repeating: "</a>", count: 100),
        ])
    func refuses(text: String) {
        #expect(XMLAnswer(Array(text.utf8)) == nil)
    }
}
