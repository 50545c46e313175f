import Ports

/// What a storage says in place of a document.
enum StorageError {
    /// More of it is not read.
    private static let limit = 4096

    /// The code in an error's body, for example `AccessDenied`; `nil` when there is none. Nothing else of the body is
    /// taken: it may repeat parts of the address.
    static func code(in body: HTTPBody) async throws -> String? {
        let text: String
        do {
            text = String(decoding: try await PeekedBody.prefix(of: body, upTo: limit), as: UTF8.self)
        } catch is HTTPTransportError {
            return nil
        }
        guard let start = text.firstRange(of: "<Code>"), let end = text.firstRange(of: "</Code>"),
            start.upperBound < end.lowerBound
        else { return nil }
        let code = text[start.upperBound..<end.lowerBound]
        let isWord = code.utf8.count <= 60 && code.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber) }
        return isWord ? String(code) : nil
    }
}
