import OperationCatalogue
import Secrets
import Testing

@testable import spworker

@Suite("Seller templates")
struct SellerTemplateTests {
    private static let head = "applications: [{id: main, clientId: \"env:ID\", clientSecret: \"env:SECRET\"}]\n"

    private func template(
        _ ids: String, _ more: String = "region: NA", token: String = "file:t/{seller}.json#refreshToken"
    )
        -> String
    {
        Self.head + "sellerTemplates:\n  - ids: \(ids)\n    refreshToken: \"\(token)\"\n    \(more)\n"
    }

    @Test("make a seller of each id in a list")
    func list() throws {
        let it = try load(template("{list: [acme, globex]}", "region: EU\n    marketplaces: [DE]\n    tags: [bulk]"))
        #expect(it.sellers.map(\.id) == ["acme", "globex"])
        #expect(it.sellers.map(\.refreshToken.name) == ["/srv/app/t/acme.json", "/srv/app/t/globex.json"])
        #expect(it.sellers.allSatisfy { $0.marketplaces.map(\.countryCode) == ["DE"] && $0.tags == ["bulk"] })
    }

    @Test("make a seller of each line of a CSV file, whose columns come in any order")
    func table() throws {
        let csv = """
            \u{FEFF}region,id,sellerId,marketplaces,tags\r
            EU,acme,A2EXAMPLE,DE FR,premium big\r
            # a comment

            ,globex,,,
            "fe","initech","A3","JP|SG",""
            """
        let it = try load(
            template("{file: sellers.csv}", "region: NA\n    tags: [bulk]", token: "env:TOKEN_{seller}_{region}"),
            files: ["/srv/app/sellers.csv": csv])
        #expect(it.sellers.map(\.id) == ["acme", "globex", "initech"])
        #expect(it.sellers.map(\.region) == [.europe, .northAmerica, .farEast])
        #expect(it.sellers.map(\.sellerId) == ["A2EXAMPLE", nil, "A3"])
        #expect(it.sellers.map { $0.marketplaces.map(\.countryCode) } == [["DE", "FR"], [], ["JP", "SG"]])
        #expect(it.sellers.map(\.tags) == [["bulk", "premium", "big"], ["bulk"], ["bulk"]])
        #expect(it.sellers.map(\.refreshToken.name) == ["TOKEN_ACME_EU", "TOKEN_GLOBEX_NA", "TOKEN_INITECH_FE"])
        #expect(it.sellers[2].origin == .file(path: "sellers.csv", line: 6))
    }

    @Test(
        "tell what is wrong in the CSV file, with its line",
        arguments: [
            ("id,regoin\nacme,EU\n", "sellers.csv:1: there is no column \"regoin\"; did you mean region?"),
            ("region\nEU\n", "sellers.csv:1: the column id is missing"),
            ("id,id\na,b\n", "sellers.csv:1: the column id stands twice"), ("", "sellers.csv:1: the file is empty"),
            (
                "id,region\nacme,DE\n",
                "sellers.csv:2: region: \"DE\" is a marketplace (Germany), not a region; write EU"
            ),
            ("id\n../planted-and-very-long-text-that-is-odd\n", "sellers.csv:2: id: a text of 41 characters cannot be"),
            ("id,marketplaces\na,DE,FR\n", "sellers.csv:2: there are 3 fields for 2 columns"),
            ("id,marketplaces\na,JP\n", "sellers.csv:2: marketplaces: \"JP\" (Japan) lies in FE, not in NA"),
            ("id\n\"acme\n", "sellers.csv:2: a quote is not closed"),
            ("id\nacme\nacme\n", "seller acme has two entries for NA; the other one is sellers.csv:2"),
        ])
    func tableProblems(csv: String, says: String) {
        let found = problems(template("{file: sellers.csv}"), files: ["/srv/app/sellers.csv": csv])
        #expect(found.contains { $0.contains(says) }, "\(found)")
        #expect(!found.joined().contains("planted"))
    }

