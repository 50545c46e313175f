import JobModel
import JobStore
import Testing

@testable import SellerJobs

@Suite("Output paths", .timeLimit(.minutes(1)))
struct OutputTemplateTests {
    static func job(seller: String = "acme", application: String = "main") -> ClaimedJob {
        let key = AuthorizationKey(application: application, seller: seller, region: "EU")
        return ClaimedJob(
            fence: RunFence(job: JobID(7), run: 2, worker: WorkerID("w")), kind: "request",
            lane: LaneKey(authorization: key, operation: "a.b@v1"), authorization: key, operation: "a.b@v1",
            parameters: "{}", body: nil, options: "{}", output: nil, attempt: 0, maxAttempts: 8, deadline: nil,
            createdAt: .distantPast, checkpoint: nil, isInDoubt: false)
    }

    private let now = Timestamp(microseconds: 1_767_225_600_000_000)

    @Test("Every field is filled in")
    func fields() throws {
        let template = try OutputTemplate("{application}/{seller}-{region}/{operation}/{date}/{job}.{run}.json")
        #expect(template.path(for: Self.job(), now: now) == "main/acme-EU/a.b@v1/2026-01-01/7.2.json")
        #expect(OutputTemplate.standard.path(for: Self.job(), now: now) == "acme/a.b@v1/7.json")
    }

    @Test(
        "Templates that could lead out of the folder, or nowhere, are refused",
        arguments: [
            "", "/etc/passwd", "~/x", "..", "../x", "a/../b", "a/..", "./a", ".x", "a/.x/b", ".{seller}", "a/./b",
            "a//b", "a/", "a\0b", "{", "a{b",
            "{nonsense}", "{}", "{../x}", "{seller}/../x", String(repeating: "x", count: 1001),
            String(repeating: "x", count: 181),
        ])
    func refused(text: String) {
        #expect(throws: JobRejection.self) { try OutputTemplate(text) }
    }

    @Test(
        "Odd names stay one component and never a special one",
        arguments: [
            ("..", "__"), (".", "_"), ("", "_"), ("...", "___"), ("../../etc", "___.._etc"), ("a/b", "a_b"),
            ("a\\b", "a_b"), ("a\0b", "a_b"), ("ä b", "ä_b"), ("日本", "日本"), ("\u{2028}x", "_x"), ("a\nb", "a_b"),
            ("👍", "_"),
        ])
    func odd(name: String, expected: String) throws {
        let path = try OutputTemplate("{seller}").path(for: Self.job(seller: name), now: now)
        #expect(path == expected)
        #expect(!path.contains("/") && path != ".." && path != ".")
    }
}
