import Secrets
import Testing

@Suite("AWS profiles")
struct AWSProfilesTests {
    @Test("join what both files say, and the credentials file outweighs")
    func joined() throws {
        let profiles = try Self.profiles(
            config: "[profile a]\nregion=eu-west-1\nrole_arn=one\n[default]\nregion=us-east-1\n[b]\nregion=x",
            credentials: "[a]\nrole_arn=two\n[c]\naws_access_key_id=K")
        let joined = try #require(profiles.profile("a"))
        #expect(joined["role_arn"] == "two")
        #expect(joined.region == "eu-west-1")
        #expect(profiles.profile("default")?.region == "us-east-1")
        #expect(profiles.profile("b") == nil)
        #expect(profiles.names == ["a", "c", "default"])
    }

    @Test("say where services are, by their section of services first")
    func endpoints() throws {
        let profiles = try Self.profiles(
            config: """
                [profile a]
                services = local
                endpoint_url = http://everything
                use_fips_endpoint = TRUE
                [services local]
                ssm =
                  endpoint_url = http://ssm
                """)
        let said = profiles.endpoints(of: try #require(profiles.profile("a")))
        #expect(said.services == [.parameterStore: "http://ssm"])
        #expect(said.endpoint == "http://everything")
        #expect(said.usesFIPS == true)
        #expect(said.usesDualStack == nil)
    }

    @Test("that are chosen and do not exist are an error that tells the choice")
    func missing() async throws {
        var machine = FakeMachine(["AWS_PROFILE": "none"], config: "[profile a]\n[b]\n")
        let error = await machine.failure()
        #expect(error?.code == .invalid)
        #expect(error?.description.contains("there is no AWS profile none; choose one of a") == true)
        machine.environment["AWS_PROFILE"] = "b"
        #expect(await machine.failure()?.description.contains("write [profile b]") == true)
    }

    @Test("come from the files that variables name")
    func places() async throws {
        let machine = FakeMachine([
            "AWS_CONFIG_FILE": "~/config", "AWS_SHARED_CREDENTIALS_FILE": "/etc/keys", "AWS_DEFAULT_PROFILE": "a",
        ])
        machine.files.write("/home/me/config", "[profile a]\nregion = eu-west-3\n")
        machine.files.write("/etc/keys", "[a]\naws_access_key_id = KEY\naws_secret_access_key = planted\n")
        let keys = try await machine.chain().credentials()
        #expect(keys.accessKeyID == "KEY")
        #expect(keys.source == "shared credentials file, profile a")
        #expect(try await AWSIdentity(machine.surroundings).regions().standard?.region == "eu-west-3")
    }

    static func profiles(config: String, credentials: String = "") throws -> AWSProfiles {
        AWSProfiles(
            config: try AWSConfigFile(config, path: "config"),
            credentials: try AWSConfigFile(credentials, path: "credentials"))
    }
}
