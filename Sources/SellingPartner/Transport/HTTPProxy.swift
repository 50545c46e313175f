public import Secrets

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// An HTTP proxy that connections are tunnelled through.
public struct HTTPProxy: Sendable {
    /// The proxy's host name or address.
    public var host: String
    /// The proxy's port.
    public var port: Int
    /// The user name, if the proxy asks for one.
    public var user: String?
    /// The password; used only together with a user name.
    public var password: Secret?

    /// Creates a proxy.
    public init(host: String, port: Int, user: String? = nil, password: Secret? = nil) {
        self.host = host
        self.port = port
        self.user = user
        self.password = password
    }

    /// Reads `http://[user:password@]host[:port]`. The port is 3128 when the URL names none.
    ///
    /// - Throws: ``TransportSettingError`` when the URL has another form. The URL itself is never repeated.
    public init(parsing url: Secret) throws {
        guard let parts = URLComponents(string: url.reveal()), parts.scheme?.lowercased() == "http",
            let host = parts.host, !host.isEmpty
        else {
            throw TransportSettingError("the proxy must be written http://host:port or http://user:password@host:port")
        }
        self.init(
            host: host.trimmingBrackets, port: parts.port ?? 3128, user: parts.user,
            password: parts.password.map { Secret($0) })
    }
}

/// A setting of the transport that cannot be used.
public struct TransportSettingError: Error, Sendable, CustomStringConvertible {
    /// What is wrong and how to put it right.
    public let description: String

    init(_ description: String) {
        self.description = description
    }
}

extension String {
    fileprivate var trimmingBrackets: String {
        hasPrefix("[") && hasSuffix("]") ? String(dropFirst().dropLast()) : self
    }
}
