import JobStoreTesting
import Ports
import Secrets
import Testing

@Suite("AWS keys of roles")
struct RoleCredentialsTests {
    private let chained = """
        [default]
        role_arn = arn:aws:iam::2:role/outer
        source_profile = inner
        external_id = the id
        duration_seconds = 1800
        role_session_name = me
        region = eu-west-1
        [profile inner]
        role_arn = arn:aws:iam::1:role/inner
        source_profile = base
        """
    private let base = "[base]\naws_access_key_id = BASE\naws_secret_access_key = planted-secret\n"

    @Test("are assumed one after the other, each with the keys before")
    func chain() async throws {
        let machine = FakeMachine(
            config: chained, credentials: base,
            transport: ScriptedTransport { request in
                .role("AssumeRole", key: request.bodyText.contains("outer") ? "OUTER" : "INNER")
            })
        let keys = try await machine.chain().credentials()
        #expect(keys.accessKeyID == "OUTER")
        #expect(keys.expiresAt == 1_767_229_200_000_000)
        #expect(keys.source == "role arn:aws:iam::2:role/outer of profile default")

        let requests = machine.transport.requests
        #expect(requests.map(\.url) == Array(repeating: "https://sts.eu-west-1.amazonaws.com/", count: 2))
        #expect(requests[0].headers.first("Authorization")?.contains("Credential=BASE/20260101/eu-west-1/sts/") == true)
        #expect(requests[1].headers.first("Authorization")?.contains("Credential=INNER/") == true)
        #expect(requests[1].headers.first("X-Amz-Security-Token") == "planted-token")
        let outer = requests[1].bodyText
        for field in [
            "Action=AssumeRole&", "RoleArn=arn%3Aaws%3Aiam%3A%3A2%3Arole%2Fouter", "ExternalId=the%20id",
            "DurationSeconds=1800", "RoleSessionName=me",
        ] {
            #expect(outer.contains(field))
        }
        #expect(requests[0].bodyText.contains("RoleSessionName=spworker-"))
    }

    @Test("that may not be assumed stop the chain, with AWS's words and whose keys were used")
    func denied() async throws {
        let machine = FakeMachine(
            config: chained, credentials: base,
            transport: ScriptedTransport { _ in
                .refusal(403, "AccessDenied", "not authorized to perform sts:AssumeRole")
            })
        let error = await machine.failure()
        #expect(error?.code == .denied)
        let text = try #require(error?.description)
        #expect(
            text.contains("role arn:aws:iam::1:role/inner of profile inner, with keys from shared credentials file"))
        #expect(text.contains("not authorized to perform sts:AssumeRole"))
        #expect(!text.contains("planted"))
    }

    @Test("hide AWS's words where these may repeat what was sent")
    func quiet() async throws {
        let machine = FakeMachine(
            config: chained, credentials: base,
            transport: ScriptedTransport { _ in .refusal(403, "SignatureDoesNotMatch", "planted-token was signed") })
        let text = try #require(await machine.failure()?.description)
        #expect(text.contains("SignatureDoesNotMatch"))
        #expect(!text.contains("planted"))
    }

    @Test("whose source profile has no keys are an error, and the chain does not go on")
    func emptySource() async throws {
        let machine = FakeMachine(
            config: chained + "\n[profile base]\nregion = x", transport: ScriptedTransport(WholeMachine.answer))
        let error = await machine.failure()
        #expect(error?.code == .invalid)
        #expect(error?.message.contains("source profile base: no AWS credentials were found") == true)
    }

    @Test("by web identity need no signature and read the token's file each time")
    func webIdentity() async throws {
        let machine = FakeMachine(
            [
                "AWS_WEB_IDENTITY_TOKEN_FILE": "/token", "AWS_ROLE_ARN": "arn:aws:iam::1:role/pod",
                "AWS_REGION": "eu-central-1",
            ], transport: ScriptedTransport { _ in .role("AssumeRoleWithWebIdentity", key: "WEB") })
        machine.files.write("/token", "planted+one\n")
        let chain = machine.chain()
        #expect(try await chain.credentials().accessKeyID == "WEB")
        machine.files.write("/token", "planted+two\n")
        _ = try await chain.credentials()
        let requests = machine.transport.requests
        #expect(requests.map(\.url) == Array(repeating: "https://sts.eu-central-1.amazonaws.com/", count: 2))
        #expect(requests.allSatisfy { $0.headers.first("Authorization") == nil })
        #expect(requests[0].bodyText.contains("WebIdentityToken=planted%2Bone"))
        #expect(requests[1].bodyText.contains("WebIdentityToken=planted%2Btwo"))
        #expect(requests[0].bodyText.contains("RoleSessionName=spworker-"))
    }

    @Test("by web identity stop the chain when the role or the token is missing, or the identity is refused")
    func webIdentityFailures() async throws {
        var machine = FakeMachine(
            ["AWS_WEB_IDENTITY_TOKEN_FILE": "/token"],
            transport: ScriptedTransport { _ in .refusal(400, "InvalidIdentityToken", "planted-identity is bad") })
        #expect(await machine.failure()?.code == .invalid)
        machine.environment["AWS_ROLE_ARN"] = "arn:aws:iam::1:role/pod"
        #expect(await machine.failure()?.code == .unavailable)
        machine.files.write("/token", "planted-identity")
        let error = await machine.failure()
        #expect(error?.code == .denied)
        #expect(error?.description.contains("InvalidIdentityToken") == true)
        #expect(error?.description.contains("planted") == false)
    }
}
