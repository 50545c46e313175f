import JobModel
import OperationCatalogue
import Testing

@testable import SellerJobs

@Suite("The option 'idempotency'")
struct RequestDigestTests {
    private let kinds = KindAdmissions(directory: DirectoryHolder(Shop().directory))

    private func admit(_ options: String) throws(JobRejection) -> Admission {
        try kinds.admit(JobRequest(kind: "request", operation: Shop.safe, options: options), now: .distantPast)
    }

    @Test("A run reads the other options as if it were not there", arguments: ["{}", " { } ", #"{"timeout":"5m"}"#])
    func added(options: String) throws {
        let marked = RequestDigest.added("ab12", to: options)
        let (value, before) = (try JSONValue(parsing: marked.utf8), try JSONValue(parsing: options.utf8))
        #expect(value["idempotency"] == "ab12" && value["timeout"] == before["timeout"])
        var problems: [String] = []
        let read = JobOptions(parsing: marked, problems: &problems)
        #expect(problems.isEmpty && read == JobOptions(parsing: options, problems: &problems))
    }

    @Test("One that somebody writes by hand comes to nothing, and one that is no digest is refused")
    func written() throws {
        #expect(try admit(#"{"idempotency":"mine"}"#).job.options == "{}")
        let long = String(repeating: "a", count: RequestDigest.longest + 1)
        for options in [#"{"idempotency":1}"#, "{\"idempotency\":\"\(long)\"}"] {
            #expect(throws: JobRejection.self) { try admit(options) }
        }
    }
}
