import JobModel
import OperationCatalogue
import Testing
import Worker

@testable import SellerJobs

@Suite("The option 'trace'")
struct TraceOptionTests {
    private let kinds = KindAdmissions(directory: DirectoryHolder(Shop().directory))

    private func admit(_ options: String) throws(JobRejection) -> Admission {
        try kinds.admit(JobRequest(kind: "request", operation: Shop.safe, options: options), now: .distantPast)
    }

    @Test("A job of any kind keeps the trace that it is put in with, and its other options")
    func kept() throws {
        let options = try admit(#"{"trace":{"traceparent":"00-a-b-01"},"timeout":"5m"}"#).job.options
        #expect(TraceCarrier(options: options)?.fields == ["traceparent": "00-a-b-01"])
        var problems: [String] = []
        #expect(JobOptions(parsing: options, problems: &problems).timeout == .seconds(300))
        #expect(problems.isEmpty, "the run reads them without a problem")
    }

    @Test("Without one nothing is added")
    func none() throws {
        #expect(try admit("{}").job.options == "{}")
    }

    @Test(
        "What no tracer writes is refused",
        arguments: [#"{"trace":"00-a-b-01"}"#, #"{"trace":{}}"#, #"{"trace":{"traceparent":1}}"#])
    func refused(options: String) {
        #expect(throws: JobRejection.self) { try admit(options) }
    }
}
