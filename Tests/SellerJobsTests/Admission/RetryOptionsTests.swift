import JobModel
import Testing

@testable import SellerJobs

@Suite("Pauses as a job's options say them")
struct RetryOptionsTests {
    private static let text = #"{"backoff":"3s","maxBackoff":"1h"}"#

    @Test("every kind takes them, and reads what it has stored")
    func kinds() {
        var problems: [String] = []
        let options = [
            JobOptions(parsing: JobOptions(parsing: Self.text, problems: &problems).text, problems: &problems).retry,
            ReportOptions(parsing: ReportOptions(parsing: Self.text, problems: &problems).text, problems: &problems)
                .retry,
            FeedOptions(parsing: FeedOptions(parsing: Self.text, problems: &problems).text, problems: &problems).retry,
            QueryOptions(parsing: QueryOptions(parsing: Self.text, problems: &problems).text, problems: &problems)
                .retry,
        ]
        #expect(problems.isEmpty)
        for option in options {
            #expect(option.policy == RetryPolicy(backoff: .seconds(3), maxBackoff: .seconds(3600)))
        }
    }

    @Test("without any the worker's hold, and a long first pause is not cut")
    func parts() {
        var problems: [String] = []
        #expect(JobOptions(parsing: "{}", problems: &problems).retry.policy == nil)
        #expect(
            JobOptions(parsing: #"{"backoff":"2h"}"#, problems: &problems).retry.policy
                == RetryPolicy(backoff: .seconds(7200), maxBackoff: .seconds(7200)))
        #expect(problems.isEmpty)
        _ = FeedOptions(parsing: #"{"backoff":"soon"}"#, problems: &problems)
        #expect(problems.first?.contains("'backoff' must be a duration") == true)
    }

    @Test("they do not make another report of it")
    func key() {
        var problems: [String] = []
        let plain = ReportOptions(parsing: #"{"marketplaces":["DE"]}"#, problems: &problems)
        var patient = plain
        patient.retry.backoff = .seconds(60)
        #expect(ReportUniqueKey.key(of: "T", plain, output: nil) == ReportUniqueKey.key(of: "T", patient, output: nil))
    }
}
