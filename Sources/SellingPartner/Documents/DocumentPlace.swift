import Secrets

/// Where a document is stored for a few minutes. The address is a credential: whoever has it can read the document.
struct DocumentPlace: Decodable, Sendable {
    let url: Secret

    private enum Name: String, CodingKey {
        case url
    }

    init(from decoder: any Decoder) throws {
        url = Secret(try decoder.container(keyedBy: Name.self).decode(String.self, forKey: .url))
    }
}
