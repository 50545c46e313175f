/// A page of a search for secrets.
struct SecretPage: Decodable, Sendable {
    let secrets: [SecretListing]
    /// Leads to the next page; `nil` on the last one.
    let next: String?

    private enum CodingKeys: String, CodingKey {
        case secrets = "SecretList"
        case next = "NextToken"
    }
}
