import JobModel
import OperationCatalogue
import Secrets
import Testing

@testable import spworker

@Suite("The doctor on secrets")
struct SecretConditionTests {
    private static let key = AuthorizationKey(application: "main", seller: "acme", region: "EU")

    private func condition(
        _ role: SecretUse.Role, _ result: Result<ResolvedSecret, SecretError>?
    ) -> SecretCondition {
        let use = SecretUse(
            role: role, reference: .environment("A_NAME"), owner: "acme/EU",
            seller: role == .refreshToken ? Self.key : nil)
        return SecretCondition(use, result, isAmazons: true)
    }

    private func resolved(_ value: String, age: Duration = .seconds(3 * 86_400)) -> ResolvedSecret {
        ResolvedSecret(
            secret: Secret(value), version: "v7", source: "environment variable A_NAME",
            changedAt: (Records.now - age).microseconds)
    }

    @Test("tells source, version and age, and nothing of the value")
    func found() {
        let condition = condition(.refreshToken, .success(resolved("Atzr|planted")))
        let findings = condition.findings(now: Records.now)
        #expect(findings.map(\.level) == [.ok])
        #expect(findings[0].message == "Environment variable A_NAME, version v7, changed 3 d ago.")
        #expect(findings[0].seller == Self.key && findings[0].subject == "acme/EU, refresh token")
        let json = condition.json(now: Records.now)
        #expect(json["age"] == .number(259_200) && json["version"] == .string("v7") && json["error"] == .null)
        #expect(!json.text.contains("planted"))
    }

    @Test("A secret that cannot be had is a fault with its cure, also when nobody answers")
    func missing() {
        let error = SecretError(.denied, reference: "env:A_NAME", message: "it may not be read", cure: "allow it")
        let findings = condition(.clientSecret, .failure(error)).findings(now: Records.now)
        #expect(
            findings == [
                .fault(.secrets, "env:A_NAME: it may not be read.", about: "acme/EU, client secret", cure: "Allow it.")
            ])
        #expect(condition(.clientSecret, nil).findings(now: Records.now).map(\.level) == [.fault])
        #expect(!condition(.clientSecret, nil).isThere)
        let further = condition(.sealingKey(isFirst: false), .failure(error)).findings(now: Records.now)
        #expect(further.map(\.level) == [.warning])
    }

    @Test("A client secret that was not changed for 150 days is warned of, a refresh token never")
    func old() {
        let old = resolved("0123456789abcdef", age: .seconds(151 * 86_400))
        #expect(condition(.clientSecret, .success(old)).findings(now: Records.now).map(\.level) == [.ok, .warning])
        let token = resolved("Atzr|x", age: .seconds(1000 * 86_400))
        #expect(condition(.refreshToken, .success(token)).findings(now: Records.now).map(\.level) == [.ok])
    }

    @Test("Sellers with the same refresh token are found, regions of one seller are not")
    func shared() {
        func key(_ seller: String, _ region: String) -> AuthorizationKey {
            AuthorizationKey(application: "main", seller: seller, region: region)
        }
        var tokens = SharedTokens(salt: [1, 2, 3])
        tokens.add(key("acme", "EU"), Secret("one"))
        tokens.add(key("acme", "NA"), Secret("one"))
        tokens.add(key("bolt", "EU"), Secret("two"))
        #expect(tokens.findings.isEmpty)
        tokens.add(key("copy", "EU"), Secret("two"))
        #expect(tokens.findings.count == 1)
        #expect(tokens.findings.first?.message.contains("bolt/EU, copy/EU") == true)
    }

    @Test("AWS is asked only where a reference needs its keys, and the root user's are warned of")
    func aws() throws {
        #expect(!AWSCondition.isUsed(by: [.environment("A"), .file("b")]))
        #expect(AWSCondition.isUsed(by: [.environment("A"), try SecretReference("aws-sm:a#b")]))
        let error = SecretError(.denied, reference: nil, message: "the keys have expired", cure: "log in again")
        #expect(AWSCondition.findings(.failure(error), region: "eu-west-1").map(\.level) == [.fault])
        #expect(AWSCondition.findings(nil, region: "eu-west-1").map(\.level) == [.fault])
    }
}
