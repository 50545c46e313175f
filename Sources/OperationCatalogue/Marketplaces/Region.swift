/// A selling region. Each has one API host and one sandbox host, and a seller's authorization is valid in one region.
public enum Region: String, Sendable, Hashable, CaseIterable, Codable {
    /// North America: Canada, the United States, Mexico, Brazil.
    case northAmerica = "NA"
    /// Europe, the Middle East, Africa and India.
    case europe = "EU"
    /// The Far East: Japan, Australia, Singapore.
    case farEast = "FE"

    /// Where production calls go, from Amazon's page on SP-API endpoints.
    public var endpoint: String { "https://sellingpartnerapi-\(rawValue.lowercased()).amazon.com" }

    /// Where sandbox calls go.
    public var sandboxEndpoint: String { "https://sandbox.sellingpartnerapi-\(rawValue.lowercased()).amazon.com" }
}
