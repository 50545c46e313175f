import Secrets
import Testing

@Suite("Chains of AWS roles")
struct RoleChainTests {
    @Test("lead from the first keys over every role to the profile's own")
    func order() throws {
        let chain = try Self.chain(
            """
            [profile a]
            role_arn = A
            source_profile = b
            external_id = id
            duration_seconds = 900
            [profile b]
            role_arn = B
            source_profile = c
            role_session_name = me
            [profile c]
            sso_account_id = 1
            """)
        #expect(
            chain
                == RoleChain(
                    base: .profile("c"),
                    roles: [
                        AssumedRole(profile: "b", arn: "B", sessionName: "me"),
                        AssumedRole(profile: "a", arn: "A", externalID: "id", durationSeconds: 900),
                    ]))
    }

    @Test(
        "may begin with the machine's own keys",
        arguments: [
            ("Environment", RoleChain.Base.environment), ("EcsContainer", .container),
            ("Ec2InstanceMetadata", .instance),
        ])
    func sources(text: String, base: RoleChain.Base) throws {
        #expect(try Self.chain("[profile a]\nrole_arn=A\ncredential_source=\(text)")?.base == base)
    }

    @Test("end at a profile with keys, even if it names itself or would assume a role")
    func ownKeys() throws {
        let keys = "aws_access_key_id=K\naws_secret_access_key=S"
        let itself = try Self.chain("[profile a]\nrole_arn=A\nsource_profile=a\n\(keys)")
        #expect(itself?.base == .profile("a"))
        #expect(itself?.roles.map(\.arn) == ["A"])
        let other = try Self.chain(
            "[profile a]\nrole_arn=A\nsource_profile=b\n[profile b]\nrole_arn=B\nsource_profile=a\n\(keys)")
        #expect(other?.roles.map(\.arn) == ["A"])
    }

    @Test("are none for a profile without a role, or with one by web identity")
    func none() throws {
        #expect(try Self.chain("[profile a]\nregion=x") == nil)
        #expect(try Self.chain("[profile a]\nrole_arn=A\nweb_identity_token_file=/t") == nil)
        #expect(try Self.chain("[profile b]") == nil)
    }

    @Test(
        "are refused when they cannot work",
        arguments: [
            ("role_arn=A\nsource_profile=a", "a -> a"),
            ("role_arn=A\nsource_profile=b\n[profile b]\nrole_arn=B\nsource_profile=a", "a -> b -> a"),
            ("role_arn=A\nsource_profile=none", "there is no AWS profile none"),
            ("role_arn=A", "does not say with whose keys"),
            ("role_arn=A\nsource_profile=b\ncredential_source=Environment", "has both"),
            ("role_arn=A\ncredential_source=Moon", "unknown credential_source"),
            ("role_arn=A\ncredential_source=Environment\nmfa_serial=m", "mfa_serial"),
            ("role_arn=A\ncredential_source=Environment\nduration_seconds=1", "duration_seconds"),
        ])
    func refusals(profile: String, words: String) throws {
        let error = #expect(throws: SecretError.self) { try Self.chain("[profile a]\n\(profile)") }
        #expect(error?.code == .invalid)
        #expect(error?.description.contains(words) == true)
    }

    private static func chain(_ config: String) throws -> RoleChain? {
        try RoleChain.leading(to: "a", in: AWSProfilesTests.profiles(config: config))
    }
}
