/// A URL that notices are posted to: https, or http on this machine; no user or password in it.
package struct HookURL: Sendable, Hashable {
    /// Why a URL is refused. Holds no part of it.
    package struct Flaw: Error, Sendable, Hashable {
        /// What is wrong.
        package let message: String
        /// What would be right.
        package let cure: String
    }

    /// The URL as it was written. Its path and query may be known to few: they are shown to nobody.
    package let text: String
    /// Host and port.
    package let host: String

    /// Checks a URL.
    package init(_ text: String) throws(Flaw) {
        let lower = text.lowercased()
        guard let scheme = ["https://", "http://"].first(where: lower.hasPrefix) else {
            throw Flaw(message: "this is not an http or https URL", cure: "write https://HOST/PATH")
        }
        let rest = text.dropFirst(scheme.count)
        if rest.contains(where: { !$0.isASCII || $0.isWhitespace || $0 == "#" || $0 < "!" || $0 == "\u{7F}" }) {
            throw Flaw(
                message: "the URL holds a blank, a fragment or a letter that must be percent-encoded",
                cure: "write https://HOST/PATH, percent-encoded")
        }
        let authority = rest.prefix { $0 != "/" && $0 != "?" }
        if authority.contains("@") {
            throw Flaw(
                message: "the URL holds a user or password", cure: "leave it out; 'secret:' signs what is sent instead")
        }
        guard let name = Self.name(authority) else {
            throw Flaw(message: "the URL has no valid host", cure: "write https://HOST/PATH or https://HOST:PORT/PATH")
        }
        if scheme == "http://", !Self.isLoopback(name) {
            throw Flaw(
                message: "plain http would show notices to the network",
                cure: "write https://; http:// is right for localhost, 127.0.0.1 and [::1] only")
        }
        self.text = text
        host = authority.lowercased()
    }

    /// The host without its port, or `nil` when either is impossible.
    private static func name(_ authority: Substring) -> String? {
        var name = authority
        if let colon = authority.lastIndex(of: ":"), !authority[colon...].contains("]") {
            guard let port = UInt16(authority[authority.index(after: colon)...]), port > 0 else { return nil }
            name = authority[..<colon]
        }
        let isBracketed = name.first == "[" && name.last == "]" && name.count > 2
        let inner = isBracketed ? name.dropFirst().dropLast() : name
        let isPlain = inner.allSatisfy {
            $0.isLetter || $0.isNumber || (isBracketed ? $0 == ":" || $0 == "." : "-._".contains($0))
        }
        return inner.isEmpty || !isPlain ? nil : name.lowercased()
    }

    private static func isLoopback(_ name: String) -> Bool {
        if name == "localhost" || name == "[::1]" { return true }
        let parts = name.split(separator: ".", omittingEmptySubsequences: false)
        return parts.count == 4 && parts[0] == "127" && parts.allSatisfy { UInt8($0) != nil }
    }
}
