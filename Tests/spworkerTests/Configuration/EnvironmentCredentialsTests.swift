import OperationCatalogue
import Secrets
import Testing

@testable import spworker

/// The three variables that are enough.
private let credentials = [
    "SP_CLIENT_ID": "planted-id", "SP_CLIENT_SECRET": "planted-secret", "SP_REFRESH_TOKEN": "planted-token",
]

@Suite("Credentials from the environment alone")
struct EnvironmentCredentialsTests {
    private func basic(_ more: [String: String]) -> [String: String] { credentials.merging(more) { _, new in new } }

    @Test("make one application and one seller, as references")
    func oneSeller() throws {
        let it = try load(nil, environment: credentials)
        #expect(it.applications.map(\.id) == ["default"])
        #expect(it.applications[0].clientId == .environment("SP_CLIENT_ID"))
        #expect(it.applications[0].clientSecret == .environment("SP_CLIENT_SECRET"))
        #expect(it.sellers.map(\.id) == ["default"])
        #expect(it.sellers[0].refreshToken == .environment("SP_REFRESH_TOKEN"))
        #expect(it.sellers[0].region == .northAmerica && !it.sellers[0].sandbox)
        #expect(it.database == .sqlite(path: "/srv/app/spworker.db"))
        #expect(it.provenance.contains { $0.origin == .environment("SP_REFRESH_TOKEN") })
        #expect(!"\(it)".contains("planted"))
    }

    @Test("also serve beside a file without accounts, and give way to one that has them")
    func besideFile() throws {
        #expect(try load("worker: {perSeller: 2}", environment: credentials).sellers.map(\.id) == ["default"])
        #expect(try load(accounts, environment: credentials).sellers.map(\.id) == ["acme"])
    }

    @Test(
        "understand the region as a region or a country",
        arguments: [
            ("EU", Region.europe), ("fe", .farEast), ("JP", .farEast), ("GB", .europe), ("A1PA6795UKMFR9", .europe),
        ])
    func regions(text: String, region: Region) throws {
        #expect(try load(nil, environment: basic(["SP_REGION": text])).sellers[0].region == region)
        #expect(try load(nil, environment: basic(["SP_API_REGION": text])).sellers[0].region == region)
    }

    @Test("may be several sellers, each with a token of its own")
    func severalSellers() throws {
        let it = try load(
            nil,
            environment: basic([
                "SP_REFRESH_TOKEN__ACME": "planted-acme", "SP_REGION__ACME": "EU", "SP_REGION": "FE",
                "SP_REFRESH_TOKEN__BIG_CORP_FILE": "/run/secrets/big", "SP_SANDBOX__BIG_CORP": "true",
                "SP_API_REFRESH_TOKEN_OLD": "planted-old", "SP_REFRESH_TOKEN_FILE__LAST": "tokens/last",
            ]))
        #expect(it.sellers.map(\.id) == ["default", "acme", "big_corp", "last", "old"])
        #expect(it.sellers.map(\.region) == [.farEast, .europe, .farEast, .farEast, .farEast])
        #expect(it.sellers.map(\.sandbox) == [false, false, true, false, false])
        #expect(it.sellers[2].refreshToken == .file("/run/secrets/big"))
        #expect(it.sellers[3].refreshToken == .file("/srv/app/tokens/last"))
        #expect(it.sellers[4].refreshToken == .environment("SP_API_REFRESH_TOKEN_OLD"))
        #expect(Set(it.sellers.map(\.application)) == ["default"])
    }

