import Ports

/// The one form of a request that both sides hash, by the rules of Signature Version 4.
struct CanonicalRequest {
    /// The names of the signed headers, sorted and joined with semicolons.
    let signedHeaders: String
    /// The whole text.
    let text: String

    /// What intermediaries change, and what cannot sign itself.
    private static let unsigned: Set<String> = [
        "authorization", "connection", "expect", "keep-alive", "proxy-authenticate", "proxy-authorization",
        "proxy-connection", "te", "trailer", "transfer-encoding", "upgrade", "user-agent", "x-amzn-trace-id",
    ]

    /// Creates the form of `request`.
    ///
    /// - Parameters:
    ///   - bodyHash: The SHA-256 of the body, as lower-case hexadecimal.
    ///   - keepsPath: Whether the path is signed as it stands in the URL, as S3 does.
    init(_ request: HTTPRequest, bodyHash: String, keepsPath: Bool = false) {
        let target = Target(request.url)
        var fields: [String: [String]] = [:]
        for header in request.headers {
            let name = header.name.lowercased()
            guard !Self.unsigned.contains(name) else { continue }
            fields[name, default: []].append(Self.folded(header.value))
        }
        if fields["host"] == nil { fields["host"] = [target.host] }
        let names = fields.keys.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
        signedHeaders = names.joined(separator: ";")
        let headerLines = names.map { "\($0):\((fields[$0] ?? []).joined(separator: ","))\n" }.joined()
        text = [
            request.method, keepsPath ? Self.plain(target.path) : Self.path(target.path), Self.query(target.query),
            headerLines, signedHeaders, bodyHash,
        ].joined(separator: "\n")
    }

    private static func plain(_ path: Substring) -> String { path.isEmpty ? "/" : String(path) }

    /// Dot segments and empty ones resolved, then encoded once more: services but S3 sign the encoded path encoded.
    private static func path(_ path: Substring) -> String {
        var segments: [Substring] = []
        for segment in path.split(separator: "/") where segment != "." {
            if segment == ".." {
                _ = segments.popLast()
            } else {
                segments.append(segment)
            }
        }
        guard !segments.isEmpty else { return "/" }
        let plain = "/" + segments.joined(separator: "/") + (path.hasSuffix("/") ? "/" : "")
        return PercentEncoding.encode(plain, keepsSlashes: true)
    }

    /// Sorted by encoded name, then by encoded value. A name without a value keeps its `=`.
    private static func query(_ query: Substring) -> String {
        let pairs = query.split(separator: "&").map { pair -> (name: String, value: String) in
            let parts = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            return (PercentEncoding.normalize(parts[0]), parts.count == 2 ? PercentEncoding.normalize(parts[1]) : "")
        }
        let sorted = pairs.sorted { left, right in
            left.name == right.name
                ? left.value.utf8.lexicographicallyPrecedes(right.value.utf8)
                : left.name.utf8.lexicographicallyPrecedes(right.name.utf8)
        }
        return sorted.map { "\($0.name)=\($0.value)" }.joined(separator: "&")
    }

    /// Without blanks at the ends, and with one for each run of blanks and line breaks inside.
    private static func folded(_ value: String) -> String {
        // By bytes: a carriage return and a line feed are one Character.
        let words = value.utf8.split { $0 == 0x20 || (0x09...0x0D).contains($0) }
        return words.map { String(decoding: $0, as: UTF8.self) }.joined(separator: " ")
    }
}

extension CanonicalRequest {
    /// The parts of an absolute URL that are signed.
    private struct Target {
        /// Without the scheme's own port.
        let host: String
        let path: Substring
        let query: Substring

        init(_ url: String) {
            let whole = url.prefix { $0 != "#" }
            let scheme = whole.firstRange(of: "://").map { whole[..<$0.lowerBound].lowercased() } ?? "https"
            let rest = whole.firstRange(of: "://").map { whole[$0.upperBound...] } ?? whole
            let authority = rest.prefix { $0 != "/" && $0 != "?" }
            let behind = rest[authority.endIndex...]
            var host = authority.lastIndex(of: "@").map { authority[authority.index(after: $0)...] } ?? authority
            let usual = scheme == "http" ? ":80" : ":443"
            if host.hasSuffix(usual) { host = host.dropLast(usual.count) }
            self.host = host.lowercased()
            path = behind.prefix { $0 != "?" }
            query = behind[path.endIndex...].dropFirst()
        }
    }
}
