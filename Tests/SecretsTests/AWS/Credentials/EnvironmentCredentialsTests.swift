import Secrets
import Testing

@Suite("AWS keys in the environment")
struct EnvironmentCredentialsTests {
    private let pair = ["AWS_ACCESS_KEY_ID": "KEY", "AWS_SECRET_ACCESS_KEY": "planted\n"]

    @Test("are a key, a secret, and perhaps a token and an end")
    func whole() async throws {
        let keys = try await FakeMachine(pair).chain().credentials()
        #expect(keys.accessKeyID == "KEY")
        #expect(keys.secretAccessKey == Secret("planted"))
        #expect(keys.sessionToken == nil)
        #expect(keys.expiresAt == nil)
        let more = ["AWS_SESSION_TOKEN": "token", "AWS_CREDENTIAL_EXPIRATION": "2026-01-01T01:00:00Z"]
        let temporary = try await FakeMachine(pair.merging(more) { $1 }).chain().credentials()
        #expect(temporary.sessionToken == Secret("token"))
        #expect(temporary.expiresAt == 1_767_229_200_000_000)
    }

    @Test("that are half a pair are an error; an empty half is none")
    func half() async throws {
        for name in pair.keys {
            var machine = FakeMachine(pair)
            machine.environment[name] = ""
            let error = await machine.failure()
            #expect(error?.code == .invalid)
            #expect(error?.description.contains("\(name) is not; set both, or neither") == true)
            #expect(error?.description.contains("planted") == false)
        }
        let empty = FakeMachine([
            "AWS_ACCESS_KEY_ID": "", "AWS_SECRET_ACCESS_KEY": "", "AWS_EC2_METADATA_DISABLED": "true",
        ])
        #expect(await empty.failure()?.code == .notFound)
    }

    @Test(
        "that have ended or hold what no header carries are refused",
        arguments: [
            ("AWS_CREDENTIAL_EXPIRATION", "2025-12-31T23:59:59Z"), ("AWS_CREDENTIAL_EXPIRATION", "soon"),
            ("AWS_SESSION_TOKEN", "planted\r\nX-Evil: 1"), ("AWS_ACCESS_KEY_ID", "planted key"),
        ])
    func unusable(name: String, value: String) async throws {
        let error = await FakeMachine(pair.merging([name: value]) { $1 }).failure()
        #expect(error != nil && error?.code != .notFound)
        #expect(error?.description.contains("AWS credentials from environment variables: ") == true)
        #expect(error?.description.contains("planted") == false)
    }

    @Test("count beside AWS_PROFILE, and not beside a configured profile")
    func profiles() async throws {
        let machine = FakeMachine(
            pair.merging(["AWS_PROFILE": "a"]) { $1 },
            credentials: "[a]\naws_access_key_id=OTHER\naws_secret_access_key=planted")
        #expect(try await machine.chain().credentials().accessKeyID == "KEY")
        #expect(try await machine.chain(profile: "a").credentials().accessKeyID == "OTHER")
    }
}
