import JobModel
import OperationCatalogue
import Testing

@testable import SellerJobs

@Suite("Wishes for reports")
struct ReportAdmissionTests {
    private let shop = Shop()

    private func admit(_ request: JobRequest) throws(JobRejection) -> Admission {
        try ReportAdmission(directory: DirectoryHolder(shop.directory)).admit(request, now: shop.now)
    }

    private func problems(_ request: JobRequest) -> [String] {
        do throws(JobRejection) {
            _ = try admit(request)
            return []
        } catch {
            return error.problems
        }
    }

    private func day(_ days: Int) -> String { (shop.now + .seconds(days * 86_400)).iso8601 }

    @Test("A report becomes a job whose first call asks for it, with marketplaces by their ids")
    func plain() throws {
        let admission = try admit(ReportDesk.wish())
        let job = admission.job
        #expect(admission.warnings == [])
        #expect(job.kind == "report" && job.operation == ReportDesk.type && job.parameters == "{}")
        #expect(job.lane == LaneKey(authorization: Shop.acme, operation: "reports.createReport@2021-06-30"))
        #expect(job.options == #"{"marketplaces":["A1PA6795UKMFR9"]}"#)
        #expect(job.uniqueKey?.hasPrefix("report:") == true)
        #expect(try admit(ReportDesk.wish()).job.uniqueKey == job.uniqueKey)
        #expect(try admit(ReportDesk.wish(uniqueKey: "mine")).job.uniqueKey == "mine")
    }

