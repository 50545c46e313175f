import OperationCatalogue
import Secrets
import SellerJobs
import Testing

@testable import spworker

@Suite("Sellers that are found")
struct SellerDiscoveryTests {
    private static let place = SellerSource.secretsPrefix("prod/sellers/")
    private static let head = """
        applications: [{id: main, clientId: "env:ID", clientSecret: "env:SECRET"}]

        """

    /// A template over the place; `more` follows in its lines.
    private func configuration(
        _ more: String = "region: EU", token: String = "aws-sm:prod/sellers/{seller}#refreshToken", top: String = "",
        files: [String: String] = [:]
    ) throws -> Configuration {
        try load(
            Self.head + top + "sellerTemplates:\n  - ids: {awsSecretsPrefix: prod/sellers/}\n"
                + "    refreshToken: \"\(token)\"\n    \(more)\n", files: files)
    }

    @Test("are made of names and the template")
    func plain() throws {
        let it = try configuration("region: EU\n    marketplaces: [DE]\n    tags: [bulk]\n    authorizedAt: 2026-02-01")
        #expect(it.sources == [Self.place] && it.sellers.isEmpty)
        let found = it.finding([Self.place: ["acme", "globex"]])
        #expect(found.discovery.flaws == [] && found.discovery.strangers == 0)
        let sellers = found.configuration.sellers
        #expect(sellers.map(\.id) == ["acme", "globex"])
        #expect(sellers.map(\.refreshToken.name) == ["prod/sellers/acme", "prod/sellers/globex"])
        #expect(sellers.allSatisfy { $0.application == "main" && $0.region == .europe && $0.tags == ["bulk"] })
        #expect(sellers.allSatisfy { $0.marketplaces.map(\.countryCode) == ["DE"] && $0.authorizedAt != nil })
        #expect(sellers[0].origin == .file(path: "spworker.yaml", line: 3))
    }

