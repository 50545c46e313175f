/// Finding out which parameters there are without reading any of them.
extension ParameterStore {
    static let describing = AWSOperation(.parameterStore, "DescribeParameters")
    /// How many names one call may ask for.
    private static let namesAtOnce = 50

    /// The names of the parameters below `path`, at any depth, sorted.
    ///
    /// Where a policy forbids `DescribeParameters`, whose right knows no paths, those below the path are listed as they
    /// are stored; encrypted ones stay so, and no value is looked at.
    func names(below path: String, region: String) async throws(AWSFailure) -> [String] {
        do throws(AWSFailure) {
            return try await names(Self.describing, region: region) { token in
                let filter: [String: AWSInput] = [
                    "Key": "Path", "Option": "Recursive", "Values": .list([.text(path)]),
                ]
                var input: [String: AWSInput] = [
                    "ParameterFilters": .list([.map(filter)]), "MaxResults": .number(Self.namesAtOnce),
                ]
                input.add("NextToken", token)
                return input
            }
        } catch {
            guard error.refusal?.isDenied == true else { throw error }
        }
        return try await names(Self.byPath, region: region) { token in
            var input: [String: AWSInput] = [
                "Path": .text(path), "Recursive": true, "WithDecryption": false,
                "MaxResults": .number(Self.batchSize),
            ]
            input.add("NextToken", token)
            return input
        }
    }

    private func names(
        _ operation: AWSOperation, region: String, _ input: (String?) -> [String: AWSInput]
    ) async throws(AWSFailure) -> [String] {
        var found: Set<String> = []
        var token: String?
        for _ in 0..<Self.mostPages {
            let page = try await caller.json(operation, input(token), region: region, as: ParameterNamePage.self)
            found.formUnion(page.names)
            // A page may be empty and not be the last one: the token alone tells.
            guard let next = page.next, !next.isEmpty, next != token else { break }
            token = next
        }
        return found.sorted()
    }
}

/// A page of parameters of which the names alone are read.
private struct ParameterNamePage: Decodable, Sendable {
    let names: [String]
    /// Leads to the next page; `nil` on the last one.
    let next: String?

    private struct Named: Decodable {
        let name: String

        private enum CodingKeys: String, CodingKey {
            case name = "Name"
        }
    }

    private enum CodingKeys: String, CodingKey {
        case parameters = "Parameters"
        case next = "NextToken"
    }

    init(from decoder: any Decoder) throws {
        let answer = try decoder.container(keyedBy: CodingKeys.self)
        names = try answer.decodeIfPresent([Named].self, forKey: .parameters)?.map(\.name) ?? []
        next = try answer.decodeIfPresent(String.self, forKey: .next)
    }
}
