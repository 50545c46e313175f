import JobStoreTesting
import Ports
import Testing

@testable import Secrets

@Suite(
    "AWS keys from a real server of AWS's interfaces",
    .enabled(if: MotoServer.program != nil, "SPWORKER_MOTO names no moto_server"), .moto, .serialized)
struct MotoCredentialTests {
    private static let account = "123456789012"

    @Test("are those of the last role of a chain, and stand up to checking")
    func chain() async throws {
        let server = try #require(MotoServer.current)
        let machine = try await Self.machine(
            server, named: "walker", roles: [("chain-one", ["sts:AssumeRole"]), ("chain-two", [])])
        let identity = AWSIdentity(machine.surroundings(server))
        let keys = try await identity.credentials.credentials()
        #expect(keys.source == "role \(Self.arn("chain-two")) of profile default")
        #expect((keys.expiresAt ?? 0) > SystemClock().now)

        let caller = try await Self.caller(server, identity).identity(region: "eu-west-1")
        #expect(caller.account == Self.account)
        #expect(caller.arn == "arn:aws:sts::\(Self.account):assumed-role/chain-two/at-chain-two")
    }

    @Test("are refused where a role in between may not assume the next one, or the first secret is wrong")
    func refusals() async throws {
        let server = try #require(MotoServer.current)
        let machine = try await Self.machine(server, named: "stopped", roles: [("weak-one", []), ("weak-two", [])])
        let error = await #expect(throws: SecretError.self) {
            try await AWSIdentity(machine.surroundings(server)).credentials.credentials()
        }
        #expect(error?.code == .denied)
        let text = try #require(error?.description)
        #expect(text.contains("AWS credentials from role of the profile: role \(Self.arn("weak-two"))"))
        #expect(text.contains("is not authorized to perform: sts:AssumeRole"))

        var wrong = machine
        wrong.secret = "planted-wrong-secret"
        let unproved = await #expect(throws: SecretError.self) {
            try await AWSIdentity(wrong.surroundings(server)).credentials.credentials()
        }
        #expect(unproved?.code == .denied)
        #expect(unproved?.description.contains("SignatureDoesNotMatch") == true)
        #expect(unproved?.description.contains("planted") == false)
    }

    @Test("come for the token of another identity")
    func webIdentity() async throws {
        let server = try #require(MotoServer.current)
        try await server.ignoreRights()
        try await Self.makeRole(server, "pod", mayDo: [])
        let files = FakeFiles(["/token": "planted-identity\n"])
        let identity = AWSIdentity(
            Self.surroundings(
                server, ["AWS_WEB_IDENTITY_TOKEN_FILE": "/token", "AWS_ROLE_ARN": Self.arn("pod")], files))
        // The server cannot check a call without a signature, so it checks from the next one on.
        _ = try await identity.credentials.credentials()
        try await server.checkRights()
        let caller = try await Self.caller(server, identity).identity(region: "eu-west-1")
        #expect(caller.arn.hasPrefix("arn:aws:sts::\(Self.account):assumed-role/pod/spworker-"))
    }

    @Test("and the region come from the instance's metadata service")
    func instance() async throws {
        let server = try #require(MotoServer.current)
        let identity = AWSIdentity(Self.surroundings(server, [:], FakeFiles()))
        let keys = try await identity.credentials.credentials()
        #expect(keys.accessKeyID == "test-key")
        #expect(keys.sessionToken == Secret("test-session-token"))
        #expect(keys.source == "role default-role of the instance")
        #expect((keys.expiresAt ?? 0) > SystemClock().now)
        #expect(await identity.machineRegion() == "us-east-1")
    }

    // MARK: Setting up

    /// A machine whose profile leads from a user's keys over roles.
    private struct Machine {
        var keyID: String
        var secret: String
        var config: String

        func surroundings(_ server: MotoServer) -> AWSSurroundings {
            let credentials = "[base]\naws_access_key_id = \(keyID)\naws_secret_access_key = \(secret)\n"
            let files = FakeFiles(["/home/me/.aws/config": config, "/home/me/.aws/credentials": credentials])
            return MotoCredentialTests.surroundings(server, [:], files)
        }
    }

    /// Makes a user who may assume roles, and roles each of which is assumed with the keys of the one before.
    private static func machine(
        _ server: MotoServer, named name: String, roles: [(name: String, actions: [String])]
    ) async throws -> Machine {
        try await server.ignoreRights()
        let user = try await server.makeUser(name, mayDo: ["sts:AssumeRole"])
        var config = ""
        var source = "base"
        for (role, actions) in roles {
            try await makeRole(server, role, mayDo: actions)
            let header = role == roles.last?.name ? "[default]" : "[profile \(role)]"
            config += "\(header)\nrole_arn = \(arn(role))\nsource_profile = \(source)\nrole_session_name = at-\(role)\n"
            source = role
        }
        try await server.checkRights()
        return Machine(keyID: user.accessKeyID, secret: user.secretAccessKey.reveal(), config: config)
    }

    private static func makeRole(_ server: MotoServer, _ name: String, mayDo actions: [String]) async throws {
        let trust =
            #"{"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Principal": {"AWS": "*"}, "#
            + #""Action": "sts:AssumeRole"}]}"#
        _ = try await server.manage([
            ("Action", "CreateRole"), ("RoleName", name), ("AssumeRolePolicyDocument", trust),
        ])
        guard !actions.isEmpty else { return }
        let list = actions.map { "\"\($0)\"" }.joined(separator: ",")
        let policy =
            #"{"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": [\#(list)], "Resource": "*"}]}"#
        _ = try await server.manage([
            ("Action", "PutRolePolicy"), ("RoleName", name), ("PolicyName", "rights"), ("PolicyDocument", policy),
        ])
    }

    private static func arn(_ role: String) -> String { "arn:aws:iam::\(account):role/\(role)" }

    private static func surroundings(
        _ server: MotoServer, _ more: [String: String], _ files: FakeFiles
    ) -> AWSSurroundings {
        let places = [
            "AWS_ENDPOINT_URL": server.address, "AWS_REGION": "eu-west-1",
            "AWS_EC2_METADATA_SERVICE_ENDPOINT": server.address,
        ]
        return AWSSurroundings(
            environment: places.merging(more) { $1 }, files: files, home: "/home/me", transport: server.transport,
            timekeeper: SystemClock(), random: SeededRandom(seed: 6))
    }

    private static func caller(_ server: MotoServer, _ identity: AWSIdentity) async throws -> AWSCaller {
        AWSCaller(
            transport: server.transport, credentials: identity.credentials,
            endpoints: try await identity.endpoints(), timekeeper: SystemClock(), random: SeededRandom(seed: 6))
    }
}
