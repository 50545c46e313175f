/// Which names this site may be called by, and where a request that changes something may come from.
///
/// A page of another site whose name was made to lead to this machine (DNS rebinding) has that other name in its
/// requests. While everybody is let in, only names of this machine are right. With tokens any name is: a
/// session belongs to the name that it was opened under, so another site has none.
struct HostRules: Sendable {
    private let names: Set<String>?

    init(listen: ListenAddress, needsLogin: Bool) {
        names = needsLogin ? nil : ["localhost", "127.0.0.1", "[::1]", "::1", listen.host.lowercased()]
    }

    /// Whether a request for this host and port is meant for us.
    func admits(authority: String?) -> Bool {
        guard let authority, let host = Self.host(authority) else { return false }
        guard let names else { return true }
        return names.contains(host)
    }

    /// Whether a request that changes something comes from a page of this site, or from no page at all.
    ///
    /// - Parameters:
    ///   - site: `Sec-Fetch-Site`, which newer browsers send and no page can forge.
    ///   - origin: `Origin`, which all browsers send with forms.
    static func isOwn(site: String?, origin: String?, authority: String?) -> Bool {
        if let site, site != "same-origin", site != "none" { return false }
        // Where both are said, both must be right.
        guard let origin else { return true }
        guard let separator = origin.firstRange(of: "://"), let authority else { return false }
        return origin[separator.upperBound...].lowercased() == authority.lowercased()
    }

    /// The host without its port, in small letters; `nil` when it cannot be one.
    static func host(_ authority: String) -> String? {
        let text = authority.lowercased()
        if text.hasPrefix("[") {
            guard let end = text.firstIndex(of: "]") else { return nil }
            let rest = text[text.index(after: end)...]
            guard rest.isEmpty || (rest.hasPrefix(":") && rest.dropFirst().allSatisfy(\.isNumber)) else { return nil }
            return String(text[...end])
        }
        let parts = text.split(separator: ":", omittingEmptySubsequences: false)
        guard parts.count <= 2, let name = parts.first, !name.isEmpty,
            name.utf8.allSatisfy({ isNameByte($0) }), parts.dropFirst().allSatisfy({ $0.allSatisfy(\.isNumber) })
        else { return nil }
        return String(name)
    }

    private static func isNameByte(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"),
            UInt8(ascii: "."), UInt8(ascii: "_"):
            true
        default: false
        }
    }
}
