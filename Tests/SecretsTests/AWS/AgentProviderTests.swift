import Foundation
import JobStoreTesting
import Ports
import Testing

@testable import Secrets

@Suite("The local agent")
struct AgentProviderTests {
    private static let value =
        #"{"ARN": "arn:x", "Name": "spapi/a b", "VersionId": "v1", "CreatedDate": "2017-07-14T02:40:00Z", "#
        + #""SecretString": "{\"k\": \"planted\"}"}"#

    private struct Scene {
        let clock = ImpatientTimekeeper()
        let transport: ScriptedTransport
        let provider: AgentProvider

        init(
            _ environment: [String: String] = ["AWS_TOKEN": "token-1"], tokenFile: String = "/nowhere/token",
            answer: @escaping @Sendable (HTTPRequest, Int) throws -> HTTPResponse
        ) {
            let count = CallCount()
            transport = ScriptedTransport { try answer($0, count.next()) }
            provider = AgentProvider(
                transport: transport, environment: environment, timekeeper: clock, random: SeededRandom(seed: 6),
                tokenFile: tokenFile)
        }

        func failure(_ text: String = "aws-agent:app#k") async -> SecretError? {
            await #expect(throws: SecretError.self) { try await provider.resolve(SecretReference(text)) }
        }

        var tokens: [String?] { transport.requests.map { $0.headers.first("x-aws-parameters-secrets-token") } }
    }

