/// Where the dashboard listens: an address and a port.
package struct ListenAddress: Sendable, Hashable, CustomStringConvertible {
    /// Where it listens unless it is told otherwise.
    package static let standard = ListenAddress(host: "127.0.0.1", port: 8088)

    /// A name or an address; one of IPv6 without brackets.
    package let host: String
    /// The port; 0 takes a free one.
    package let port: Int

    package init(host: String, port: Int) {
        self.host = host
        self.port = port
    }

    /// Reads `127.0.0.1:8088` or `[::1]:8088`; `nil` for any other text.
    package init?(_ text: String) {
        guard let colon = text.lastIndex(of: ":") else { return nil }
        let digits = text[text.index(after: colon)...]
        guard (1...5).contains(digits.count), digits.allSatisfy({ $0.isASCII && $0.isNumber }), let port = Int(digits),
            port <= 65_535
        else { return nil }
        let name = text[..<colon]
        if name.hasPrefix("["), name.hasSuffix("]") {
            host = String(name.dropFirst().dropLast())
            guard !host.isEmpty, host.allSatisfy({ $0.isHexDigit || $0 == ":" || $0 == "." }) else { return nil }
        } else {
            guard !name.contains(":"), HostRules.host(String(name)) != nil else { return nil }
            host = String(name)
        }
        self.port = port
    }

    /// Whether only this machine can reach it.
    package var isLoopback: Bool {
        let octets = host.split(separator: ".", omittingEmptySubsequences: false)
        let isLoopbackNetwork = octets.count == 4 && octets[0] == "127" && octets.allSatisfy { UInt8($0) != nil }
        return isLoopbackNetwork || host.lowercased() == "localhost" || host == "::1"
    }

    package var description: String { host.contains(":") ? "[\(host)]:\(port)" : "\(host):\(port)" }

    /// The address for a browser.
    package var url: String { "http://\(self)" }
}
