import JobModel
import OperationCatalogue
import Testing

@testable import SellerJobs

@Suite("Options of reports")
struct ReportOptionsTests {
    private func read(_ text: String) -> (options: ReportOptions, problems: [String]) {
        var problems: [String] = []
        let options = ReportOptions(parsing: text, problems: &problems)
        return (options, problems)
    }

    @Test("All are read, and written as they are stored")
    func all() {
        let (options, problems) = read(
            #"""
            {"marketplaces": ["DE", "FR"], "from": "2026-01-01T00:00:00Z", "to": "2026-01-02", "reuse": "2h",
             "reportOptions": {"reportPeriod": "WEEK", "custom": true}, "uniqueFor": "1d", "timeout": "30m",
             "emptyFails": true, "charset": "windows-1252", "malformed": "replace", "convert": "ndjson"}
            """#)
        #expect(problems == [])
        #expect(options.marketplaces == ["DE", "FR"] && options.reuse == .seconds(7200) && options.emptyFails)
        #expect(options.from == Timestamp(iso8601: "2026-01-01") && options.to == Timestamp(iso8601: "2026-01-02"))
        #expect(options.reportOptions == ["reportPeriod": "WEEK", "custom": "true"])
        #expect(options.uniqueFor == .seconds(86_400) && options.timeout == .seconds(1800))
        #expect(options.document.charset == "windows-1252" && options.document.malformed == .replace)
        #expect(options.document.convert == .ndjson && options.document.encoding == nil)
        #expect(read(options.text).options == options)
    }

    @Test("All that is wrong is told at once")
    func wrong() {
        let problems = read(
            #"""
            {"marketplaces": [1], "from": "yesterday", "reuse": "soon", "reportOptions": {"a": [1]}, "emptyFails": "no",
             "malformed": "hide", "marketplace": ["DE"], "allPages": true}
            """#
        ).problems
        #expect(problems.count == 8)
        for word in [
            "marketplaces", "'from'", "'reuse'", "'a'", "'emptyFails'", "\"strict\" or \"replace\"", "allPages",
        ] {
            #expect(problems.contains { $0.contains(word) }, "\(word)")
        }
        #expect(problems.contains("Reports have no option 'marketplace'. Did you mean 'marketplaces'?"))
    }

    @Test("Bytes that stay as they came are neither read nor converted")
    func raw() {
        #expect(read(#"{"encoding": "raw"}"#).problems == [])
        #expect(read(#"{"encoding": "raw", "convert": "csv"}"#).problems.count == 1)
    }

    @Test("The order holds what was said and nothing else")
    func order() {
        var options = ReportOptions()
        options.marketplaces = ["A1PA6795UKMFR9"]
        #expect(options.order(of: "T") == ["reportType": "T", "marketplaceIds": ["A1PA6795UKMFR9"]])
        options.from = Timestamp(iso8601: "2026-01-01")
        options.reportOptions = ["a": "b"]
        #expect(options.order(of: "T")["dataStartTime"] == "2026-01-01T00:00:00.000Z")
        #expect(options.order(of: "T")["reportOptions"] == ["a": "b"])
    }

    @Test("The unique key depends on what is brought back, and where to, alone")
    func uniqueKey() {
        func key(_ text: String, type: String = "T", output: String? = nil) -> String {
            ReportUniqueKey.key(of: type, read(text).options, output: output)
        }
        let plain = key(#"{"marketplaces": ["A", "B"]}"#)
        #expect(plain.hasPrefix("report:") && plain.utf8.count <= 200)
        #expect(key(#"{"marketplaces": ["B", "A"], "timeout": "5m", "reuse": "2h"}"#) == plain)
        let others = [
            key(#"{"marketplaces": ["A", "B"]}"#, type: "U"), key(#"{"marketplaces": ["A"]}"#),
            key(#"{"marketplaces": ["A", "B"]}"#, output: "x"),
            key(#"{"marketplaces": ["A", "B"], "from": "2026-01-01"}"#),
            key(#"{"marketplaces": ["A", "B"], "reportOptions": {"a": "b"}}"#),
            key(#"{"marketplaces": ["A", "B"], "convert": "csv"}"#),
        ]
        #expect(Set(others + [plain]).count == 7)
    }
}