    @Test("A document that is no table is not converted")
    func conversion() {
        let wish = ReportDesk.wish(
            "GET_SALES_AND_TRAFFIC_REPORT",
            options: #","reportOptions":{"dateGranularity":"DAY"},"convert":"csv","charset":"klingon""#)
        let problems = problems(wish)
        #expect(problems.contains { $0.contains("is JSON and no table of text: leave it out") }, "\(problems)")
        #expect(problems.contains { $0.contains("'klingon' is not known") }, "\(problems)")
    }

    @Test("A report that may be there already, or is Amazon's to make, is looked for first")
    func searched() throws {
        let lane = LaneKey(authorization: Shop.acme, operation: "reports.getReports@2021-06-30")
        #expect(try admit(ReportDesk.wish(options: #","reuse":"2h""#)).job.lane == lane)
        #expect(try admit(ReportDesk.wish("GET_V2_SETTLEMENT_REPORT_DATA_FLAT_FILE_V2")).job.lane == lane)
        #expect(
            problems(ReportDesk.wish("GET_V2_SETTLEMENT_REPORT_DATA_FLAT_FILE_V2", options: #","reuse":"2h""#)).count
                == 1)
    }

    @Test("What Amazon makes by itself is listed for 90 days: an earlier window is refused with the cure")
    func listed() throws {
        let type = "GET_V2_SETTLEMENT_REPORT_DATA_FLAT_FILE_V2"
        let problems = problems(ReportDesk.wish(type, options: #","from":"\#(day(-200))""#))
        #expect(problems.count == 1 && problems[0].contains("lists reports for 90 days"), "\(problems)")
        #expect(problems[0].contains("'from'") && problems[0].contains("begin later"))
        let both = self.problems(ReportDesk.wish(type, options: #","from":"\#(day(-200))","to":"\#(day(-100))""#))
        #expect(both.count == 2 && both[1].contains("end later"), "\(both)")
        #expect(self.problems(ReportDesk.wish(type, options: #","from":"\#(day(-90))""#)) == [])
        #expect(self.problems(ReportDesk.wish(options: #","from":"\#(day(-20))""#)) == [], "others are made anew")
    }

    @Test("Marketplaces must be named, belong to the region and be 25 at most")
    func marketplaces() {
        var request = ReportDesk.wish()
        request.options = "{}"
        #expect(problems(request).first?.contains("Name the marketplaces") == true)
        request.options = #"{"marketplaces":["US"]}"#
        #expect(problems(request).first?.contains("United States") == true)
        let many = (0..<26).map { "\"A1PA6795UKMF\($0 + 10)\"" }.joined(separator: ",")
        request.options = "{\"marketplaces\":[\(many)]}"
        #expect(problems(request).contains { $0.contains("25 marketplaces at most") })
    }

    @Test("An unknown type is asked for with a warning, a slip of the pen with a hint")
    func unknown() throws {
        let admission = try admit(ReportDesk.wish("GET_SOMETHING_QUITE_NEW"))
        #expect(admission.warnings.count == 1 && admission.warnings[0].contains("no report type that is known"))
        let near = try admit(ReportDesk.wish("GET_MERCHANT_LISTING_ALL_DATA"))
        #expect(near.warnings.first?.contains("did you mean GET_MERCHANT_LISTINGS_ALL_DATA") == true)
        #expect(problems(ReportDesk.wish("../x")).first?.contains("no report type") == true)
        #expect(problems(ReportDesk.wish("")).first?.contains("needs its type") == true)
    }

    @Test("What only a schedule makes is refused with the cure, and so is what is gone")
    func refused() {
        let scheduled = problems(ReportDesk.wish("GET_ORDER_REPORT_DATA_SHIPPING"))
        #expect(scheduled.count == 1 && scheduled[0].contains("reports.createReportSchedule"))
        let gone = problems(ReportDesk.wish("GET_FBA_SNS_FORECAST_DATA"))
        #expect(gone.count == 1 && gone[0].contains("2025-12-11"))
    }

    @Test("Reports of vendors and of other countries warn")
    func odd() throws {
        let vendor = try admit(
            ReportDesk.wish(
                "GET_VENDOR_TRAFFIC_REPORT", options: #","reportOptions":{"reportPeriod":"DAY"}"#))
        #expect(vendor.warnings.contains { $0.contains("vendors") })
        let elsewhere = try admit(ReportDesk.wish("GET_FLAT_FILE_ORDER_REPORT_DATA_TAX"))
        #expect(elsewhere.warnings.contains { $0.contains("NA alone") })
    }

    @Test("The window is judged by the instant at which the report can be asked for")
    func window() throws {
        #expect(problems(ReportDesk.wish(options: #","from":"\#(day(-2))","to":"\#(day(-3))""#)).count == 1)
        #expect(problems(ReportDesk.wish(options: #","to":"\#(day(1))""#)).first?.contains("'to'") == true)
        var later = ReportDesk.wish(options: #","from":"\#(day(-1))","to":"\#(day(1))""#)
        later.runAt = shop.now + .seconds(2 * 86_400)
        #expect(problems(later) == [])
        let shipped = "GET_AMAZON_FULFILLED_SHIPMENTS_DATA_GENERAL"
        #expect(problems(ReportDesk.wish(shipped, options: #","from":"\#(day(-30))""#)) == [])
        #expect(
            problems(ReportDesk.wish(shipped, options: #","from":"\#(day(-31))""#)).first?.contains("30 days") == true)
        let orders = "GET_FLAT_FILE_ORDER_REPORT_DATA_SHIPPING"
        #expect(
            problems(ReportDesk.wish(orders, options: #","from":"\#(day(-61))""#)).first?.contains("60 days") == true)
    }

    @Test("Options are held against what the type is known to take")
    func options() throws {
        let sales = "GET_SALES_AND_TRAFFIC_REPORT"
        #expect(
            problems(ReportDesk.wish(sales, options: #","reportOptions":{"dateGranularity":"YEAR"}"#)).first?
                .contains("DAY, WEEK, MONTH") == true)
        let near = try admit(ReportDesk.wish(sales, options: #","reportOptions":{"dateGranularty":"DAY"}"#))
        #expect(near.warnings.first?.contains("did you mean 'dateGranularity'") == true)
        let terms = "GET_BRAND_ANALYTICS_SEARCH_TERMS_REPORT"
        #expect(problems(ReportDesk.wish(terms)).first?.contains("needs the option 'reportPeriod'") == true)
        #expect(problems(ReportDesk.wish(terms, options: #","reportOptions":{"reportPeriod":"WEEK"}"#)) == [])
    }

    @Test("All that is wrong is told at once")
    func all() {
        var request = ReportDesk.wish(
            "GET_BRAND_ANALYTICS_SEARCH_TERMS_REPORT", options: #","to":"\#(day(1))","reuse":"x""#, maxAttempts: 0)
        request.body = "{}"
        request.parameters = #"{"a":1}"#
        #expect(problems(request).count == 6)
        request.seller = "nobody"
        #expect(problems(request).last?.contains("no seller 'nobody'") == true)
    }
}
