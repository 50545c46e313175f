/// The operations of Parameter Store that are used. Every one asks for decryption: without it an encrypted parameter
/// comes as something else and no error tells.
struct ParameterStore: Sendable {
    /// How many parameters one call may ask for.
    static let batchSize = 10
    /// How many pages a path may have before it is taken for endless: 10,000 of ten.
    static let mostPages = 10_000

    static let get = AWSOperation(.parameterStore, "GetParameter")
    static let batchGet = AWSOperation(.parameterStore, "GetParameters")
    static let byPath = AWSOperation(.parameterStore, "GetParametersByPath")

    let caller: AWSCaller

    /// What a batch found, by the names that were asked for. A name may be missing from it.
    typealias Found = [String: Result<StoredParameter, AWSFailure>]

    /// One parameter.
    func parameter(_ name: String, region: String) async throws(AWSFailure) -> StoredParameter {
        let input: [String: AWSInput] = ["Name": .text(name), "WithDecryption": true]
        return try await caller.json(Self.get, input, region: region, as: ParameterAnswer.self).parameter
    }

    /// Up to ten parameters. One that is missing leaves the others alone.
    func parameters(_ names: [String], region: String) async throws(AWSFailure) -> Found {
        let input: [String: AWSInput] = ["Names": .list(names.map { .text($0) }), "WithDecryption": true]
        let answer = try await caller.json(Self.batchGet, input, region: region, as: ParameterPage.self)
        var found: Found = [:]
        for name in answer.missing {
            found[name] = .failure(.refused(AWSRefusal(type: "ParameterNotFound", message: "")))
        }
        for name in names {
            // Servers that repeat no selector give several versions one name; the plain name means the newest.
            let versions = answer.parameters.filter { $0.answers(name) }
            if let newest = versions.max(by: { $0.version ?? 0 < $1.version ?? 0 }) { found[name] = .success(newest) }
        }
        return found
    }

    /// Every parameter below `path`, at any depth, sorted by name.
    func parameters(below path: String, region: String) async throws(AWSFailure) -> [StoredParameter] {
        var found: [String: StoredParameter] = [:]
        var token: String?
        for _ in 0..<Self.mostPages {
            var input: [String: AWSInput] = [
                "Path": .text(path), "Recursive": true, "WithDecryption": true, "MaxResults": .number(Self.batchSize),
            ]
            input.add("NextToken", token)
            let page = try await caller.json(Self.byPath, input, region: region, as: ParameterPage.self)
            for parameter in page.parameters { found[parameter.name] = parameter }
            // A page may be empty and not be the last one: the token alone tells.
            guard let next = page.next, !next.isEmpty, next != token else { break }
            token = next
        }
        return found.values.sorted { $0.name < $1.name }
    }
}
