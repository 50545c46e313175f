/// Checks the URLs of services that secrets are sent to.
package enum ServiceURL {
    /// Why a URL is refused. Holds no part of the URL but its host.
    package struct Flaw: Error, Sendable, Equatable {
        /// What is wrong.
        package let message: String
        /// What would be right.
        package let cure: String
    }

    /// The URL without a slash at its end, or why it is refused.
    ///
    /// - Returns: A flaw for anything but https (http is right on this machine only), for a user or password, and for a
    ///   query or fragment.
    package static func check(_ text: String) -> Result<String, Flaw> {
        let lower = text.lowercased()
        guard let scheme = ["https://", "http://"].first(where: lower.hasPrefix) else {
            return .failure(Flaw(message: "this is not an http or https URL", cure: "write https://HOST"))
        }
        let rest = text.dropFirst(scheme.count)
        let authority = rest.prefix { $0 != "/" && $0 != "?" && $0 != "#" }
        if authority.contains("@") {
            return .failure(
                Flaw(message: "the URL holds a user or password", cure: "leave it out, or keep the URL in a reference"))
        }
        guard let host = host(authority) else {
            return .failure(Flaw(message: "the URL has no valid host", cure: "write https://HOST or https://HOST:PORT"))
        }
        if rest.contains(where: { $0 == "?" || $0 == "#" || $0.isWhitespace || !$0.isASCII }) {
            return .failure(Flaw(message: "the URL holds more than host and path", cure: "end it after the path"))
        }
        if scheme == "http://", !isLoopback(host) {
            return .failure(
                Flaw(
                    message: "plain http would show tokens to the network",
                    cure: "write https://; http:// is right for localhost, 127.0.0.1 and [::1] only"))
        }
        let trimmed = rest.last == "/" ? rest.dropLast() : rest
        return .success(scheme + trimmed)
    }

    /// Whether a checked URL leads to this machine.
    package static func isLocal(_ url: String) -> Bool {
        guard let start = url.firstRange(of: "://")?.upperBound else { return false }
        return host(url[start...].prefix { $0 != "/" }).map(isLoopback) ?? false
    }

    private static func host(_ authority: Substring) -> String? {
        var host = authority
        var port: Substring?
        if host.first == "[" {
            guard let close = host.firstIndex(of: "]") else { return nil }
            let tail = host[host.index(after: close)...]
            guard tail.isEmpty || tail.first == ":" else { return nil }
            port = tail.isEmpty ? nil : tail.dropFirst()
            host = host[...close]
        } else if let colon = host.firstIndex(of: ":") {
            port = host[host.index(after: colon)...]
            host = host[..<colon]
        }
        if let port { guard let number = UInt16(port), number > 0 else { return nil } }
        let isPlain = host.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || "-._[:]".contains($0)) }
        return host.isEmpty || !isPlain ? nil : host.lowercased()
    }

    private static func isLoopback(_ host: String) -> Bool {
        if host == "localhost" || host == "[::1]" { return true }
        let parts = host.split(separator: ".", omittingEmptySubsequences: false)
        return parts.count == 4 && parts[0] == "127" && parts.allSatisfy { UInt8($0) != nil }
    }
}
