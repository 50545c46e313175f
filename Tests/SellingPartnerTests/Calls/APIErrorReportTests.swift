import Testing

@testable import SellingPartner

@Suite("Reading errors")
struct APIErrorReportTests {
    private func report(_ text: String) -> APIErrorReport { APIErrorReport(body: Array(text.utf8)) }

    @Test("Every field may be missing, null, empty or of another type")
    func optionalFields() {
        let report = report(
            #"{"errors":[{"code":400,"message":null,"details":""},{},17,{"code":"A","message":"b","details":"c"}]}"#)
        #expect(
            report.items == [
                .init(code: "400"), .init(), .init(), .init(code: "A", message: "b", details: "c"),
            ])
        #expect(report.excerpt.isEmpty)
        #expect(report.summary == "400 (and 3 more)")
    }

    @Test("Errors beside a payload are found")
    func besidePayload() {
        #expect(report(#"{"payload":{},"errors":[{"code":"X"}]}"#).items == [.init(code: "X")])
    }

    @Test(
        "Bodies that hold no errors keep their beginning",
        arguments: [
            "<html>Bad gateway</html>", #"{"errors":{}}"#, #"{"error":"x"}"#, "[1]", #"{"errors":[]}"#, #"{"er"#,
        ])
    func foreignBodies(_ text: String) {
        #expect(report(text).items.isEmpty)
        #expect(report(text).excerpt == text)
    }

    @Test("An empty body is an empty report")
    func empty() {
        #expect(APIErrorReport.none.items.isEmpty)
        #expect(APIErrorReport.none.excerpt.isEmpty)
        #expect(APIErrorReport.none.summary.isEmpty)
    }

    @Test("Everything is bounded and in one line")
    func bounds() {
        let long = report(String(repeating: "é\n", count: 5000))
        #expect(long.excerpt.utf8.count <= 2 * 1024 + 8)
        #expect(!long.excerpt.contains("\n"))
        let item = #"{"message":"\#(String(repeating: "m", count: 3000))"}"#
        let many = report(#"{"errors":[\#(Array(repeating: item, count: 50).joined(separator: ","))]}"#)
        #expect(many.items.count == 20)
        #expect(many.items.allSatisfy { $0.message?.count == 500 })
    }
}
