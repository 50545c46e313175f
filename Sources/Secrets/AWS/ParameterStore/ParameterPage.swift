/// Parameters in an answer: asked for by name, or a page of those below a path.
struct ParameterPage: Decodable, Sendable {
    let parameters: [StoredParameter]
    /// The names that lead nowhere.
    let missing: [String]
    /// Leads to the next page; `nil` on the last one.
    let next: String?

    private enum CodingKeys: String, CodingKey {
        case parameters = "Parameters"
        case missing = "InvalidParameters"
        case next = "NextToken"
    }

    init(from decoder: any Decoder) throws {
        let answer = try decoder.container(keyedBy: CodingKeys.self)
        parameters = try answer.decodeIfPresent([StoredParameter].self, forKey: .parameters) ?? []
        missing = try answer.decodeIfPresent([String].self, forKey: .missing) ?? []
        next = try answer.decodeIfPresent(String.self, forKey: .next)
    }
}

/// The answer to a question for one parameter.
struct ParameterAnswer: Decodable, Sendable {
    let parameter: StoredParameter

    private enum CodingKeys: String, CodingKey {
        case parameter = "Parameter"
    }
}
