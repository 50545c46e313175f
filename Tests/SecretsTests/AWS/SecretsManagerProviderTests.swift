import JobStoreTesting
import Ports
import Testing

@testable import Secrets

@Suite("Secrets Manager")
struct SecretsManagerProviderTests {
    private static func arn(_ name: String) -> String {
        "arn:aws:secretsmanager:eu-west-1:123456789012:secret:\(name)-AbCdEf"
    }

    private static func value(_ name: String, _ text: String = #"{\"refreshToken\": \"planted\"}"#) -> String {
        #"{"ARN": "\#(arn(name))", "Name": "\#(name)", "VersionId": "v1", "VersionStages": ["AWSCURRENT"], "#
            + #""CreatedDate": 1.5E9, "SecretString": "\#(text)"}"#
    }

    @Test("gives one key of a secret, with its version, source and age")
    func resolves() async throws {
        let scene = AWSScene { _, _ in .json(200, Self.value("spapi/acme")) }
        let found = try await scene.secretsManager.resolve(SecretReference("aws-sm:spapi/acme#refreshToken"))
        #expect(found.secret == Secret("planted"))
        #expect(found.version == "v1")
        #expect(found.source == "Secrets Manager secret spapi/acme in eu-west-1, key refreshToken")
        #expect(found.changedAt == 1_500_000_000_000_000)
    }

    @Test("asks for the stage and the version that are named, in the region of an ARN")
    func versions() async throws {
        let scene = AWSScene { _, _ in .json(200, Self.value("app", "bare")) }
        let reference = try SecretReference("aws-sm:app?region=us-east-1&stage=AWSPENDING&version=v2")
        let found = try await scene.secretsManager.resolve(reference)
        #expect(found.source.hasSuffix("in us-east-1, stage AWSPENDING"))
        _ = try await scene.secretsManager.resolve(
            SecretReference("aws-sm:arn:aws-cn:secretsmanager:cn-north-1:123456789012:secret:app-AbCdEf"))
        #expect(scene.bodies[0] == #"{"SecretId":"app","VersionId":"v2","VersionStage":"AWSPENDING"}"#)
        #expect(scene.transport.requests[0].url == "https://secretsmanager.us-east-1.amazonaws.com/")
        #expect(scene.transport.requests[1].url == "https://secretsmanager.cn-north-1.amazonaws.com.cn/")
    }

    @Test("gives bytes that are text as text, and other bytes in base64")
    func binary() async throws {
        func resolve(_ base64: String, _ text: String) async throws -> ResolvedSecret {
            let scene = AWSScene { _, _ in
                .json(200, #"{"ARN": "arn:x", "Name": "app", "SecretBinary": "\#(base64)", "SecretString": null}"#)
            }
            return try await scene.secretsManager.resolve(SecretReference(text))
        }
        #expect(try await resolve("eyJrIjoicGxhbnRlZCJ9", "aws-sm:app#k").secret == Secret("planted"))
        #expect(try await resolve("AP8Q", "aws-sm:app").secret == Secret("AP8Q"))
        let error = await #expect(throws: SecretError.self) { try await resolve("AP8Q", "aws-sm:app#k") }
        #expect(error?.description.contains("binary") == true)
    }

    @Test(
        "says for each refusal what to do, tells missing from denied, and shows nothing that was signed",
        arguments: [
            ("ResourceNotFoundException", "planted", "notFound", "does not exist in eu-west-1"),
            ("AccessDeniedException", "User: u is not authorized", "denied", "allow secretsmanager:GetSecretValue"),
            ("AccessDeniedException", "Access to KMS is not allowed", "denied", "allow kms:Decrypt"),
            ("DecryptionFailure", "planted", "denied", "allow kms:Decrypt"),
            ("InvalidRequestException", "because it was marked for deletion", "denied", "restore-secret"),
            ("InvalidRequestException", "something else", "invalid", "something else"),
            ("ThrottlingException", "planted", "unavailable", "asks for fewer calls"),
            ("InternalServiceError", "planted", "unavailable", "a fault of its own"),
            ("ExpiredTokenException", "planted", "denied", "the AWS keys from the test have expired"),
            ("UnrecognizedClientException", "planted", "denied", "does not know the keys from the test"),
            ("InvalidSignatureException", "planted", "denied", "check the secret access key"),
            ("RequestTimeTooSkewed", "planted", "denied", "set this machine's clock"),
            ("MissingAuthenticationTokenException", "planted", "denied", "credentials"),
            ("SomethingNew", "planted", "invalid", "SomethingNew"),
        ])
    func refusals(type: String, message: String, code: String, says: String) async {
        let scene = AWSScene { _, _ in .refusal(type, message: message) }
        let error = await #expect(throws: SecretError.self) {
            try await scene.secretsManager.resolve(SecretReference("aws-sm:app#k"))
        }
        #expect(error?.code.rawValue == code)
        #expect(error?.description.contains(says) == true)
        #expect(error?.description.hasPrefix("aws-sm:app#k: ") == true)
        #expect(error?.description.contains("planted") == false)
    }

