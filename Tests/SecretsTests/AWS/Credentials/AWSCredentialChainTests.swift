import JobStoreTesting
import Ports
import Secrets
import Synchronization
import Testing

@Suite("The chain of AWS credentials")
struct AWSCredentialChainTests {
    /// What is taken away from a machine with keys everywhere, step by step, and whose keys are found then.
    private static let steps: [(variables: [String], settings: [String], file: Bool, found: String)] = [
        ([], [], false, "ENVIRONMENT"),
        (["AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"], [], false, "ROLE"),
        ([], ["role_arn", "credential_source"], false, "WEB"),
        (["AWS_WEB_IDENTITY_TOKEN_FILE"], [], false, "SSO"),
        ([], ["sso_account_id", "sso_role_name"], false, "SHARED"),
        ([], [], true, "PROCESS"),
        ([], ["credential_process"], false, "CONFIG"),
        ([], ["aws_access_key_id", "aws_secret_access_key"], false, "CONTAINER"),
        (["AWS_CONTAINER_CREDENTIALS_RELATIVE_URI"], [], false, "INSTANCE"),
    ]

    @Test("asks the places in their order", arguments: steps.indices)
    func order(step: Int) async throws {
        let taken = Self.steps[...step]
        let machine = WholeMachine.without(
            variables: Set(taken.flatMap(\.variables)), settings: Set(taken.flatMap(\.settings)),
            credentialsFile: taken.contains { $0.file })
        let keys = try await machine.chain().credentials()
        #expect(keys.accessKeyID == Self.steps[step].found)
        #expect(!"\(keys)".contains("planted"))
    }

    @Test("tells of every place why it has nothing")
    func nothing() async throws {
        let error = await FakeMachine(["AWS_EC2_METADATA_DISABLED": "true"]).failure()
        #expect(error?.code == .notFound)
        for place in [
            "environment variables: ", "role of the profile: ", "web identity: ", "single sign-on: ",
            "shared credentials file: ", "credential_process: ", "keys in the configuration file: ",
            "container endpoint: ", "instance metadata: AWS_EC2_METADATA_DISABLED is true",
        ] {
            #expect(error?.message.contains(place) == true)
        }
    }

    @Test("goes on after a place without keys, and stops with the name of one that fails")
    func stops() async throws {
        for code in [SecretError.Code.denied, .invalid, .unavailable] {
            let chain = AWSCredentialChain([
                StubProvider("first", .notFound), StubProvider("second", code), StubProvider("third", nil),
            ])
            let error = await #expect(throws: SecretError.self) { try await chain.credentials() }
            #expect(error?.code == code)
            #expect(error?.message == "AWS credentials from second: stub")
        }
        let chain = AWSCredentialChain([StubProvider("first", .notFound), StubProvider("third", nil)])
        #expect(try await chain.credentials().accessKeyID == "third")
    }

    @Test("stops at a container that may not have keys, though the instance has some")
    func deniedContainer() async throws {
        var machine = FakeMachine(["AWS_CONTAINER_CREDENTIALS_RELATIVE_URI": "/v2/keys"])
        machine.transport = ScriptedTransport { request in
            request.url.hasPrefix("http://169.254.170.2/")
                ? .json(403, #"{"message": "planted"}"#) : try WholeMachine.answer(request)
        }
        let error = await machine.failure()
        #expect(error?.code == .denied)
        #expect(error?.message.hasPrefix("AWS credentials from container endpoint: ") == true)
        #expect(error?.description.contains("planted") == false)
    }

    @Test("stays with the place that gave keys, even when that has none any more")
    func remembers() async throws {
        let stub = StubProvider("second", nil)
        let other = StubProvider("third", nil)
        let chain = AWSCredentialChain([StubProvider("first", .notFound), stub, other])
        _ = try await chain.credentials()
        stub.fail(.notFound)
        let error = await #expect(throws: SecretError.self) { try await chain.credentials() }
        #expect(error?.code == .unavailable)
        #expect(error?.message.contains("second, which gave some before, are gone") == true)
        stub.fail(nil)
        #expect(try await chain.credentials().accessKeyID == "second")
        #expect(other.count == 0)
    }

    @Test("does not pass over a profile of aws login to the machine's own keys")
    func login() async throws {
        let machine = FakeMachine(
            config: "[default]\nlogin_session = arn:aws:iam::1:user/me",
            transport: ScriptedTransport(WholeMachine.answer))
        #expect(await machine.failure()?.description.contains("aws configure export-credentials") == true)
    }

    @Test("takes no keys from a file that others can reach")
    func looseFile() async throws {
        var machine = FakeMachine()
        let flaw = SecretError(.denied, reference: nil, message: "others can reach it", cure: "chmod 600 it")
        machine.files = FakeFiles(["/home/me/.aws/credentials": WholeMachine.credentials], flaw: flaw)
        let error = await machine.failure()
        #expect(error?.code == .denied)
        #expect(error?.message.hasSuffix("shared credentials file: others can reach it") == true)
    }
}

private final class StubProvider: AWSCredentialProvider {
    let name: String
    private let state: Mutex<(code: SecretError.Code?, count: Int)>

    init(_ name: String, _ code: SecretError.Code?) {
        self.name = name
        state = Mutex((code, 0))
    }

    var count: Int { state.withLock { $0.count } }

    func fail(_ code: SecretError.Code?) { state.withLock { $0.code = code } }

    func credentials() async throws(SecretError) -> AWSCredentials {
        let code = state.withLock { state in
            state.count += 1
            return state.code
        }
        if let code { throw SecretError(code, reference: nil, message: "stub", cure: "none") }
        return AWSCredentials(accessKeyID: name, secretAccessKey: Secret("planted"), source: name)
    }
}