    @Test(
        "tell what is wrong in themselves",
        arguments: [
            ("{awsSecretsPrefix: \"\"}", "file:{seller}", "how the names of secrets begin"),
            ("{awsSecretsPrefix: \"arn:aws:x\"}", "file:{seller}", "how the names of secrets begin"),
            ("{ssmPath: prod/}", "file:{seller}", "a path of parameters, such as /prod/spapi/sellers/"),
            ("{ssmPath: /}", "file:{seller}", "a path of parameters"),
            ("{ssmPath: //prod/}", "file:{seller}", "a path of parameters"),
            ("{awsSecretsPrefix: prod/}", "aws-sm:prod/token", "would share one token"),
            ("{}", "file:{seller}", "no sellers are named"), ("[a]", "file:{seller}", "a map of keys is due here"),
            ("{file: none.csv}", "file:{seller}", "/srv/app/none.csv does not exist"),
            ("{list: [a, b]}", "file:tokens", "would share one token"),
            ("{list: [a, b]}", "file:{seler}", "{seller}, {region} or {application}"),
            ("{list: [a.1, a-1]}", "env:T_{seller}", "would share the token at env:T_A_1"),
            ("{list: [a/b]}", "file:{seller}", "cannot be a seller's id"),
        ])
    func templateProblems(ids: String, token: String, says: String) {
        let found = problems(template(ids, token: token))
        #expect(found.contains { $0.contains(says) }, "\(found)")
    }

    @Test(
        "need a region unless every seller's name tells it",
        arguments: [
            ("aws-sm:prod/{seller}", true), ("aws-sm:prod/{region}/{seller}", false), ("file:{region}-{seller}", false),
            ("aws-sm:other/{seller}", true),
        ])
    func regions(token: String, isNeeded: Bool) {
        let found = problems(template("{awsSecretsPrefix: prod/}", "tags: [bulk]", token: token))
        #expect(found.contains { $0.contains("sellerTemplates[0].region: this is missing") } == isNeeded, "\(found)")
        #expect(found.isEmpty != isNeeded)
    }

    @Test("have stores of their region, whoever is found")
    func stores() {
        let found = problems(template("{ssmPath: /prod}", "region: EU\n    marketplaces: [US]"))
        #expect(
            found.count == 1 && found[0].contains("spworker.yaml:6: sellerTemplates[0].marketplaces: \"US\""),
            "\(found)")
    }

    @Test("cannot list places in AWS when secrets cannot be read there")
    func withoutAWS() throws {
        for ids in ["{awsSecretsPrefix: prod/}", "{ssmPath: /prod/}"] {
            let loader = ConfigurationLoader(
                environment: [String: String](),
                files: MemoryFiles(contents: ["/srv/app/spworker.yaml": template(ids, token: "file:{seller}")]),
                workingDirectory: "/srv/app", sources: [.environment, .file])
            let error = try #require(throws: ConfigurationError.self) { try loader.load() }
            #expect(error.problems.map(\.message) == ["listing sellers from AWS is not available in this version"])
            #expect(error.problems.map(\.origin) == [.file(path: "spworker.yaml", line: 3)])
        }
    }

    @Test("read quotes, blanks and semicolons in a CSV file as spreadsheets write them")
    func quotes() throws {
        let csv =
            "\u{FEFF}\"id\";\"Region\";\"marketplaces\"\r\n\" acme \";EU;\"DE, FR|IT\"\r\n\r\n\"globex\";\"\";\r\n"
        let it = try load(template("{file: sellers.csv}"), files: ["/srv/app/sellers.csv": csv])
        #expect(it.sellers.map(\.id) == ["acme", "globex"])
        #expect(it.sellers.map(\.region) == [.europe, .northAmerica])
        #expect(it.sellers[0].marketplaces.map(\.countryCode) == ["DE", "FR", "IT"])
    }

    @Test("make no seller of a quote inside an id")
    func quotedQuote() {
        let found = problems(
            template("{file: sellers.csv}"), files: ["/srv/app/sellers.csv": "id\n\"ac\"\"me\"\nglobex\n"])
        #expect(found.count == 1 && found[0].contains("sellers.csv:2: id: "), "\(found)")
    }

    @Test("tell every seller that stands twice in ten thousand lines, each with both lines")
    func manyTwice() {
        let csv = "id,region\n" + (0..<10_000).map { "seller-\($0 % 9_990),EU\n" }.joined()
        let found = problems(template("{file: sellers.csv}"), files: ["/srv/app/sellers.csv": csv])
        #expect(found.count == 10)
        #expect(found.first?.contains("sellers.csv:9992: id: seller seller-0 has two entries") == true, "\(found)")
        #expect(found.first?.contains("the other one is sellers.csv:2") == true)
    }

    @Test("expand to ten thousand sellers")
    func many() throws {
        let csv = "id,region\n" + (0..<10_000).map { "seller-\($0),EU\n" }.joined()
        let it = try load(template("{file: sellers.csv}"), files: ["/srv/app/sellers.csv": csv])
        #expect(it.sellers.count == 10_000)
        #expect(Set(it.sellers.map(\.refreshToken)).count == 10_000)
    }
}
