/// What Secrets Manager tells about a secret without its value. Instants are microseconds since 1970.
package struct SecretDescription: Sendable, Equatable {
    /// The name.
    package let name: String
    /// The full name.
    package let arn: String
    /// When value or description were last changed.
    package let changedAt: Int64?
    /// When it was last rotated.
    package let rotatedAt: Int64?
    /// When it will be rotated next.
    package let nextRotationAt: Int64?
    /// When its deletion was asked for; `nil` for one that stays.
    package let deletedAt: Int64?
    /// Whether AWS rotates it.
    package let rotates: Bool
    /// The stages of each version, by the version's identifier.
    package let stages: [String: [String]]

    /// The version that carries `stage`, such as `AWSPREVIOUS`.
    package func version(_ stage: String) -> String? {
        stages.filter { $0.value.contains(stage) }.keys.min()
    }
}

extension SecretDescription: Decodable {
    private enum CodingKeys: String, CodingKey {
        case name = "Name"
        case arn = "ARN"
        case changedAt = "LastChangedDate"
        case rotatedAt = "LastRotatedDate"
        case nextRotationAt = "NextRotationDate"
        case deletedAt = "DeletedDate"
        case rotates = "RotationEnabled"
        case stages = "VersionIdsToStages"
    }

    package init(from decoder: any Decoder) throws {
        let values = try decoder.container(keyedBy: CodingKeys.self)
        func instant(_ key: CodingKeys) throws -> Int64? {
            try values.decodeIfPresent(Double.self, forKey: key).flatMap(AWSTime.epoch)
        }
        name = try values.decode(String.self, forKey: .name)
        arn = try values.decode(String.self, forKey: .arn)
        changedAt = try instant(.changedAt)
        rotatedAt = try instant(.rotatedAt)
        nextRotationAt = try instant(.nextRotationAt)
        deletedAt = try instant(.deletedAt)
        rotates = try values.decodeIfPresent(Bool.self, forKey: .rotates) ?? false
        stages = try values.decodeIfPresent([String: [String]].self, forKey: .stages) ?? [:]
    }
}
