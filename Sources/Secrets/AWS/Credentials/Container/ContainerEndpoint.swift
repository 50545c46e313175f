/// Where a container asks for its keys.
package struct ContainerEndpoint: Sendable, Equatable {
    /// The whole address.
    package let url: String

    /// The address that the environment gives; `nil` when it gives none.
    ///
    /// A relative one is asked of 169.254.170.2. A full one must be encrypted, or lead to this machine or to one of the
    /// addresses that Amazon's container services use, because the answer holds keys.
    ///
    /// - Throws: `SecretError` with the code `invalid` for addresses that are not trusted.
    package init?(relative: String?, full: String?) throws(SecretError) {
        if let relative {
            guard relative.hasPrefix("/"), Self.isPlain(relative) else {
                throw Self.refusal("AWS_CONTAINER_CREDENTIALS_RELATIVE_URI", "is not a path that begins with /")
            }
            url = "http://169.254.170.2" + relative
            return
        }
        guard let full else { return nil }
        let variable = "AWS_CONTAINER_CREDENTIALS_FULL_URI"
        guard Self.isPlain(full), let (scheme, host) = Self.parts(full) else {
            throw Self.refusal(variable, "is not an address of http or https")
        }
        guard scheme == "https" || Self.isTrusted(host) else {
            throw Self.refusal(variable, "leads to \(host) without encryption")
        }
        url = full
    }

    /// The scheme and the host, in lower case; `nil` for anything that readers of addresses might see differently.
    private static func parts(_ url: String) -> (scheme: String, host: String)? {
        let lower = url.lowercased()
        guard let scheme = ["https", "http"].first(where: { lower.hasPrefix($0 + "://") }) else { return nil }
        let authority = lower.dropFirst(scheme.count + 3).prefix { !"/?#".contains($0) }
        guard !authority.contains("@") else { return nil }
        let host: Substring
        let port: Substring
        if authority.first == "[" {
            guard let end = authority.firstIndex(of: "]") else { return nil }
            host = authority[authority.index(after: authority.startIndex)..<end]
            port = authority[authority.index(after: end)...]
        } else {
            host = authority.prefix { $0 != ":" }
            port = authority.dropFirst(host.count)
        }
        guard !host.isEmpty, port.isEmpty || (port.first == ":" && UInt16(port.dropFirst()) != nil) else { return nil }
        return (scheme, String(host))
    }

    private static func isTrusted(_ host: String) -> Bool {
        let known: Set<String> = [
            "localhost", "::1", "0:0:0:0:0:0:0:1", "169.254.170.2", "169.254.170.23", "fd00:ec2::23",
        ]
        if known.contains(host) { return true }
        let numbers = host.split(separator: ".", omittingEmptySubsequences: false).map { part in
            part.allSatisfy { ("0"..."9").contains($0) } ? UInt8(part) : nil
        }
        return numbers.count == 4 && numbers.allSatisfy { $0 != nil } && numbers[0] == 127
    }

    private static func isPlain(_ text: String) -> Bool {
        text.utf8.allSatisfy { (0x21...0x7E).contains($0) && $0 != UInt8(ascii: "\\") }
    }

    private static func refusal(_ variable: String, _ what: String) -> SecretError {
        SecretError(
            .invalid, reference: nil, message: "\(variable) \(what)",
            cure: "let it name https, this machine, 169.254.170.2, 169.254.170.23 or [fd00:ec2::23]")
    }
}
