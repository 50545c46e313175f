import OperationCatalogue
import Testing

@testable import SellerJobs

@Suite("What a feed's results say")
struct FeedResultTests {
    static let json = #"""
        {"header": {"sellerId": "A1", "version": "2.0", "feedId": "7"},
         "issues": [
           {"messageId": 2, "code": "90220", "severity": "ERROR", "message": "'brand' is required.", "attributeName": "brand"},
           {"messageId": 3, "code": "18027", "severity": "WARNING", "message": "A hint."},
           {"messageId": 4, "code": 8560, "severity": "ERROR", "message": "No such product."}],
         "summary": {"errors": 3, "warnings": 1, "messagesProcessed": 4, "messagesAccepted": 2, "messagesInvalid": 2}}
        """#

    static let xml = """
        <?xml version="1.0" encoding="UTF-8"?>
        <AmazonEnvelope xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">
          <Header><MerchantIdentifier>A1</MerchantIdentifier></Header>
          <MessageType>ProcessingReport</MessageType>
          <Message><MessageID>1</MessageID>
            <ProcessingReport>
              <DocumentTransactionID>7</DocumentTransactionID>
              <StatusCode>Complete</StatusCode>
              <ProcessingSummary>
                <MessagesProcessed>3</MessagesProcessed>
                <MessagesSuccessful>1</MessagesSuccessful>
                <MessagesWithError> 2 </MessagesWithError>
                <MessagesWithWarning>1</MessagesWithWarning>
              </ProcessingSummary>
              <Result><MessageID>1</MessageID><ResultCode>Warning</ResultCode><ResultMessageCode>1</ResultMessageCode>
                <ResultDescription>A hint.</ResultDescription></Result>
              <Result>
                <MessageID>2</MessageID><ResultCode>Error</ResultCode><ResultMessageCode>8560</ResultMessageCode>
                <ResultDescription>Size &lt;10&gt; &amp; colour &#39;red&#x27; &unknown;</ResultDescription>
                <AdditionalInfo><SKU>S-1</SKU></AdditionalInfo>
              </Result>
              <Result><MessageID>3</MessageID><ResultCode>Error</ResultCode><ResultMessageCode>25</ResultMessageCode>
                <ResultDescription><![CDATA[Not <allowed> & wrong]]></ResultDescription></Result>
            </ProcessingReport>
          </Message>
        </AmazonEnvelope>
        """

    static let tabs =
        "Feed Processing Summary:\r\n\tNumber of records processed\t\t3\r\n\tNumber of records successful\t\t1\r\n\r\n"
        + "original-record-number\tsku\terror-code\terror-type\terror-message\r\n"
        + "2\tS-1\t8560\tError\tNo such product.\r\n3\t\t25\tFatal\tNot allowed.\r\n1\tS-0\t1\tWarning\tA hint.\r\n"

    private func read(_ text: String) -> FeedResult { FeedResult(Array(text.utf8)) }

    private func figures(_ result: FeedResult) -> [Int?] {
        [result.processed, result.accepted, result.errors, result.warnings]
    }

    @Test("a report in JSON has figures of messages, and its errors are told without the warnings")
    func listings() {
        let result = read(Self.json)
        #expect(figures(result) == [4, 2, 2, 1])
        #expect(
            result.firstErrors == [
                "message 2, error 90220: 'brand' is required.", "message 4, error 8560: No such product.",
            ])
        #expect(!result.isRefused)
    }

    @Test("a report in JSON about a document that could not be read is an error, although no message is invalid")
    func unreadable() {
        let result = read(
            #"{"issues":[{"code":"4000001","severity":"ERROR","message":"Bad."}],"summary":"#
                + #"{"errors":1,"warnings":0,"messagesProcessed":0,"messagesAccepted":0,"messagesInvalid":0}}"#)
        #expect(figures(result) == [0, 0, 1, 0])
        #expect(result.isRefused && result.firstErrors == ["error 4000001: Bad."])
    }

    @Test("a report in XML is read with its entities and its unread texts")
    func envelope() {
        let result = read(Self.xml)
        #expect(figures(result) == [3, 1, 2, 1])
        #expect(
            result.firstErrors == [
                "message 2, SKU S-1, error 8560: Size <10> & colour 'red' &unknown;",
                "message 3, error 25: Not <allowed> & wrong",
            ])
    }

    @Test("a summary separated by tabs is read, whatever the line breaks")
    func flatFile() {
        for text in [Self.tabs, Self.tabs.replacing("\r\n", with: "\n"), "\u{FEFF}" + Self.tabs] {
            let result = read(text)
            #expect(figures(result) == [3, 1, 2, 1])
            #expect(
                result.firstErrors == [
                    "record 2, SKU S-1, error 8560: No such product.", "record 3, error 25: Not allowed.",
                ])
        }
    }

    @Test("a flat file in another language still has its table of errors")
    func otherLanguage() {
        let table = Self.tabs.split(separator: "\r\n\r\n", maxSplits: 1)[1]
        let latin = Array("Zusammenfassung f".utf8) + [0xFC, 0x0A]
        let result = FeedResult(latin + Array(table.utf8))
        #expect(figures(result) == [nil, nil, 2, 1] && result.firstErrors.count == 2)
        #expect(!result.isRefused, "how many records there were is not known")
    }

    @Test("only the first five errors are kept, and long ones are cut")
    func many() {
        let rows = (1...9).map { "\($0)\tS\t1\tError\t\(String(repeating: "x", count: 1000))\n" }.joined()
        let result = read("original-record-number\tsku\terror-code\terror-type\terror-message\n" + rows)
        #expect(result.errors == 9 && result.firstErrors.count == 5)
        #expect(result.firstErrors.allSatisfy { $0.count <= 300 })
    }

    @Test(
        "of anything else no figures are known",
        arguments: [
            "", " \n", "hello", "{}", "{\"a\":1}", "{broken", "<html></html>", "<a", "%PDF-1.4", "[1]", "a\tb\n1\t2\n",
        ])
    func unknown(text: String) {
        let result = read(text)
        #expect(!result.isKnown && result == FeedResult() && !result.isRefused)
    }

    @Test("no document brings the reader down, wherever it breaks off")
    func truncated() {
        for text in [Self.json, Self.xml, Self.tabs] {
            let bytes = Array(text.utf8)
            for end in bytes.indices { _ = FeedResult(Array(bytes[..<end])) }
        }
    }

    // MARK: Portions

    /// What a document says that comes in portions of a size.
    private func read(_ text: String, by size: Int) -> FeedResult {
        var reader = FeedResultReader()
        let bytes = Array(text.utf8)
        for start in stride(from: 0, to: bytes.count, by: size) {
            reader.take(Array(bytes[start..<min(start + size, bytes.count)]))
        }
        return reader.result
    }

    @Test("the portions in which a document comes make no difference", arguments: [1, 2, 3, 7, 17, 18, 19, 64, 1000])
    func portions(size: Int) {
        for text in [Self.json, Self.xml, Self.tabs, "\u{FEFF}" + Self.json, " \r\n" + Self.xml, "\u{FEFF}", " "] {
            #expect(read(text, by: size) == read(text))
        }
    }

    @Test("the summary behind megabytes of issues is found, and so are the first errors")
    func long() {
        let issue =
            #"{"messageId":7,"code":"1","severity":"WARNING","message":"[{\"a\\\\\": \#(String(repeating: "x", count: 4000))"},"#
        let issues = Array(issue.utf8)
        let end =
            #"{"messageId":9,"code":"90220","severity":"ERROR","message":"No."}],"#
            + #""summary":{"errors":1,"warnings":500,"messagesProcessed":501,"messagesAccepted":500,"messagesInvalid":1}}"#
        var reader = FeedResultReader()
        reader.take(Array(#"{"header":{"summary":{"errors":7}},"issues":["#.utf8))
        for _ in 0..<500 { reader.take(issues) }
        #expect(!reader.result.isKnown, "it has not come to its end")
        reader.take(Array(end.utf8))
        #expect(figures(reader.result) == [501, 500, 1, 500])
        #expect(reader.result.firstErrors == ["message 9, error 90220: No."])
    }

    @Test("a row, element or issue that is too long for memory is passed over or cut, and what follows is read")
    func tooLong() {
        let much = String(repeating: "x", count: 70 << 10)
        let json = Self.json.replacing(#""issues": ["#, with: #""issues": [{"message": "\#(much)"},"#)
        #expect(read(json, by: 1 << 16) == read(Self.json))
        let more = String(repeating: much, count: 16)
        let result = "<Result><ResultCode>Error</ResultCode><ResultDescription>\(more)</ResultDescription></Result>"
        let xml = Self.xml.replacing("<Result><MessageID>1<", with: result + "<Result><MessageID>1<")
        #expect(read(xml, by: 1 << 16) == read(Self.xml) && read(xml) == read(Self.xml))
        let tabs = read(Self.tabs + "9\tS-9\t7\tError\t\(much)\n8\tS-8\t7\tError\tLast.", by: 1 << 16)
        #expect(figures(tabs) == [3, 1, 2, 1])
        #expect(tabs.firstErrors.count == 4 && tabs.firstErrors.last == "record 8, SKU S-8, error 7: Last.")
    }

    @Test("the figures become members of the progress, and what is not known does not")
    func progress() {
        #expect(read(Self.tabs).progress["errors"] == 2)
        #expect(FeedResult().progress.isEmpty)
    }
}