    @Test("have the region of their name where the reference has one, and the stores that lie there")
    func regions() throws {
        let it = try configuration(
            "marketplaces: [DE, US]", token: "aws-sm:prod/sellers/{region}/{seller}#refreshToken")
        let found = it.finding([Self.place: ["EU/acme", "NA/acme", "acme"]])
        #expect(found.configuration.sellers.map(\.region) == [.europe, .northAmerica])
        #expect(found.configuration.sellers.map { $0.marketplaces.map(\.countryCode) } == [["DE"], ["US"]])
        #expect(
            found.configuration.sellers.map(\.refreshToken.name) == ["prod/sellers/EU/acme", "prod/sellers/NA/acme"])
        #expect(found.discovery.strangers == 1)
        let either = try configuration("region: FE", token: "file:t/{region}/{seller}.json")
            .finding([Self.place: ["NA/acme", "globex"]])
        #expect(either.configuration.sellers.map(\.region) == [.northAmerica, .farEast])
        let neither = try configuration("tags: []", token: "file:t/{region}/{seller}.json")
            .finding([Self.place: ["globex"]])
        #expect(neither.discovery.flaws.count == 1 && neither.discovery.flaws[0].contains("tells the region"))
    }

    @Test("stand back behind those that the configuration names, each with a word why")
    func collisions() throws {
        let top = """
            sellers:
              - {id: acme, region: EU, refreshToken: "env:ACME"}
              - {id: acme, region: NA, refreshToken: "env:ACME_NA"}
              - {id: hooli, region: EU, refreshToken: "aws-sm:prod/sellers/initech#refreshToken"}

            """
        let found = try configuration(top: top).finding([Self.place: ["Acme", "acme", "globex", "initech"]])
        #expect(found.configuration.found.map(\.id) == ["globex"])
        let flaws = found.discovery.flaws
        #expect(flaws.count == 3)
        let told = ConfigurationCondition.findings(found.configuration).filter { $0.level == .warning }
        #expect(found.configuration.foundFlaws == flaws && told.map(\.message) == flaws.map { $0 + "." })
        #expect(
            flaws[0] == "prod/sellers/Acme is left out: it differs from the seller acme only in the case of letters")
        #expect(flaws[1].contains("there is a seller acme in EU already (spworker.yaml:3), which counts"))
        #expect(flaws[2].contains("would share the token at aws-sm:prod/sellers/initech#refreshToken"))
    }

    @Test("count once when two templates find them, and in the order of their names when they get in each other's way")
    func twice() throws {
        let text =
            Self.head + """
                sellerTemplates:
                  - {ids: {awsSecretsPrefix: prod/sellers/}, region: EU, refreshToken: "aws-sm:prod/sellers/{seller}"}
                  - {ids: {ssmPath: /prod/sellers}, region: EU, refreshToken: "env:T_{seller}"}
                """
        let it = try load(text)
        let path = SellerSource.parameterPath("/prod/sellers/")
        #expect(it.sources == [Self.place, path])
        let found = it.finding([Self.place: ["acme"], path: ["acme", "b-1", "b.1"]])
        #expect(found.configuration.sellers.map(\.id) == ["acme", "b-1"])
        #expect(found.discovery.flaws.count == 2)
        #expect(found.discovery.flaws[1].contains("share the token at env:T_B_1 with the seller b-1"))
    }

    @Test("are none when nothing fits, which is worth a word")
    func strangers() throws {
        let found = try configuration().finding([Self.place: ["a/b", "c d"]])
        #expect(found.configuration.sellers.isEmpty && found.discovery.strangers == 2)
        #expect(found.discovery.flaws.count == 1)
        #expect(found.discovery.flaws[0].contains("none of the 2 names"))
        #expect(try configuration().finding([:]).discovery.flaws == [])
    }

    @Test("may be many")
    func many() throws {
        let names = (0..<20_000).map { "seller-\($0)" }
        #expect(try configuration().finding([Self.place: names]).configuration.sellers.count == 20_000)
    }

    @Test("leave the sellers of files alone, which are read anew")
    func files() throws {
        let text =
            Self.head + """
                sellers: [{id: acme, region: EU, refreshToken: "env:ACME"}]
                sellerTemplates:
                  - {ids: {file: sellers.csv, list: [hooli]}, region: EU, refreshToken: "env:T_{seller}_{region}"}
                  - {ids: {awsSecretsPrefix: prod/sellers/}, region: EU, refreshToken: "aws-sm:prod/sellers/{seller}"}
                """
        let it = try load(text, files: ["/srv/app/sellers.csv": "id\nglobex\n"])
        #expect(it.sellerFiles == ["/srv/app/sellers.csv"])
        #expect(it.sellers.map(\.id) == ["acme", "hooli", "globex"])
        let now = try it.rereading(MemoryFiles(contents: ["/srv/app/sellers.csv": "id,region\nglobex,NA\ninitech,\n"]))
        let found = now.finding([Self.place: ["globex", "vandelay", "initech"]])
        #expect(found.configuration.sellers.map(\.id) == ["acme", "hooli", "globex", "initech", "globex", "vandelay"])
        #expect(found.configuration.sellers[2].refreshToken.name == "T_GLOBEX_NA")
        #expect(found.discovery.flaws.count == 1)
    }

    @Test(
        "are not read from a file with a mistake, which is told with its line",
        arguments: [
            ("id\nacme\n", "sellers.csv:2: id: seller acme has two entries for EU; the other one is spworker.yaml:2"),
            ("id\nbad id\n", "sellers.csv:2: id: \"bad id\" cannot be a seller's id"),
            ("id,marketplaces\nglobex,US\n", "sellers.csv:2: marketplaces: \"US\""),
            ("name\nglobex\n", "sellers.csv:1: there is no column \"name\""),
            (nil, "spworker.yaml:4: sellerTemplates[0].ids.file: /srv/app/sellers.csv does not exist"),
        ])
    func brokenFile(csv: String?, says: String) throws {
        let text =
            Self.head + """
                sellers: [{id: acme, region: EU, refreshToken: "env:ACME"}]
                sellerTemplates:
                  - {ids: {file: sellers.csv}, region: EU, refreshToken: "env:T_{seller}"}
                """
        let it = try load(text, files: ["/srv/app/sellers.csv": "id\nglobex\n"])
        let now = MemoryFiles(contents: csv.map { ["/srv/app/sellers.csv": $0] } ?? [:])
        let error = try #require(throws: ConfigurationError.self) { try it.rereading(now) }
        #expect(error.problems.contains { $0.description.contains(says) }, "\(error)")
        #expect(!SellerFileFlaws(error).description.contains("\n"))
    }

    @Test("may not be in a file that says no region when the template says none either")
    func regionlessFile() throws {
        let text =
            Self.head + """
                sellerTemplates:
                  - {ids: {file: sellers.csv}, refreshToken: "env:T_{seller}"}
                """
        let it = try load(text, files: ["/srv/app/sellers.csv": "id,region\nglobex,EU\n"])
        let now = MemoryFiles(contents: ["/srv/app/sellers.csv": "id,region\nglobex,EU\ninitech,\n"])
        let error = try #require(throws: ConfigurationError.self) { try it.rereading(now) }
        #expect(error.problems.map(\.description).first?.hasPrefix("sellers.csv:3: region: this is missing") == true)
    }
}
