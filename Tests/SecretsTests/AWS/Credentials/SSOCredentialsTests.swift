import JobStoreTesting
import Ports
import Secrets
import Testing

@Suite("AWS keys by single sign-on")
struct SSOCredentialsTests {
    private static let config = """
        [profile work]
        sso_session = my-sso
        sso_account_id = 111122223333
        sso_role_name = Reader
        [sso-session my-sso]
        sso_region = eu-west-1
        sso_start_url = https://d-92671207e4.awsapps.com/start
        """
    // The SHA-1 of the session's name.
    private static let cache = "/home/me/.aws/sso/cache/0ad374308c5a4e22f723adf10145eafad7c4031c.json"

    @Test("come from the portal with the cached token of the session")
    func session() async throws {
        let machine = Self.machine(token: #"{"accessToken": "planted-bearer", "expiresAt": "2026-01-01T00:00:01UTC"}"#)
        let keys = try await machine.chain().credentials()
        #expect(keys.accessKeyID == "SSO")
        #expect(keys.expiresAt == 1_767_229_200_000_000)
        #expect(machine.transport.requests.first?.headers.first("x-amz-sso_bearer_token") == "planted-bearer")
    }

    @Test(
        "ask for a new sign-on when there is none or it has ended",
        arguments: [
            nil, "planted", #"{"accessToken": "planted", "expiresAt": "2026-01-01T00:00:00Z"}"#,
            #"{"accessToken": "planted\n", "expiresAt": "2026-01-01T08:00:00Z"}"#,
        ])
    func signOnAgain(token: String?) async throws {
        let machine = Self.machine(token: token)
        let error = await machine.failure()
        #expect(error?.code == .denied)
        #expect(error?.cure == "run aws sso login --profile work")
        #expect(error?.description.contains("planted") == false)
        #expect(machine.transport.requests.isEmpty)
    }

    @Test(
        "tell a sign-on that is not accepted from a role that is not assigned and from trouble",
        arguments: [(401, "run aws sso login"), (403, "check sso_role_name"), (503, "try again later")])
    func refusals(status: Int, cure: String) async throws {
        var machine = Self.machine(token: #"{"accessToken": "planted", "expiresAt": "2026-01-01T08:00:00Z"}"#)
        machine.transport = ScriptedTransport { _ in .json(status, #"{"message": "planted"}"#) }
        let error = await machine.failure()
        #expect(error?.cure.hasPrefix(cure) == true)
        #expect(error?.code == (status == 503 ? .unavailable : .denied))
        #expect(error?.description.contains("planted") == false)
    }

    @Test("need every part of their settings")
    func parts() async throws {
        for setting in ["sso_account_id", "sso_role_name", "sso_region"] {
            let lines = Self.config.split(separator: "\n").filter { !$0.hasPrefix(setting) }
            let machine = FakeMachine(["AWS_PROFILE": "work"], config: lines.joined(separator: "\n"))
            let error = await machine.failure()
            #expect(error?.code == .invalid)
            #expect(error?.message.contains("has no \(setting)") == true)
        }
    }

    private static func machine(token: String?) -> FakeMachine {
        let machine = FakeMachine(
            ["AWS_PROFILE": "work"], config: config, transport: ScriptedTransport(WholeMachine.answer))
        if let token { machine.files.write(cache, token) }
        return machine
    }
}
