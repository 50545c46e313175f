import Foundation
import JobStoreTesting
import Ports
import Testing

@testable import Secrets

@Suite("Parameter Store")
struct ParameterStoreProviderTests {
    private static func parameter(_ name: String, selector: String? = nil) -> String {
        #"{"Name": "\#(name)", "Type": "SecureString", "Value": "planted\#(name)", "Version": 3, "#
            + (selector.map { #""Selector": "\#($0)", "# } ?? "")
            + #""LastModifiedDate": 1.5E9, "ARN": "arn:aws:ssm:eu-west-1:123456789012:parameter\#(name)"}"#
    }

    private struct Asked: Decodable {
        let names: [String]?
        let name: String?
        let isDecrypted: Bool

        private enum CodingKeys: String, CodingKey {
            case names = "Names"
            case name = "Name"
            case isDecrypted = "WithDecryption"
        }
    }

    private static func answer(_ request: HTTPRequest) throws -> HTTPResponse {
        let asked = try JSONDecoder().decode(Asked.self, from: Data(request.body ?? []))
        guard asked.isDecrypted else { return .refusal("NotDecrypted") }
        if let name = asked.name {
            return name.contains("missing")
                ? .refusal("ParameterNotFound") : .json(200, #"{"Parameter": \#(parameter(name))}"#)
        }
        let names = asked.names ?? []
        let found = names.filter { !$0.contains("missing") }.map { name in
            let parts = name.split(separator: ":", maxSplits: 1)
            return parameter(String(parts[0]), selector: parts.count == 2 ? ":\(parts[1])" : nil)
        }
        let missing = names.filter { $0.contains("missing") }.map { "\"\($0)\"" }
        return .json(
            200,
            #"{"Parameters": [\#(found.joined(separator: ", "))], "#
                + #""InvalidParameters": [\#(missing.joined(separator: ", "))]}"#
        )
    }

    @Test("gives a parameter decrypted, with its version, source and age")
    func resolves() async throws {
        let scene = AWSScene { request, _ in try Self.answer(request) }
        let found = try await scene.parameterStore.resolve(SecretReference("aws-ssm:/spapi/acme?region=us-east-1"))
        #expect(found.secret == Secret("planted/spapi/acme"))
        #expect(found.version == "3")
        #expect(found.source == "Parameter Store parameter /spapi/acme in us-east-1")
        #expect(found.changedAt == 1_500_000_000_000_000)
        #expect(scene.bodies == [#"{"Name":"/spapi/acme","WithDecryption":true}"#])
        #expect(scene.transport.requests[0].url == "https://ssm.us-east-1.amazonaws.com/")
    }

    @Test(
        "says for each refusal what to do",
        arguments: [
            ("ParameterNotFound", "notFound", "does not exist in eu-west-1"),
            ("ParameterVersionNotFound", "notFound", "version or label"),
            ("InvalidKeyId", "denied", "kms:Decrypt"), ("AccessDeniedException", "denied", "allow ssm:GetParameter"),
            ("ThrottlingException", "unavailable", "fewer calls"), ("InternalServerError", "unavailable", "fault"),
            ("ValidationException", "invalid", "check the name"),
        ])
    func refusals(type: String, code: String, says: String) async {
        let scene = AWSScene { _, _ in .refusal(type) }
        let error = await #expect(throws: SecretError.self) {
            try await scene.parameterStore.resolve(SecretReference("aws-ssm:/a:7"))
        }
        #expect(error?.code.rawValue == code)
        #expect(error?.description.contains(says) == true)
    }

    @Test("reads ten parameters a call, versions and labels among them, and keeps a missing one from the others")
    func prefetches() async throws {
        let scene = AWSScene { request, _ in try Self.answer(request) }
        var references = try (0..<23).map { try SecretReference("aws-ssm:/p/\($0)") }
        references += [try SecretReference("aws-ssm:/missing"), try SecretReference("aws-ssm:/p/1:live")]
        let found = await scene.parameterStore.prefetch(references)
        #expect(found.count == 25)
        #expect(scene.transport.requests.count == 3)
        #expect(try found[SecretReference("aws-ssm:/p/22")]?.get().secret == Secret("planted/p/22"))
        #expect(try found[SecretReference("aws-ssm:/p/1:live")]?.get().secret == Secret("planted/p/1"))
        guard case .failure(let error)? = try found[SecretReference("aws-ssm:/missing")] else {
            Issue.record("a missing parameter was found")
            return
        }
        #expect(error.code == .notFound)
    }

    @Test("reads one by one when a policy forbids some, and gives the failure to all when AWS is down")
    func denied() async throws {
        let references = [try SecretReference("aws-ssm:/a"), try SecretReference("aws-ssm:/b")]
        let scene = AWSScene { request, _ in
            let asked = try JSONDecoder().decode(Asked.self, from: Data(request.body ?? []))
            return asked.name == "/a" ? try Self.answer(request) : .refusal("AccessDeniedException")
        }
        let found = await scene.parameterStore.prefetch(references)
        #expect(try found[references[0]]?.get().secret == Secret("planted/a"))
        #expect(throws: SecretError.self) { try found[references[1]]?.get() }
        let down = AWSScene { _, _ in .refusal("ThrottlingException") }
        #expect(await down.parameterStore.prefetch(references).count == 2)
        #expect(down.transport.requests.count == 3)
    }

    @Test("follows a path's pages by their tokens alone, empty ones included")
    func pages() async throws {
        let scene = AWSScene { _, number in
            switch number {
            case 1: .json(200, #"{"Parameters": [\#(Self.parameter("/s/b"))], "NextToken": "t1"}"#)
            case 2: .json(200, #"{"Parameters": [], "NextToken": "t2"}"#)
            case 3: .json(200, #"{"NextToken": "t3"}"#)
            default: .json(200, #"{"Parameters": [\#(Self.parameter("/s/a"))]}"#)
            }
        }
        let found = try await scene.parameterStore.parameters(below: "/s")
        #expect(found.map(\.name) == ["/s/a", "/s/b"])
        #expect(found[0].secret.secret == Secret("planted/s/a"))
        #expect(scene.transport.requests.count == 4)
        #expect(scene.bodies.allSatisfy { $0.contains(#""WithDecryption":true"#) && $0.contains(#""MaxResults":10"#) })
        #expect(scene.bodies[3].contains(#""NextToken":"t3""#))
    }

    private static func page(_ names: [String], next: String? = nil) -> HTTPResponse {
        let parameters = names.map { #"{"Name": "\#($0)", "Type": "String", "Value": "planted"}"# }
        let token = next.map { #", "NextToken": "\#($0)""# } ?? ""
        return .json(200, #"{"Parameters": [\#(parameters.joined(separator: ", "))]\#(token)}"#)
    }

    @Test("lists names below a path over all pages, empty ones too, and asks for no value")
    func names() async throws {
        let scene = AWSScene { _, number in
            switch number {
            case 1: Self.page(["/p/b", "/p/a/x"], next: "1")
            case 2: Self.page([], next: "2")
            default: Self.page(["/p/c", "/p/b"])
            }
        }
        #expect(try await scene.parameterStore.names(below: "/p/") == ["/p/a/x", "/p/b", "/p/c"])
        #expect(scene.operations == ["DescribeParameters", "DescribeParameters", "DescribeParameters"])
        #expect(
            scene.bodies[1]
                == #"{"MaxResults":50,"NextToken":"1","ParameterFilters":[{"Key":"Path","Option":"Recursive","Values":["/p"]}]}"#
        )
    }

    @Test("lists names by path where describing is forbidden, and leaves them encrypted")
    func namesByPath() async throws {
        let scene = AWSScene { _, number in
            switch number {
            case 1: .refusal("AccessDeniedException")
            case 2: Self.page(["/p/b"], next: "1")
            default: Self.page(["/p/a"])
            }
        }
        #expect(try await scene.parameterStore.names(below: "/p") == ["/p/a", "/p/b"])
        #expect(scene.operations == ["DescribeParameters", "GetParametersByPath", "GetParametersByPath"])
        #expect(scene.bodies[1] == #"{"MaxResults":10,"Path":"/p","Recursive":true,"WithDecryption":false}"#)
    }

    @Test("says which right is missing when names cannot be listed at all, and goes no other way in an outage")
    func namesDenied() async throws {
        let denied = AWSScene { _, _ in .refusal("AccessDeniedException") }
        let error = await #expect(throws: SecretError.self) { try await denied.parameterStore.names(below: "/p") }
        #expect(error?.code == .denied && error?.description.contains("ssm:GetParametersByPath") == true)
        let busy = AWSScene { _, _ in .refusal("ThrottlingException") }
        let other = await #expect(throws: SecretError.self) { try await busy.parameterStore.names(below: "/p") }
        #expect(other?.code == .unavailable)
        #expect(Set(busy.operations) == ["DescribeParameters"])
    }
}
