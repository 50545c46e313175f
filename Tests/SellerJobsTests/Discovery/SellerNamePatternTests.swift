import OperationCatalogue
import Secrets
import Testing

@testable import SellerJobs

@Suite("Sellers' names in places")
struct SellerNamePatternTests {
    private func match(_ name: String, _ reference: String, _ source: SellerSource = .secretsPrefix("prod/")) throws
        -> String?
    {
        let pattern = SellerNamePattern(try SecretReference(reference), in: source, application: "main")
        return pattern.match(name).map { "\($0.region?.rawValue ?? "-") \($0.id)" }
    }

    @Test(
        "are read as the reference writes them when it leads into the place",
        arguments: [
            ("acme", "aws-sm:prod/{seller}#token", "- acme"), ("EU/acme", "aws-sm:prod/{seller}#token", nil),
            ("acme/lwa", "aws-sm:prod/{seller}/lwa", "- acme"), ("acme/other", "aws-sm:prod/{seller}/lwa", nil),
            ("acme", "aws-sm:prod/{seller}/lwa", nil), ("lwa-acme-eu", "aws-sm:prod/lwa-{seller}-eu", "- acme"),
            ("EU/acme", "aws-sm:prod/{region}/{seller}", "EU acme"),
            ("acme", "aws-sm:prod/{region}/{seller}", nil), ("eu/acme", "aws-sm:prod/{region}/{seller}", nil),
            ("DE/acme", "aws-sm:prod/{region}/{seller}", nil), ("acme-FE", "aws-sm:prod/{seller}-{region}", "FE acme"),
            ("acme/acme.json", "aws-agent:prod/{seller}/{seller}.json", "- acme"),
            ("acme/globex.json", "aws-sm:prod/{seller}/{seller}.json", nil),
            ("main/acme", "aws-sm:prod/{application}/{seller}", "- acme"),
            ("other/acme", "aws-sm:prod/{application}/{seller}", nil),
        ])
    func own(name: String, reference: String, says: String?) throws {
        #expect(try match(name, reference) == says)
    }

    @Test(
        "are an id, or a region and an id, where it leads elsewhere",
        arguments: [
            ("acme", "file:t/{seller}.json", "- acme"), ("EU/acme", "file:t/{seller}.json", nil),
            ("EU/acme", "file:t/{region}/{seller}.json", "EU acme"),
            ("acme", "file:t/{region}/{seller}.json", "- acme"), ("a/b/c", "file:t/{region}/{seller}.json", nil),
            ("acme", "aws-ssm:/prod/{seller}", "- acme"), ("acme", "aws-sm:other/{seller}", "- acme"),
            ("acme", "aws-sm:prod/all#{seller}", "- acme"),
        ])
    func elsewhere(name: String, reference: String, says: String?) throws {
        #expect(try match(name, reference) == says)
    }

    @Test("are read below a path of parameters likewise, without a version or label")
    func parameters() throws {
        let path = SellerSource.parameterPath("/prod/")
        #expect(try match("acme/token", "aws-ssm:/prod/{seller}/token", path) == "- acme")
        #expect(try match("acme", "aws-ssm:/prod/{seller}:live", path) == "- acme")
        #expect(try match("acme/secret", "aws-ssm:/prod/{seller}/token", path) == nil)
    }

    @Test(
        "are no sellers when an id could not be written so",
        arguments: [
            "", "..", "a..b", "a b", "acme@eu", "a+b", "ac\u{E9}", "{seller}", String(repeating: "a", count: 65),
        ])
    func impossible(name: String) throws {
        #expect(try match(name, "aws-sm:prod/{seller}") == nil)
        #expect(try match(name, "file:{seller}") == nil)
    }

    @Test("may be as long as ids may be, and hold dots")
    func long() throws {
        let id = String(repeating: "a", count: 62) + ".b"
        #expect(try match(id, "aws-sm:prod/{seller}") == "- \(id)")
    }
}