    @Test("stops a chain when there are no AWS keys, and when something else answers")
    func stops() async throws {
        let none = AWSScene(keys: []) { _, _ in .json(200, "{}") }
        let missing = await #expect(throws: SecretError.self) {
            try await none.secretsManager.resolve(SecretReference("aws-sm:app"))
        }
        #expect(missing?.code == .denied)
        #expect(missing?.description.contains("Secrets Manager was not asked: there are no keys") == true)
        let stranger = AWSScene { _, _ in .text(200, "<html></html>") }
        let error = await #expect(throws: SecretError.self) {
            try await stranger.secretsManager.resolve(SecretReference("aws-sm:app"))
        }
        #expect(error?.code == .unavailable)
        let slow = AWSScene { _, _ in throw HTTPTransportError(.timeout, wasSent: true, message: "no answer in 10 s") }
        let late = await #expect(throws: SecretError.self) {
            try await slow.secretsManager.resolve(SecretReference("aws-sm:app"))
        }
        #expect(late?.code == .unavailable)
        #expect(late?.description.contains("cannot be reached (no answer in 10 s)") == true)
    }

    @Test("lists every page of the secrets with a prefix, and nothing else")
    func lists() async throws {
        let scene = AWSScene { _, number in
            func entry(_ name: String) -> String { #"{"ARN": "\#(Self.arn(name))", "Name": "\#(name)"}"# }
            return switch number {
            case 1: .json(200, #"{"SecretList": [\#(entry("spapi/b"))], "NextToken": "t1"}"#)
            case 2: .json(200, #"{"SecretList": [], "NextToken": "t2"}"#)
            default:
                .json(200, #"{"SecretList": [\#(entry("spapi/a")), \#(entry("other spapi/"))], "NextToken": null}"#)
            }
        }
        let found = try await scene.secretsManager.list(prefix: "spapi/")
        #expect(found.map(\.name) == ["spapi/a", "spapi/b"])
        #expect(scene.bodies[2].contains(#""NextToken":"t2""#))
        #expect(scene.bodies[0].contains(#""Filters":[{"Key":"name","Values":["spapi/"]}]"#))
    }

    @Test("tells a secret's age and stages without its value")
    func describes() async throws {
        let scene = AWSScene { _, _ in
            .json(
                200,
                #"{"ARN": "arn:x", "Name": "app", "LastChangedDate": 1500000000.5, "DeletedDate": null, "#
                    + #""VersionIdsToStages": {"v1": ["AWSPREVIOUS"], "v2": ["AWSCURRENT", "AWSPENDING"]}}"#)
        }
        let told = try await scene.secretsManager.describe(SecretReference("aws-sm:app#k"))
        #expect(told.changedAt == 1_500_000_000_500_000)
        #expect(told.deletedAt == nil)
        #expect(told.version("AWSPENDING") == "v2")
        #expect(told.version("AWSPREVIOUS") == "v1")
        #expect(!told.rotates)
    }
}
