import JobModel
import OperationCatalogue
import Testing

@testable import SellerJobs

@Suite("Reports that are there already")
struct ReportListingTests {
    private let now = Timestamp(microseconds: 1_767_225_600_000_000)

    private func report(_ id: String, _ age: Int, _ members: [String: JSONValue] = [:]) -> JSONValue {
        var report: [String: JSONValue] = [
            "reportId": .string(id), "reportType": "T", "processingStatus": "DONE", "marketplaceIds": ["M"],
            "reportDocumentId": .string("doc-\(id)"), "createdTime": .string((now - .seconds(age)).iso8601),
        ]
        report.merge(members) { $1 }
        return .object(report)
    }

    private func like(
        _ reports: [JSONValue], known: [String: [String: String]] = [:],
        _ change: (inout ReportOptions) -> Void = { _ in }
    ) -> String? {
        var options = ReportOptions()
        options.marketplaces = ["M"]
        change(&options)
        return ReportListing([["reports": .array(reports)]], ReportPlan(type: "T", options: options))
            .like(since: now - .seconds(7200), options: known)?.id
    }

    @Test("The newest like one will do, done or under way")
    func newest() {
        #expect(like([report("1", 300), report("2", 100), report("3", 200)]) == "2")
        #expect(like([report("1", 300), report("2", 100, ["processingStatus": "IN_QUEUE"])]) == "2")
        #expect(like([report("1", 300), report("2", 100, ["processingStatus": "FATAL"])]) == "1")
        #expect(like([report("1", 300, ["processingStatus": "CANCELLED"])]) == nil)
        #expect(like([report("1", 7201)]) == nil)
        #expect(like([report("1", 300, ["reportType": "U"])]) == nil)
    }

    @Test("Another window or other marketplaces will not do")
    func window() {
        let start = Timestamp(iso8601: "2025-12-01")
        let listed = report("1", 300, ["dataStartTime": "2025-12-01T00:00:00+00:00"])
        #expect(like([listed]) { $0.from = start } == "1")
        #expect(like([listed]) == nil)
        #expect(like([report("1", 300)]) { $0.from = start } == nil)
        #expect(like([listed]) { $0.from = start.map { $0 + .seconds(2) } } == nil)
        // Amazon calls the moment of asking the window of a report that was given none.
        #expect(like([report("1", 300, ["dataEndTime": .string((now - .seconds(301)).iso8601)])]) == "1")
        #expect(like([report("1", 300)]) { $0.marketplaces = ["M", "N"] } == nil)
    }

    @Test("The listing does not tell options: only a report of which the queue knows them will do")
    func options() {
        let known = ["1": ["a": "b"]]
        #expect(like([report("1", 300)], known: known) { $0.reportOptions = ["a": "b"] } == "1")
        #expect(like([report("1", 300)]) { $0.reportOptions = ["a": "b"] } == nil)
        #expect(like([report("1", 300)], known: known) == nil)
    }

    @Test("Where a type has options, a report of which nobody knows them will not do")
    func unknownOptions() {
        let type = "GET_SALES_AND_TRAFFIC_REPORT"
        let listed = report("1", 300, ["reportType": .string(type)])
        var options = ReportOptions()
        options.marketplaces = ["M"]
        let listing = ReportListing([["reports": [listed]]], ReportPlan(type: type, options: options))
        #expect(listing.like(since: now - .seconds(7200), options: [:]) == nil)
        #expect(listing.like(since: now - .seconds(7200), options: ["1": [:]])?.id == "1")
    }

    @Test("What was found after a doubt counts as asked for, what a search has shown does not")
    func creations() {
        let later = now + .seconds(30)
        #expect(KnownReports.creations([.init(.created, at: now, id: "1")]) == [now])
        #expect(KnownReports.creations([.init(.joined, at: now, id: "1"), .init(.queued, at: later)]) == [now])
        #expect(KnownReports.creations([.init(.joined, at: now, id: "1"), .init(.done, at: now)]).isEmpty)
    }

    @Test("Of reports that Amazon makes, the newest that is done is taken")
    func settlement() {
        let plan = ReportPlan(type: "T", options: ReportOptions())
        let listing = ReportListing(
            [["reports": .array([report("1", 300)])], ["reports": .array([report("2", 200), report("3", 400)])]], plan)
        #expect(listing.newest()?.id == "2" && listing.newest()?.sight.documentID == "doc-2")
        #expect(ReportListing([], plan).newest() == nil)
    }
}
