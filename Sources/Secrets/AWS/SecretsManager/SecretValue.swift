#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// One version of a secret, as Secrets Manager and its agent give it.
struct SecretValue: Sendable, Equatable {
    let arn: String
    let name: String
    let version: String?
    let stages: [String]
    /// When this version was made, in microseconds since 1970.
    let createdAt: Int64?
    /// The content, if it was stored as text.
    let string: Secret?
    /// The content in base64, if it was stored as bytes.
    let binary: Secret?

    /// The content as text.
    ///
    /// Bytes that are UTF-8 are text as well. Others are given in base64: that is how a key of random bytes is written.
    ///
    /// - Throws: `SecretError` with the code `invalid` when there is none, or when a key is to be picked from bytes.
    func text(_ reference: SecretReference) throws(SecretError) -> String {
        if let string { return string.reveal() }
        guard let binary, let data = Data(base64Encoded: binary.reveal()) else {
            throw SecretError(
                .invalid, reference: reference.description, message: "the secret holds no value",
                cure: "put the secret in")
        }
        if let text = String(validating: data, as: UTF8.self), !text.contains("\0") { return text }
        guard reference.key == nil else {
            throw SecretError(
                .invalid, reference: reference.description,
                message: "the secret is binary, so there is no key to pick", cure: "leave # and the key out")
        }
        return binary.reveal()
    }

    /// Whether `id` names this secret: by its name, its ARN, or its ARN without the six characters at the end.
    func answers(_ id: String) -> Bool {
        if id == name || id == arn { return true }
        guard arn.hasPrefix(id + "-") else { return false }
        return arn.utf8.count == id.utf8.count + 7
    }
}

extension SecretValue: Decodable {
    private enum CodingKeys: String, CodingKey {
        case arn = "ARN"
        case name = "Name"
        case version = "VersionId"
        case stages = "VersionStages"
        case createdAt = "CreatedDate"
        case string = "SecretString"
        case binary = "SecretBinary"
    }

    init(from decoder: any Decoder) throws {
        let values = try decoder.container(keyedBy: CodingKeys.self)
        arn = try values.decode(String.self, forKey: .arn)
        name = try values.decode(String.self, forKey: .name)
        version = try values.decodeIfPresent(String.self, forKey: .version)
        stages = try values.decodeIfPresent([String].self, forKey: .stages) ?? []
        createdAt = values.instant(forKey: .createdAt)
        string = try values.decodeIfPresent(String.self, forKey: .string).map(Secret.init)
        binary = try values.decodeIfPresent(String.self, forKey: .binary).map(Secret.init)
    }
}