    @Test("may belong to an application of the seller's own")
    func ownApplication() throws {
        let it = try load(
            nil,
            environment: [
                "LWA_APP_ID_ACME": "planted", "LWA_CLIENT_SECRET_ACME": "planted",
                "SP_API_REFRESH_TOKEN_ACME": "planted",
            ])
        #expect(it.applications.map(\.id) == ["acme"])
        #expect(it.applications[0].clientSecret == .environment("LWA_CLIENT_SECRET_ACME"))
        #expect(it.sellers.map(\.application) == ["acme"])
        let half = problems(
            nil, environment: basic(["SP_REFRESH_TOKEN__ACME": "planted", "SP_CLIENT_ID__ACME": "planted"]))
        #expect(
            half == [
                "SP_CLIENT_SECRET__ACME: this is missing; set SP_CLIENT_SECRET__ACME, or SP_CLIENT_SECRET__ACME_FILE"
            ])
    }

    @Test(
        "are read under the names of other clients too",
        arguments: [
            ["SP_API_CLIENT_ID", "SP_API_CLIENT_SECRET", "SP_API_REFRESH_TOKEN"],
            ["LWA_CLIENT_ID", "LWA_CLIENT_SECRET", "LWA_REFRESH_TOKEN"],
            ["LWA_APP_ID", "LWA_CLIENT_SECRET", "SP_API_REFRESH_TOKEN"],
            ["SELLING_PARTNER_APP_CLIENT_ID", "SELLING_PARTNER_APP_CLIENT_SECRET", "SP_REFRESH_TOKEN"],
        ])
    func aliases(names: [String]) throws {
        let it = try load(nil, environment: Dictionary(uniqueKeysWithValues: names.map { ($0, "planted") }))
        #expect(it.applications[0].clientId == .environment(names[0]))
        #expect(it.applications[0].clientSecret == .environment(names[1]))
        #expect(it.sellers[0].refreshToken == .environment(names[2]))
    }

    @Test("prefer our own names when two agree, and refuse two that disagree")
    func conflicts() throws {
        let agreeing = try load(nil, environment: basic(["LWA_CLIENT_ID": "planted-id", "SP_API_CLIENT_ID": ""]))
        #expect(agreeing.applications[0].clientId == .environment("SP_CLIENT_ID"))
        let cases: [([String: String], String)] = [
            (["LWA_CLIENT_ID": "planted-other"], "LWA_CLIENT_ID: SP_CLIENT_ID is set too"),
            (["SP_CLIENT_SECRET_FILE": "/x"], "SP_CLIENT_SECRET_FILE: SP_CLIENT_SECRET is set too"),
            (
                ["SP_REFRESH_TOKEN__A": "planted-1", "SP_API_REFRESH_TOKEN_A": "planted-2"],
                "SP_REFRESH_TOKEN__A is set too"
            ),
            (["SP_REFRESH_TOKEN__DEFAULT": "planted-1"], "already gives the seller default"),
        ]
        for (more, says) in cases {
            let found = problems(nil, environment: basic(more))
            #expect(found.count == 1 && found[0].contains(says), "\(found)")
            #expect(!found.joined().contains("planted"))
        }
    }

    @Test(
        "are refused where they are incomplete or ambiguous",
        arguments: [
            (["SP_REFRESH_TOKEN": "planted"], "SP_CLIENT_ID: this is missing"),
            (["SP_REFRESH_TOKEN": "planted"], "SP_CLIENT_SECRET: this is missing"),
            (["SP_CLIENT_ID": "planted"], "SP_CLIENT_SECRET: this is missing"),
            (["SP_REGION__ACME": "EU"], "there is no refresh token for the seller acme"),
            (["SP_API_ENDPOINT": "https://planted"], "set SP_ENDPOINT for the API or SP_LWA_ENDPOINT for tokens"),
            (["SP_ENDPOINT": "http://planted.example"], "plain http would show tokens"),
            (["SP_ENDPOINT__ACME": "https://x"], "endpoints are the same for all sellers"),
            (credentials.merging(["SP_REGION": "Mars"]) { $1 }, "SP_REGION: \"Mars\" is not a region"),
            (
                credentials.merging(["SP_SANDBOX": "maybe"]) { $1 },
                "SP_SANDBOX: \"maybe\" does not fit here; write true or false"
            ),
            (
                credentials.merging(["SP_REGION_FILE": "/none"]) { $1 },
                "SP_REGION_FILE: the file it names does not exist"
            ),
        ])
    func refused(environment: [String: String], says: String) {
        let found = problems(nil, environment: environment)
        #expect(found.contains { $0.contains(says) }, "\(found)")
        #expect(!found.joined().contains("planted"))
    }

    @Test("do without a seller for an application's own operations")
    func applicationAlone() throws {
        let it = try load(nil, environment: ["SP_CLIENT_ID": "planted", "SP_CLIENT_SECRET": "planted"])
        #expect(it.applications.map(\.id) == ["default"] && it.sellers.isEmpty)
    }

    @Test("may come with endpoints, for every region")
    func endpoints() throws {
        let it = try load(
            nil,
            environment: basic([
                "SP_ENDPOINT": "http://localhost:8080/", "SP_LWA_ENDPOINT_FILE": "/lwa", "SP_SANDBOX": "1",
            ]), files: ["/lwa": "http://localhost:8080/token\n"])
        #expect(it.endpoints.areLocal)
        #expect(it.endpoint(of: it.sellers[0]) == "http://localhost:8080")
        #expect(it.endpoints.lwa == "http://localhost:8080/token")
        #expect(it.sellers[0].sandbox)
    }

    @Test("notice once what other programs left behind")
    func leftovers() throws {
        let it = try load(
            nil,
            environment: basic(["AWS_ACCESS_KEY_ID": "planted", "SP_API_ROLE_ARN": "planted", "AWS_ENV": "SANDBOX"]))
        #expect(
            it.notices == [
                "ignored, because Amazon's API no longer takes AWS keys: AWS_ACCESS_KEY_ID, SP_API_ROLE_ARN",
                "AWS_ENV is ignored; set SP_SANDBOX=true for the sandbox",
            ])
        #expect(try load(nil, environment: ["AWS_ACCESS_KEY_ID": "planted"]).notices.isEmpty)
    }
}
