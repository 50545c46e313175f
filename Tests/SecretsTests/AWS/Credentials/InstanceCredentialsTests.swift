import JobStoreTesting
import Ports
import Secrets
import Synchronization
import Testing

@Suite("AWS keys of instances")
struct InstanceCredentialsTests {
    @Test("are asked for with a token, for a second at most")
    func version2() async throws {
        let machine = FakeMachine(transport: ScriptedTransport(WholeMachine.answer))
        let keys = try await machine.chain().credentials()
        #expect(keys.accessKeyID == "INSTANCE")
        #expect(keys.source == "role role of the instance")
        let requests = machine.transport.requests
        #expect(requests.map(\.method) == ["PUT", "GET", "GET"])
        #expect(requests[0].headers.first("X-aws-ec2-metadata-token-ttl-seconds") == "21600")
        #expect(requests[2].headers.first("x-aws-ec2-metadata-token") == "metadata-token")
        #expect(requests.allSatisfy { $0.timeout == .seconds(1) })
    }

    @Test("are asked for without a token where there is none, unless that is turned off")
    func version1() async throws {
        var machine = FakeMachine(transport: ScriptedTransport(Self.withoutTokens))
        #expect(try await machine.chain().credentials().accessKeyID == "INSTANCE")
        #expect(machine.transport.requests[1].headers.first("x-aws-ec2-metadata-token") == nil)
        machine.environment["AWS_EC2_METADATA_V1_DISABLED"] = "TRUE"
        #expect(await machine.failure()?.code == .denied)
    }

    @Test("are none when nobody answers, when there is no role, and when the service says so under a status of 200")
    func none() async throws {
        let answers: [@Sendable (HTTPRequest) throws -> HTTPResponse] = [
            { _ in throw HTTPTransportError(.timeout, wasSent: false, message: "nobody there") },
            { $0.method == "PUT" ? try WholeMachine.answer($0) : HTTPResponse(status: 404) },
            {
                $0.url.hasSuffix("/role")
                    ? .json(200, #"{"Code": "AssumeRoleUnauthorizedAccess", "Message": "planted"}"#)
                    : try WholeMachine.answer($0)
            },
            { $0.url.hasSuffix("/role") ? .json(200, "planted") : try WholeMachine.answer($0) },
        ]
        for answer in answers {
            let error = await FakeMachine(transport: ScriptedTransport(answer)).failure()
            #expect(error?.code == .notFound)
            #expect(error?.description.contains("planted") == false)
        }
    }

    @Test("are asked for where the variables say, as often as they say")
    func settings() throws {
        func settings(_ environment: [String: String]) throws -> InstanceSettings? {
            try InstanceSettings(FakeMachine(environment).surroundings, profile: nil)
        }
        #expect(try settings([:])?.endpoint == "http://169.254.169.254")
        let mode = ["AWS_EC2_METADATA_SERVICE_ENDPOINT_MODE": "IPv6"]
        #expect(try settings(mode)?.endpoint == "http://[fd00:ec2::254]")
        let own = mode.merging(["AWS_EC2_METADATA_SERVICE_ENDPOINT": "http://localhost:1338/"]) { $1 }
        #expect(try settings(own)?.endpoint == "http://localhost:1338")
        #expect(try settings(["AWS_EC2_METADATA_DISABLED": "True"]) == nil)
        let often = try settings(["AWS_METADATA_SERVICE_TIMEOUT": "5", "AWS_METADATA_SERVICE_NUM_ATTEMPTS": "4"])
        #expect(often?.timeout == .seconds(5))
        #expect(often?.attempts == 4)
        for (name, value) in [
            ("AWS_EC2_METADATA_SERVICE_ENDPOINT_MODE", "IPv5"), ("AWS_EC2_METADATA_SERVICE_ENDPOINT", "here"),
            ("AWS_METADATA_SERVICE_TIMEOUT", "0"),
        ] {
            #expect(throws: SecretError.self) { try settings([name: value]) }
        }
    }

    @Test("that have ended go on for a while when the service gives no newer ones")
    func grace() async throws {
        let timekeeper = VirtualTimekeeper()
        let isBroken = Mutex(false)
        var machine = FakeMachine(
            transport: ScriptedTransport { request in
                if isBroken.withLock({ $0 }) { throw HTTPTransportError(.connect, wasSent: false, message: "gone") }
                return try WholeMachine.answer(request)
            })
        machine.timekeeper = timekeeper
        let chain = machine.chain()
        let first = try await chain.credentials()
        isBroken.withLock { $0 = true }
        await #expect(throws: SecretError.self) { try await chain.credentials() }

        // The keys ended at six; the service still answers with them, then not at all.
        timekeeper.advance(by: .seconds(6 * 3600 + 1))
        isBroken.withLock { $0 = false }
        let stretched = try await chain.credentials()
        isBroken.withLock { $0 = true }
        let again = try await chain.credentials()
        for keys in [stretched, again] {
            #expect(keys.secretAccessKey == first.secretAccessKey)
            let rest = try #require(keys.expiresAt) - timekeeper.wallMicroseconds()
            #expect((300_000_000...600_000_000).contains(rest))
        }
        timekeeper.advance(by: .seconds(3600))
        await #expect(throws: SecretError.self) { try await chain.credentials() }
    }

    @Sendable
    private static func withoutTokens(_ request: HTTPRequest) throws -> HTTPResponse {
        request.method == "PUT" ? HTTPResponse(status: 404) : try WholeMachine.answer(request)
    }
}
