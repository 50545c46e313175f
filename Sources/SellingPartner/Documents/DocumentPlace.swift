import Secrets

/// Where a document is stored for a few minutes. The address is a credential: whoever has it can read the document.
struct DocumentPlace: Decodable, Sendable {
    let url: Secret
    /// `GZIP`, or `nil` for a document that is not compressed.
    let compression: String?

    private enum Name: String, CodingKey {
        case url
        case compression = "compressionAlgorithm"
    }

    init(from decoder: any Decoder) throws {
        let members = try decoder.container(keyedBy: Name.self)
        url = Secret(try members.decode(String.self, forKey: .url))
        compression = try members.decodeIfPresent(String.self, forKey: .compression)
    }
}