    @Test("is asked by name with its token, and past its copies when that is wanted")
    func asks() async throws {
        let scene = Scene { _, _ in .json(200, Self.value) }
        let reference = try SecretReference("aws-agent:spapi/a b#k")
        let found = try await scene.provider.resolve(reference)
        #expect(found.secret == Secret("planted"))
        #expect(found.version == "v1")
        #expect(found.changedAt == 1_500_000_000_000_000)
        #expect(found.source == "the AWS Secrets Manager Agent, spapi/a b, key k")
        _ = try await scene.provider.resolveAnew(reference)
        let pending = try #require(reference.staged("AWSPENDING"))
        _ = try await scene.provider.resolve(pending)
        let address = "http://localhost:2773/secretsmanager/get?secretId=spapi%2Fa%20b"
        #expect(
            scene.transport.requests.map(\.url) == [
                address, address + "&refreshNow=true", address + "&versionStage=AWSPENDING",
            ])
        #expect(scene.transport.requests.allSatisfy { $0.method == "GET" && $0.headers.count == 1 })
        #expect(scene.tokens == ["token-1", "token-1", "token-1"])
    }

    @Test("is the extension inside of Lambda, which gives parameters too")
    func lambda() async throws {
        let environment = [
            "AWS_LAMBDA_RUNTIME_API": "127.0.0.1:9001", "AWS_SESSION_TOKEN": "session", "AWS_TOKEN": "other",
            "PARAMETERS_SECRETS_EXTENSION_HTTP_PORT": "2900",
        ]
        let scene = Scene(environment) { request, _ in
            request.url.contains("/systemsmanager/")
                ? .json(200, #"{"Parameter": {"Name": "/p", "Value": "planted", "Version": 2}, "ResultMetadata": {}}"#)
                : .json(200, Self.value)
        }
        _ = try await scene.provider.resolveAnew(SecretReference("aws-agent:app#k"))
        let found = try await scene.provider.resolve(
            SecretReference("aws-agent:arn:aws:ssm:eu-west-1:123456789012:parameter/p"))
        #expect(found.secret == Secret("planted"))
        #expect(found.version == "2")
        #expect(
            scene.transport.requests.map(\.url) == [
                "http://localhost:2900/secretsmanager/get?secretId=app",
                "http://localhost:2900/systemsmanager/parameters/get?"
                    + "name=arn%3Aaws%3Assm%3Aeu-west-1%3A123456789012%3Aparameter%2Fp&withDecryption=true",
            ])
        #expect(scene.tokens == ["session", "session"])
    }

    @Test("gets the token of AWS_TOKEN, else of its file, else of the two other variables, read anew each time")
    func tokens() async throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "agent-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let file = folder.appending(path: "token")
        try Data("from-file\n".utf8).write(to: file)
        func token(_ environment: [String: String], file: String = "/nowhere/token") async throws -> [String?] {
            let scene = Scene(environment, tokenFile: file) { _, _ in .json(200, Self.value) }
            _ = try await scene.provider.resolve(SecretReference("aws-agent:app#k"))
            return scene.tokens
        }
        let others = ["AWS_SESSION_TOKEN": "session", "AWS_CONTAINER_AUTHORIZATION_TOKEN": "container"]
        #expect(try await token(others.merging(["AWS_TOKEN": "direct"]) { $1 }, file: file.path) == ["direct"])
        #expect(try await token(["AWS_TOKEN": "file://\(file.path)"]) == ["from-file"])
        #expect(try await token(others, file: file.path) == ["from-file"])
        #expect(try await token(others) == ["session"])
        #expect(try await token(["AWS_CONTAINER_AUTHORIZATION_TOKEN": "container"]) == ["container"])

        let scene = Scene([:], tokenFile: file.path) { request, number in
            if number == 1 { try Data("new-token".utf8).write(to: file) }
            return request.headers.contains { $0.value == "new-token" }
                ? .json(200, Self.value) : .text(403, "Bad Token")
        }
        _ = try await scene.provider.resolve(SecretReference("aws-agent:app#k"))
        #expect(scene.tokens == ["from-file", "new-token"])
    }

    @Test("is not asked without a token that can stand in a header")
    func noToken() async throws {
        for (environment, says) in [
            ([:], "AWS_TOKEN=file://"), (["AWS_TOKEN": "planted\r\nX: y"], "can stand in a header"),
            (["AWS_TOKEN": "file:///nowhere/other"], "does not exist"),
            (["AWS_LAMBDA_RUNTIME_API": "x", "AWS_TOKEN": "t"], "AWS_SESSION_TOKEN"),
        ] as [([String: String], String)] {
            let scene = Scene(environment) { _, _ in .json(200, Self.value) }
            let error = await scene.failure()
            #expect(error?.code == .denied || error?.code == .invalid)
            #expect(error?.description.contains(says) == true)
            #expect(error?.description.contains("planted") == false)
            #expect(scene.transport.requests.isEmpty)
        }
    }

    @Test("passes AWS's refusals on, and says its own by their status")
    func refusals() async throws {
        let answers: [(HTTPResponse, SecretError.Code, String, Int)] = [
            (.refusal("ResourceNotFoundException"), .notFound, "does not exist", 1),
            (.refusal("AccessDeniedException"), .denied, "the agent's own credentials", 1),
            (.text(403, "Bad Token"), .denied, "does not accept the token of the variable AWS_TOKEN", 1),
            (.text(400, ""), .invalid, "NO_PROXY", 1), (.text(404, "planted"), .unavailable, "check what listens", 1),
            (.text(429, ""), .unavailable, "too many callers", 3),
            (.text(502, ""), .unavailable, "cannot reach AWS", 3),
            (.text(504, ""), .unavailable, "in time", 3), (.text(500, ""), .unavailable, "log", 3),
            (.text(200, "<html>planted</html>"), .unavailable, "check what listens", 1),
        ]
        for (answer, code, says, calls) in answers {
            let scene = Scene { _, _ in answer }
            let error = await scene.failure()
            #expect(error?.code == code)
            #expect(error?.description.contains(says) == true)
            #expect(error?.description.contains("planted") == false)
            #expect(scene.transport.requests.count == calls)
        }
    }

    @Test("is waited for a little when it does not answer")
    func unreachable() async throws {
        let scene = Scene { _, number in
            guard number == 3 else { throw HTTPTransportError(.connect, wasSent: false, message: "refused") }
            return .json(200, Self.value)
        }
        _ = try await scene.provider.resolve(SecretReference("aws-agent:app#k"))
        #expect(scene.clock.slept.count == 2)
        let gone = Scene { _, _ in throw HTTPTransportError(.connect, wasSent: false, message: "refused") }
        let error = await gone.failure()
        #expect(error?.code == .unavailable)
        #expect(error?.description.contains("does not answer at localhost:2773 (refused)") == true)
    }
}
