#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// An opaque token for the next page of a search.
///
/// Its text always holds `+`, `/` and `=`, so that a client that forgets to encode them is found out.
package struct PageToken: Sendable, Hashable {
    /// The operation that gave the token out.
    package var operation: String
    /// The seller's place in the world.
    package var seller: Int
    /// When the token was given out.
    package var issuedAt: Instant
    /// Where the next page begins.
    package var offset: Int
    /// The search, as its own text.
    package var search: String

    /// Creates a token.
    package init(operation: String, seller: Int, issuedAt: Instant, offset: Int, search: String) {
        self.operation = operation
        self.seller = seller
        self.issuedAt = issuedAt
        self.offset = offset
        self.search = search
    }

    /// The token as it goes to the client.
    package var text: String {
        let content = "\(operation)|\(seller)|\(issuedAt.microseconds)|\(offset)|\(search)"
        var bytes = Self.mark + Fingerprint(content.utf8).text.utf8 + [UInt8(ascii: "|")] + content.utf8
        while bytes.count % 3 != 1 { bytes.append(UInt8(ascii: " ")) }
        return Data(bytes).base64EncodedString()
    }

    /// Reads a token; `nil` when it is not exactly one that was given out.
    package init?(text: String) {
        guard let data = Data(base64Encoded: text), data.starts(with: Self.mark) else { return nil }
        let parts = String(decoding: data.dropFirst(Self.mark.count), as: UTF8.self)
            .split(separator: "|", omittingEmptySubsequences: false)
        guard parts.count == 6, let seller = Int(parts[2]), let issuedAt = Int64(parts[3]), let offset = Int(parts[4])
        else { return nil }
        self.init(
            operation: String(parts[1]), seller: seller, issuedAt: Instant(microseconds: issuedAt), offset: offset,
            search: parts[5].trimmingSuffix(" "))
        guard self.text == text else { return nil }
    }

    /// Bytes whose base 64 form is `++++////`.
    private static let mark: [UInt8] = [0xfb, 0xef, 0xbe, 0xff, 0xff, 0xff]
}

extension Substring {
    fileprivate func trimmingSuffix(_ character: Character) -> String {
        var rest = self
        while rest.last == character { rest.removeLast() }
        return String(rest)
    }
}
