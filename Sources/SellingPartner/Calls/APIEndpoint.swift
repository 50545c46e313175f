#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// A host that requests with credentials may be sent to: `https`, or plain `http` on this machine alone.
public struct APIEndpoint: Sendable, Hashable, CustomStringConvertible {
    /// An address that credentials must not be sent to.
    public struct Invalid: Error, Sendable, CustomStringConvertible {
        /// What is wrong and how to put it right. Does not repeat the address, which may hold a password.
        public let description: String
    }

    /// The address without a slash at its end.
    public let text: String

    public var description: String { text }

    /// Whether the address names this machine.
    public let isLoopback: Bool

    /// Checks an address.
    ///
    /// - Throws: ``Invalid`` for another scheme, plain `http` to another machine, a user name, a query or a fragment.
    public init(_ text: String) throws {
        guard let parts = URLComponents(string: text), let host = parts.host?.lowercased(), !host.isEmpty,
            let scheme = parts.scheme?.lowercased(), ["http", "https"].contains(scheme)
        else { throw Invalid(description: "an endpoint must be a URL such as https://sellingpartnerapi-na.amazon.com") }
        guard parts.user == nil, parts.password == nil, parts.query == nil, parts.fragment == nil else {
            throw Invalid(description: "an endpoint may hold no user name, password, query or fragment")
        }
        isLoopback = ["localhost", "::1", "[::1]"].contains(host) || Self.isLoopbackAddress(host)
        guard scheme == "https" || isLoopback else {
            throw Invalid(description: "plain http is accepted for localhost only; write https://")
        }
        self.text = text.hasSuffix("/") ? String(text.dropLast()) : text
    }

    /// 127.0.0.0/8, written out: a name such as `127.example.com` is not this machine.
    private static func isLoopbackAddress(_ host: String) -> Bool {
        let parts = host.split(separator: ".", omittingEmptySubsequences: false)
        return parts.count == 4 && parts[0] == "127" && parts.allSatisfy { UInt8($0) != nil }
    }
}
