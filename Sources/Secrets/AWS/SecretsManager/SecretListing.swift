/// A secret as a search finds it, without its value.
package struct SecretListing: Sendable, Hashable {
    /// The name.
    package let name: String
    /// The full name.
    package let arn: String
    /// When it was last changed, in microseconds since 1970, if AWS says.
    package let changedAt: Int64?
}

extension SecretListing: Decodable {
    private enum CodingKeys: String, CodingKey {
        case name = "Name"
        case arn = "ARN"
        case changedAt = "LastChangedDate"
    }

    package init(from decoder: any Decoder) throws {
        let values = try decoder.container(keyedBy: CodingKeys.self)
        name = try values.decode(String.self, forKey: .name)
        arn = try values.decode(String.self, forKey: .arn)
        changedAt = try values.decodeIfPresent(Double.self, forKey: .changedAt).flatMap(AWSTime.epoch)
    }
}
