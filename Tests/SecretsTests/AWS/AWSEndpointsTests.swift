import Secrets
import Testing

@Suite("Endpoints of AWS")
struct AWSEndpointsTests {
    @Test("are the hosts that AWS gives each service in each partition", arguments: EndpointRow.all)
    func hosts(row: EndpointRow) throws {
        let environments: [[String: String]] = [
            [:], ["AWS_USE_FIPS_ENDPOINT": "true"], ["AWS_USE_DUALSTACK_ENDPOINT": "True"],
            ["AWS_USE_FIPS_ENDPOINT": "true", "AWS_USE_DUALSTACK_ENDPOINT": "true"],
        ]
        for (environment, host) in zip(environments, row.hosts) {
            let url = try AWSEndpoints(environment: environment).url(row.service, region: row.region)
            #expect(url == "https://\(host)")
        }
    }

    @Test("are overridden by the strongest that names one")
    func overrides() throws {
        var environment: [String: String] = [:]
        var profile = AWSEndpoints.Profile()
        func url(_ configured: [AWSService: String] = [:], _ service: AWSService = .parameterStore) throws -> String {
            try AWSEndpoints(environment: environment, configured: configured, profile: profile)
                .url(service, region: "eu-west-1")
        }
        profile.endpoint = "http://profile:1/"
        #expect(try url() == "http://profile:1")
        profile.services = [.parameterStore: "http://services:1"]
        #expect(try url() == "http://services:1")
        #expect(try url([:], .securityTokens) == "http://profile:1")
        environment["AWS_ENDPOINT_URL"] = "http://every:1"
        #expect(try url() == "http://every:1")
        environment["AWS_ENDPOINT_URL_SSM"] = "http://one:1"
        environment["AWS_ENDPOINT_URL_SECRETS_MANAGER"] = ""
        #expect(try url() == "http://one:1")
        #expect(try url([:], .secretsManager) == "http://every:1")
        #expect(try url([.parameterStore: "http://configured:1"]) == "http://configured:1")
        environment["AWS_IGNORE_CONFIGURED_ENDPOINT_URLS"] = "true"
        #expect(try url() == "https://ssm.eu-west-1.amazonaws.com")
        #expect(try url([.parameterStore: "http://configured:1"]) == "http://configured:1")
    }

    @Test("follow the profile's switches unless the environment says otherwise")
    func switches() throws {
        var profile = AWSEndpoints.Profile()
        profile.usesFIPS = true
        #expect(AWSEndpoints(environment: [:], profile: profile).usesFIPS)
        #expect(!AWSEndpoints(environment: ["AWS_USE_FIPS_ENDPOINT": "false"], profile: profile).usesFIPS)
    }

    @Test(
        "refuse what is no URL, and an override beside FIPS or dual stack",
        arguments: [
            ["AWS_ENDPOINT_URL": "ftp://a"], ["AWS_ENDPOINT_URL": "https://"], ["AWS_ENDPOINT_URL": "localhost:1"],
            ["AWS_ENDPOINT_URL": "http://a b"], ["AWS_ENDPOINT_URL": "http://a?b"],
            ["AWS_ENDPOINT_URL": "http://user:planted@a"],
            ["AWS_ENDPOINT_URL": "http://a", "AWS_USE_FIPS_ENDPOINT": "true"],
            ["AWS_ENDPOINT_URL": "http://a", "AWS_USE_DUALSTACK_ENDPOINT": "true"],
        ])
    func refuses(environment: [String: String]) throws {
        let error = try #require(throws: SecretError.self) {
            try AWSEndpoints(environment: environment).url(.securityTokens, region: "eu-west-1")
        }
        #expect(error.code == .invalid)
        #expect(error.description.contains("AWS_ENDPOINT_URL"))
        #expect(!error.description.contains("planted"))
    }

    @Test("let no region lead to another host", arguments: ["", "a.b", "eu-west-1/", "EU", "-a", "a@b", "a:1"])
    func regions(region: String) throws {
        let error = try #require(throws: SecretError.self) {
            try AWSEndpoints(environment: [:]).url(.secretsManager, region: region)
        }
        #expect(error.code == .invalid)
    }
}
