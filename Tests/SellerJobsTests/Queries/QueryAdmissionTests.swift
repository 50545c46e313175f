import JobModel
import Testing

@testable import SellerJobs

@Suite("Admitting queries")
struct QueryAdmissionTests {
    private let admission = QueryAdmission(directory: DirectoryHolder(Shop().directory))

    private func admit(_ change: (inout JobRequest) -> Void) throws(JobRejection) -> Admission {
        var request = JobRequest(kind: "query", operation: "", body: "{ a }")
        change(&request)
        return try admission.admit(request, now: .distantPast)
    }

    private func text(_ change: (inout JobRequest) -> Void) -> String {
        do throws(JobRejection) {
            _ = try admit(change)
            return ""
        } catch {
            return error.description
        }
    }

    @Test("a good one is squeezed and goes into the lane of createQuery")
    func good() throws {
        let admitted = try admit {
            $0.body = "query {\n  a  # why\n}"
            $0.options = #"{"uniqueFor":"1h","timeout":"5m","malformed":"replace"}"#
            $0.uniqueKey = "k"
        }
        #expect(admitted.job.kind == "query" && admitted.job.operation == "" && admitted.job.body == "query{a}")
        #expect(admitted.job.lane == LaneKey(authorization: Shop.acme, operation: "dataKiosk.createQuery@2023-11-15"))
        #expect(admitted.job.uniqueFor == .seconds(3600) && admitted.job.uniqueKey == "k")
        #expect(admitted.warnings.isEmpty)
        var problems: [String] = []
        let options = QueryOptions(parsing: admitted.job.options, problems: &problems)
        #expect(options.timeout == .seconds(300) && options.document.malformed == .replace && problems.isEmpty)
    }

    @Test("the text comes from the body or from a file, and a file is not looked at")
    func file() throws {
        let admitted = try admit { ($0.body, $0.options) = (nil, #"{"file":"/q.graphql"}"#) }
        #expect(
            admitted.job.body == nil && admitted.job.options == #"{"file":"/q.graphql"}"# && admitted.warnings.isEmpty)
        #expect(
            try admit { ($0.body, $0.options) = (nil, #"{"file":"q.graphql"}"#) }.warnings[0].contains("whole path"))
        #expect(text { $0.options = #"{"file":"/q.graphql"}"# }.contains("not both"))
        #expect(text { $0.body = nil }.contains("needs its text"))
    }

    @Test("an answer that cannot be converted, or read, is refused with the cure")
    func documents() {
        #expect(text { $0.options = #"{"convert":"csv"}"# }.contains("NDJSON already: leave it out"))
        #expect(text { $0.options = #"{"charset":"klingon"}"# }.contains("'klingon' is not known"))
    }

    @Test("everything that is wrong is told at once")
    func wrong() {
        let text = text {
            $0.operation = "orders"
            $0.body = "mutation { a"
            $0.parameters = #"{"x":1}"#
            $0.options = #"{"allPages":true,"marketplaces":[]}"#
            $0.seller = "nobody"
            $0.priority = 11
        }
        for part in [
            "no operation", "no mutation", "never closed", "has no parameters", "'allPages' does not belong to queries",
            "'marketplaces' does not belong to queries, only to reports and feeds", "no seller 'nobody'", "priority 11",
        ] {
            #expect(text.contains(part), "\(part): \(text)")
        }
    }
}
