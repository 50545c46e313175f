/// A parameter with its value, decrypted.
struct StoredParameter: Sendable, Equatable {
    let name: String
    let arn: String?
    let value: Secret
    let version: Int64?
    /// The version or label that was asked for, with its colon.
    let selector: String?
    /// When this version was made, in microseconds since 1970.
    let changedAt: Int64?

    /// Whether `wanted` names this parameter: by name or ARN, with or without a version or label.
    func answers(_ wanted: String) -> Bool {
        for name in [name, arn ?? name] {
            if wanted == name + (selector ?? "") { return true }
            // Not every server repeats what was asked for; the version tells as much.
            if selector == nil, let version, wanted == "\(name):\(version)" { return true }
        }
        return false
    }
}

extension StoredParameter: Decodable {
    private enum CodingKeys: String, CodingKey {
        case name = "Name"
        case arn = "ARN"
        case value = "Value"
        case version = "Version"
        case selector = "Selector"
        case changedAt = "LastModifiedDate"
    }

    init(from decoder: any Decoder) throws {
        let values = try decoder.container(keyedBy: CodingKeys.self)
        name = try values.decode(String.self, forKey: .name)
        arn = try values.decodeIfPresent(String.self, forKey: .arn)
        value = Secret(try values.decode(String.self, forKey: .value))
        version = try values.decodeIfPresent(Int64.self, forKey: .version)
        let selector = try values.decodeIfPresent(String.self, forKey: .selector)
        self.selector = selector?.isEmpty == true ? nil : selector
        changedAt = values.instant(forKey: .changedAt)
    }
}
