import Foundation
import JobStoreTesting
import Logging
import Ports
import Testing

@testable import Secrets

@Suite("Reading many secrets at once")
struct SecretsManagerPrefetchTests {
    /// What a call asks for.
    private struct Asked: Decodable {
        let ids: [String]?
        let id: String?

        private enum CodingKeys: String, CodingKey {
            case ids = "SecretIdList"
            case id = "SecretId"
        }

        static func by(_ request: HTTPRequest) throws -> Asked {
            try JSONDecoder().decode(Asked.self, from: Data(request.body ?? []))
        }
    }

    private static func value(_ id: String) -> String {
        let name = id.hasPrefix("arn:") ? String(id.split(separator: ":").last ?? "") : id
        let arn =
            id.hasPrefix("arn:") ? id : "arn:aws:secretsmanager:eu-west-1:123456789012:secret:\(name)-AbCdEf"
        return
            #"{"ARN": "\#(arn)", "Name": "\#(name)", "VersionId": "v", "#
            + #""SecretString": "{\"a\": \"planted-\#(name)\", \"b\": \"2\"}"}"#
    }

    /// Answers batches and single reads; names that begin with `missing` are not there.
    private static func answer(_ request: HTTPRequest) throws -> HTTPResponse {
        let asked = try Asked.by(request)
        if let id = asked.id {
            return id.hasPrefix("missing") ? .refusal("ResourceNotFoundException") : .json(200, value(id))
        }
        let ids = asked.ids ?? []
        let values = ids.filter { !$0.hasPrefix("missing") }.map(value).joined(separator: ", ")
        let errors = ids.filter { $0.hasPrefix("missing") }.map {
            #"{"SecretId": "\#($0)", "ErrorCode": "ResourceNotFoundException", "Message": "no"}"#
        }.joined(separator: ", ")
        return .json(200, #"{"SecretValues": [\#(values)], "Errors": [\#(errors)], "NextToken": null}"#)
    }

    @Test("takes one call for twenty secrets, however many keys of each are wanted")
    func batches() async throws {
        let scene = AWSScene { request, _ in try Self.answer(request) }
        let references = try (0..<1000).flatMap { number in
            [try SecretReference("aws-sm:s\(number)#a"), try SecretReference("aws-sm:s\(number)#b")]
        }
        let found = await scene.secretsManager.prefetch(references)
        #expect(found.count == 2000)
        #expect(scene.transport.requests.count == 50)
        #expect(try found[SecretReference("aws-sm:s7#a")]?.get().secret == Secret("planted-s7"))
        #expect(try found[SecretReference("aws-sm:s7#b")]?.get().secret == Secret("2"))
    }

    @Test("keeps one secret's failure from the others")
    func failures() async throws {
        let scene = AWSScene { request, _ in try Self.answer(request) }
        let found = await scene.secretsManager.prefetch([
            try SecretReference("aws-sm:s1#a"), try SecretReference("aws-sm:missing#a"),
            try SecretReference("aws-sm:s1#none"),
        ])
        #expect(try found[SecretReference("aws-sm:s1#a")]?.get().secret == Secret("planted-s1"))
        for text in ["aws-sm:missing#a", "aws-sm:s1#none"] {
            guard case .failure(let error)? = try found[SecretReference(text)] else {
                Issue.record("\(text) was found")
                continue
            }
            #expect(error.code == .notFound)
        }
    }

    @Test("asks each region by itself, and leaves other versions out")
    func regions() async throws {
        let scene = AWSScene { request, _ in try Self.answer(request) }
        let arn = "arn:aws:secretsmanager:us-east-1:123456789012:secret:x-AbCdEf"
        let found = await scene.secretsManager.prefetch([
            try SecretReference("aws-sm:s1"), try SecretReference("aws-sm:s2#a"),
            try SecretReference("aws-sm:\(arn)#a"),
            try SecretReference("aws-sm:s3#a?stage=AWSPREVIOUS"), try SecretReference("aws-sm:s4#a?version=v"),
            try SecretReference("aws-sm:s5#a?stage=AWSCURRENT"),
        ])
        #expect(found.count == 4)
        #expect(try found[SecretReference("aws-sm:\(arn)#a")]?.get().secret == Secret("planted-x-AbCdEf"))
        #expect(
            Set(scene.transport.requests.map(\.url)) == [
                "https://secretsmanager.eu-west-1.amazonaws.com/", "https://secretsmanager.us-east-1.amazonaws.com/",
            ])
    }

    @Test("reads one by one when a policy forbids batches, and says so once")
    func denied() async throws {
        let scene = AWSScene { request, _ in
            try Asked.by(request).id == nil ? .refusal("AccessDeniedException") : try Self.answer(request)
        }
        let lines = LogLines()
        let provider = SecretsManagerProvider(
            caller: scene.caller, regions: scene.regions, logger: Logger(label: "test") { _ in lines.handler })
        let references = try (0..<30).map { try SecretReference("aws-sm:s\($0)#a") }
        let found = await provider.prefetch(references)
        #expect(found.count == 30)
        #expect(found.values.allSatisfy { (try? $0.get()) != nil })
        #expect(scene.operations.filter { $0 == "BatchGetSecretValue" }.count == 2)
        #expect(scene.operations.filter { $0 == "GetSecretValue" }.count == 30)
        #expect(lines.all.filter { $0.contains("read one by one") }.count == 1)
    }

    @Test("reads one by one when a name spoils the batch, and gives the failure to all when AWS is down")
    func spoiled() async throws {
        let references = [try SecretReference("aws-sm:s1#a"), try SecretReference("aws-sm:s2#a")]
        let spoiled = AWSScene { request, _ in
            try Asked.by(request).id == nil ? .refusal("InvalidParameterException") : try Self.answer(request)
        }
        #expect(await spoiled.secretsManager.prefetch(references).values.allSatisfy { (try? $0.get()) != nil })
        let down = AWSScene { _, _ in .text(502, "bad gateway") }
        let found = await down.secretsManager.prefetch(references)
        #expect(found.count == 2)
        for case .failure(let error) in found.values { #expect(error.code == .unavailable) }
        #expect(down.transport.requests.count == 3)
    }

    @Test("goes through the resolver to each provider, which teaches the redactor")
    func resolver() async throws {
        let scene = AWSScene { request, _ in try Self.answer(request) }
        let redactor = Redactor()
        let resolver = SecretResolver(
            providers: [scene.secretsManager, EnvironmentProvider(environment: ["A": "1"])], redactor: redactor)
        let found = await resolver.prefetch([
            try SecretReference("aws-sm:s1#a"), .environment("A"), try SecretReference("aws-sm:{seller}#a"),
            try SecretReference("aws-ssm:/a"),
        ])
        #expect(found.count == 1)
        #expect(redactor.redact("planted-s1") == "<redacted>")
    }
}
