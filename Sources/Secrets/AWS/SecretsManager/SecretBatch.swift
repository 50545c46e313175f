/// The answer to a question for several secrets.
struct SecretBatch: Decodable, Sendable {
    /// Why one of them is not among the values.
    struct Failure: Decodable, Sendable {
        /// The name that was asked for.
        let id: String?
        let code: String?
        let message: String?

        private enum CodingKeys: String, CodingKey {
            case id = "SecretId"
            case code = "ErrorCode"
            case message = "Message"
        }
    }

    let values: [SecretValue]
    let failures: [Failure]

    private enum CodingKeys: String, CodingKey {
        case values = "SecretValues"
        case failures = "Errors"
    }

    init(from decoder: any Decoder) throws {
        let answer = try decoder.container(keyedBy: CodingKeys.self)
        values = try answer.decodeIfPresent([SecretValue].self, forKey: .values) ?? []
        failures = try answer.decodeIfPresent([Failure].self, forKey: .failures) ?? []
    }
}
