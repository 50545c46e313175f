import JobModel
import JobStore
import OperationCatalogue
import Testing

@testable import SellerJobs

@Suite("Output paths", .timeLimit(.minutes(5)))
struct OutputTemplateTests {
    static func job(
        seller: String = "acme", application: String = "main", operation: String = "a.b@v1", kind: String = "request",
        parameters: String = "{}", options: String = "{}"
    ) -> ClaimedJob {
        let key = AuthorizationKey(application: application, seller: seller, region: "EU")
        return ClaimedJob(
            fence: RunFence(job: JobID(7), run: 2, worker: WorkerID("w")), kind: kind,
            lane: LaneKey(authorization: key, operation: "a.b@v1"), authorization: key, operation: operation,
            parameters: parameters, body: nil, options: options, output: nil, attempt: 0, maxAttempts: 8, deadline: nil,
            createdAt: .distantPast, checkpoint: nil, isInDoubt: false)
    }

    private let now = Timestamp(microseconds: 1_767_225_600_000_000)

    @Test("Every field is filled in")
    func fields() throws {
        let template = try OutputTemplate("{application}/{seller}-{region}/{operation}/{date}/{job}.{run}.json")
        #expect(template.path(for: Self.job(), now: now) == "main/acme-EU/a.b@v1/2026-01-01/7.2.json")
        #expect(OutputTemplate.standard.path(for: Self.job(), now: now) == "acme/a.b@v1/7.json")
    }

    @Test("The marketplace and the type are filled in, the operation where there is no type")
    func typeAndMarketplace() throws {
        var template = try OutputTemplate("{type}/{marketplace}.json")
        #expect(template.path(for: Self.job(), now: now) == "a.b@v1/all.json")
        template.marketplace = "DE"
        #expect(template.path(for: Self.job(), now: now) == "a.b@v1/DE.json")
        #expect(template.path(for: Self.job(operation: "", kind: "query"), now: now) == "query/DE.json")
    }

    @Test(
        "The marketplace is the only one that the job names, else the first of the seller's",
        arguments: [
            ("{}", "{}", ["FR", "DE"], "FR"), ("{}", "{}", [], nil),
            (#"{"marketplaces":["DE"]}"#, "{}", ["FR", "DE"], "DE"),
            (#"{"marketplaces":["A1PA6795UKMFR9"]}"#, "{}", [], "DE"),
            ("{}", #"{"marketplaceIds":["A1PA6795UKMFR9"]}"#, ["FR"], "DE"),
            ("{}", #"{"marketplaceIds":"A1PA6795UKMFR9,A13V1IB3VIYZZH"}"#, ["IT", "FR"], "FR"),
            ("{}", #"{"marketplaceId":"NEW1"}"#, ["FR"], "NEW1"),
            (#"{"marketplaces":["IT","DE"]}"#, "{}", ["FR", "DE"], "DE"),
            (#"{"marketplaces":["IT","ES"]}"#, "{}", ["FR", "DE"], "IT"), ("nonsense", "[]", ["FR"], "FR"),
        ] as [(String, String, [String], String?)])
    func marketplace(options: String, parameters: String, sellers: [String], expected: String?) {
        let job = Self.job(parameters: parameters, options: options)
        #expect(
            KindServices.marketplace(of: job, among: sellers.compactMap { Marketplace.named($0) }) == expected)
    }

    @Test("An address in S3 keeps its bucket, and its key is made like a path")
    func object() throws {
        let template = try OutputTemplate("s3://acme-reports/{seller}/{date}/{job}.tsv")
        #expect(template.namesJob)
        let path = template.path(for: Self.job(seller: "../x"), now: now)
        #expect(path == "s3://acme-reports/___x/2026-01-01/7.tsv")
        #expect(ObjectPlace(path)?.bucket == "acme-reports")
    }

    @Test(
        "Addresses that are none, or could lead to another bucket, are refused",
        arguments: [
            "s3://", "s3:///a", "s3://ab/c", "s3://Acme/c", "s3://{seller}/c", "s3://acme-{seller}/c", "s3://acme",
            "s3://acme/",
            "s3://acme//a", "s3://acme/../a", "s3://acme/.a", "s3://acme/a/", "s3://a..b/c", "s3://acme-/c",
            "S3://acme/c",
            "s3://acme/{nonsense}",
        ])
    func refusedObjects(text: String) {
        #expect(throws: JobRejection.self) { try OutputTemplate(text) }
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
