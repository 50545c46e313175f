import Secrets
import Testing

@Suite("AWS configuration files")
struct AWSConfigFileTests {
    @Test("have sections, settings, comments, carried-on texts and settings inside settings")
    func grammar() throws {
        let file = try AWSConfigFile(
            """
            # a comment
            [default]
            Region = eu-west-1   ; home
            credential_process = "/opt/a b/keys" --say "x # y"

            [profile  "two words"]  # another
              output=json
              s3 =
                max_concurrent_requests = 20
                ; not counted
                addressing_style=path
            role_session_name = first
                second
            [services local]
            secrets_manager =
              endpoint_url = http://localhost:4566
            """, path: "config")
        let home = try #require(file.sections[.init("default")])
        #expect(home["region"] == .text("eu-west-1"))
        #expect(home["credential_process"] == .text(#""/opt/a b/keys" --say "x # y""#))
        let other = try #require(file.sections[.init(kind: "profile", "two words")])
        #expect(other["output"] == .text("json"))
        #expect(other["s3"] == .nested(["max_concurrent_requests": "20", "addressing_style": "path"]))
        #expect(other["role_session_name"] == .text("first\nsecond"))
        let services = try #require(file.sections[.init(kind: "services", "local")])
        #expect(services["secrets_manager"] == .nested(["endpoint_url": "http://localhost:4566"]))
    }

    @Test("join sections that stand twice, and the later of two settings counts")
    func twice() throws {
        let file = try AWSConfigFile("[a]\nx=1\ny=1\n[b]\n[a]\nx=2\n", path: "config")
        #expect(file.sections[.init("a")] == ["x": .text("2"), "y": .text("1")])
        #expect(file.sections[.init("b")] == [:])
    }

    @Test(
        "are refused with the line's number and never its text",
        arguments: [
            ("[default]\nplanted-secret", 2), ("planted = 1", 1), ("[default\nregion = x", 1), ("[]", 1),
            ("[default]\n\n= planted", 3), ("[default]\ns3 =\n  planted", 3),
        ])
    func refusals(text: String, line: Int) throws {
        let error = #expect(throws: SecretError.self) { try AWSConfigFile(text, path: "/home/me/.aws/config") }
        #expect(error?.code == .invalid)
        #expect(error?.message.hasPrefix("/home/me/.aws/config, line \(line): ") == true)
        #expect(error?.description.contains("planted") == false)
    }
}
