import JobStoreTesting
import Logging
import Ports
import Secrets
import Testing

@testable import SellerJobs

@Suite("Listing sellers in AWS")
struct AWSSellerListingTests {
    private struct Keys: AWSCredentialSource {
        func credentials() async throws(SecretError) -> AWSCredentials {
            AWSCredentials(accessKeyID: "AKIDEXAMPLE", secretAccessKey: Secret("planted"), source: "the test")
        }
    }

    private func listing(_ transport: ScriptedTransport) -> AWSSellerListing {
        let environment = ["AWS_REGION": "eu-west-1"]
        let caller = AWSCaller(
            transport: transport, credentials: Keys(), endpoints: AWSEndpoints(environment: environment),
            timekeeper: VirtualTimekeeper(), random: SeededRandom(seed: 1), rules: AWSRetryRules(maxAttempts: 1))
        let regions = RegionFinder(AWSRegions(environment: environment))
        return AWSSellerListing(
            secrets: SecretsManagerProvider(caller: caller, regions: regions, logger: Logger(label: "test")),
            parameters: ParameterStoreProvider(caller: caller, regions: regions))
    }

    private static func secret(_ name: String) -> String {
        #"{"Name": "\#(name)", "ARN": "arn:aws:secretsmanager:eu-west-1:123456789012:secret:\#(name)-AbCdEf"}"#
    }

    @Test("gives what follows the beginning of secrets' names, each once and sorted, with one question")
    func secrets() async throws {
        let names = ["p/s/globex", "p/s/", "p/s/acme", "other/p/s/x", "p/s/EU/acme", "p/s/acme"]
        let transport = ScriptedTransport { _ in
            .json(200, #"{"SecretList": [\#(names.map(Self.secret).joined(separator: ", "))]}"#)
        }
        let found = try await listing(transport).names(in: .secretsPrefix("p/s/"))
        #expect(found == ["EU/acme", "acme", "globex"])
        #expect(transport.requests.map { $0.headers.first("x-amz-target") } == ["secretsmanager.ListSecrets"])
    }

    @Test("gives what follows the path of parameters")
    func parameters() async throws {
        let transport = ScriptedTransport { _ in
            .json(200, #"{"Parameters": [{"Name": "/p/s/b/token"}, {"Name": "/p/s/a"}, {"Name": "/p/sx"}]}"#)
        }
        #expect(try await listing(transport).names(in: .parameterPath("/p/s/")) == ["a", "b/token"])
    }

    @Test("passes a failure on")
    func failure() async {
        let transport = ScriptedTransport { _ in .json(400, #"{"__type": "AccessDeniedException", "message": "no"}"#) }
        let error = await #expect(throws: SecretError.self) {
            try await listing(transport).names(in: .secretsPrefix("p/s/"))
        }
        #expect(error?.code == .denied && error?.description.contains("secretsmanager:ListSecrets") == true)
    }
}
