import OperationCatalogue
import Secrets
import Testing

@testable import spworker

@Suite("Formats of other clients")
struct ImportFormatTests {
    @Test("each format is told from its content and can be forced", arguments: ImportSample.all.indices)
    func recognised(index: Int) throws {
        let (format, text) = ImportSample.all[index]
        #expect(try imported(text).format == format)
        #expect(try imported(text, format: format).accounts == imported(text).accounts)
    }

    @Test("credentials.yml gives a seller for each account and shares what they share")
    func saleweaver() throws {
        let it = try imported(ImportSample.saleweaver)
        #expect(it.accounts.map(\.id) == ["default", "Big-Corp"])
        #expect(it.accounts.map { $0.refreshToken?.reveal() } == ["planted-token-1", "planted-token-2"])
        #expect(it.accounts.allSatisfy { $0.clientID.reveal() == "planted-id" && $0.region == nil })
        #expect(it.notices.isEmpty)
    }

    @Test("anchors and merged keys of YAML are written out")
    func anchors() throws {
        let it = try imported(
            """
            de: &app
              refresh_token: planted-1
              lwa_app_id: planted-id
              lwa_client_secret: planted-secret
            fr:
              <<: *app
              refresh_token: planted-2
            """)
        #expect(it.accounts.map { $0.refreshToken?.reveal() } == ["planted-1", "planted-2"])
        #expect(it.accounts.map { $0.clientSecret.reveal() } == ["planted-secret", "planted-secret"])
    }

    @Test("an Airbyte configuration tells country, region and sandbox")
    func airbyte() throws {
        let one = try #require(try imported(ImportSample.airbyte).accounts.first)
        #expect(one.region == .europe && one.marketplaces.map(\.countryCode) == ["DE"])
        #expect(!one.isSandbox && one.id == "default")
        let sandbox = ImportSample.airbyte.replacing("PRODUCTION", with: "SANDBOX").replacing("DE", with: "gb")
        let other = try #require(try imported(sandbox, seller: "acme").accounts.first)
        #expect(other.isSandbox && other.marketplaces.map(\.countryCode) == ["UK"] && other.id == "acme")
    }

    @Test("an Airbyte configuration is found as its API wraps it up, with its name")
    func airbyteAPI() throws {
        let wrapped = """
            {"data": [
                {"name": "Shop (DE)", "sourceType": "amazon-seller-partner", "configuration": \(ImportSample.airbyte)},
                {"name": "Files", "configuration": {"host": "planted"}}
            ]}
            """
        let it = try imported(wrapped)
        #expect(it.format == .airbyte)
        #expect(it.accounts.map(\.id) == ["Shop-DE"])
        #expect(it.notices.count == 1 && it.notices[0].contains("data[1] is no source of Amazon's"))
        let nested = ImportSample.airbyte.replacing("\"lwa_app_id\": \"planted-id\",", with: "").replacing(
            "\"region\"", with: "\"credentials\": {\"lwa_app_id\": \"planted-id\"}, \"region\"")
        #expect(try imported(nested, format: .airbyte).accounts[0].clientID.reveal() == "planted-id")
    }

    @Test("the Node client's file gives an application, and a seller when a token stands beside it")
    func node() throws {
        let one = try #require(try imported(ImportSample.node).accounts.first)
        #expect(one.clientSecret.reveal() == "planted=secret#with==signs")
        #expect(one.refreshToken == nil)
        let more = try imported("export SP_REFRESH_TOKEN='planted-token'\nSP_REGION=jp\n" + ImportSample.node)
        #expect(more.accounts[0].refreshToken?.reveal() == "planted-token")
        #expect(more.accounts[0].region == .farEast)
    }

    @Test("FikaAmazonAPI settings may have comments, trailing commas and several accounts")
    func fika() throws {
        let it = try imported(ImportSample.fika)
        let one = try #require(it.accounts.first)
        #expect(one.region == .europe && one.marketplaces.map(\.countryCode) == ["UK"] && one.sellerID == "A2EXAMPLE")
        #expect(it.notices == ["AWS keys and roles are not taken over: Amazon's API no longer takes them"])
        let account = #"{"ClientId": "planted", "ClientSecret": "planted", "RefreshToken": "planted-"#
        let list = try imported(#"{"fikaamazonapi": [\#(account)1"}, \#(account)2"}]}"#)
        #expect(list.accounts.map(\.id) == ["account-1", "account-2"])
        let named = try imported(#"{"FikaAmazonAPI": {"Shop": \#(account)1"}, "Outlet": \#(account)1"}}}"#)
        #expect(named.accounts.map(\.id) == ["Shop", "Outlet"])
        #expect(named.notices == ["the accounts Shop and Outlet hold the same refresh token; keep one of them"])
        #expect(try imported("\(account)1\"}").format == .fika, "the section cut out")
    }

    @Test("byte order marks and lines as Windows ends them change nothing", arguments: ImportSample.all.indices)
    func windows(index: Int) throws {
        let text = ImportSample.all[index].text
        let windows = "\u{FEFF}" + text.replacing("\n", with: "\r\n")
        #expect(try imported(windows).accounts == imported(text).accounts)
    }

    @Test("unknown keys are told with their line, and not their value")
    func unknownKeys() throws {
        let it = try imported(ImportSample.airbyte.replacing("\"account_type\"", with: "\"shoe_size\""))
        #expect(it.notices == ["settings:5: shoe_size is not known and not taken over"])
    }

    @Test(
        "a name becomes an id that can stand in paths",
        arguments: [
            ("Müller & Söhne", "M-ller-S-hne"), ("../etc", "etc"), ("a..b", "a.-b"), ("-x-", "x"),
            ("a_b.c-d", "a_b.c-d"),
        ])
    func names(name: String, id: String) {
        #expect(ImportedAccount.id(from: name) == id)
        #expect(ImportedAccount.id(from: "///") == nil)
    }
}
