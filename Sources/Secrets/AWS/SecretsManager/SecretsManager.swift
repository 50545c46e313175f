/// The operations of Secrets Manager that are used.
struct SecretsManager: Sendable {
    /// How many secrets one batch may ask for.
    static let batchSize = 20
    /// How many pages a search may have before it is taken for endless: 1,000 of 100.
    private static let mostPages = 1000

    static let get = AWSOperation(.secretsManager, "GetSecretValue")
    static let batchGet = AWSOperation(.secretsManager, "BatchGetSecretValue")
    static let listing = AWSOperation(.secretsManager, "ListSecrets")
    static let describing = AWSOperation(.secretsManager, "DescribeSecret")

    let caller: AWSCaller

    /// What a batch found, by the names that were asked for. A name may be missing from it.
    typealias Found = [String: Result<SecretValue, AWSFailure>]

    /// One version of a secret; the current one unless stage or version say otherwise.
    func value(_ id: String, stage: String?, version: String?, region: String) async throws(AWSFailure) -> SecretValue {
        var input: [String: AWSInput] = ["SecretId": .text(id)]
        input.add("VersionStage", stage)
        input.add("VersionId", version)
        return try await caller.json(Self.get, input, region: region, as: SecretValue.self)
    }

    /// The current versions of up to twenty secrets. One that cannot be had leaves the others alone.
    func values(_ ids: [String], region: String) async throws(AWSFailure) -> Found {
        let answer = try await caller.json(
            Self.batchGet, ["SecretIdList": .list(ids.map { .text($0) })], region: region, as: SecretBatch.self)
        var found: Found = [:]
        for failure in answer.failures {
            guard let id = failure.id else { continue }
            let refusal = AWSRefusal(type: failure.code ?? "", message: failure.message ?? "")
            found[id] = .failure(.refused(refusal))
        }
        for value in answer.values {
            for id in ids where value.answers(id) { found[id] = .success(value) }
        }
        return found
    }

    /// Every secret whose name begins with `prefix`, sorted by name. Those that wait for their deletion are left out.
    func list(prefix: String, region: String) async throws(AWSFailure) -> [SecretListing] {
        var found: Set<SecretListing> = []
        var token: String?
        for _ in 0..<Self.mostPages {
            var input: [String: AWSInput] = ["MaxResults": 100]
            if !prefix.isEmpty {
                input["Filters"] = .list([.map(["Key": "name", "Values": .list([.text(prefix)])])])
            }
            input.add("NextToken", token)
            let page = try await caller.json(Self.listing, input, region: region, as: SecretPage.self)
            // The service's own filter also knows other beginnings, such as words inside of a name.
            found.formUnion(page.secrets.filter { $0.name.hasPrefix(prefix) })
            guard let next = page.next, !next.isEmpty, next != token else { break }
            token = next
        }
        return found.sorted { ($0.name, $0.arn) < ($1.name, $1.arn) }
    }

    /// What is known about a secret without its value.
    func describe(_ id: String, region: String) async throws(AWSFailure) -> SecretDescription {
        try await caller.json(
            Self.describing, ["SecretId": .text(id)], region: region, as: SecretDescription.self)
    }
}
