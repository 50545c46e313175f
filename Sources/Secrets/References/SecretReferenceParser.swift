#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// Reads references as people write them.
struct SecretReferenceParser {
    let allowsLiteral: Bool

    private static let forms =
        "write env:NAME or file:PATH#key (aws-sm:, aws-ssm:, aws-agent: and exec: are the other forms)"

    func parse(_ text: String) throws(SecretError) -> SecretReference {
        guard let colon = text.firstIndex(of: ":"),
            let scheme = SecretReference.Scheme(rawValue: String(text[..<colon]))
        else { throw notAReference(text) }
        let rest = text[text.index(after: colon)...]
        if scheme == .literal { return try literal(rest) }
        guard !rest.contains(where: \.isNewline) else {
            throw invalid(scheme, "the reference holds a line break", "write it on one line")
        }
        switch scheme {
        case .environment: return try environment(rest)
        case .exec: return try exec(rest)
        case .file: return try file(rest)
        case .awsSecretsManager: return try amazon(scheme, rest, options: ["region", "stage", "version"])
        case .awsParameterStore: return try amazon(scheme, rest, options: ["region"])
        case .awsAgent: return try amazon(scheme, rest, options: [])
        case .literal: return try literal(rest)
        }
    }

    // MARK: One scheme each

    private func literal(_ rest: Substring) throws(SecretError) -> SecretReference {
        guard allowsLiteral else {
            throw SecretError(
                .invalid, reference: "literal:\(Secret.redactedText)",
                message: "a secret written out in the configuration is refused",
                cure: "\(Self.forms), or pass --allow-literal-secrets in a test")
        }
        guard !rest.isEmpty else { throw invalid(.literal, "the value is missing", "write literal:VALUE") }
        return SecretReference(scheme: .literal, literal: Secret(String(rest)))
    }

    private func environment(_ rest: Substring) throws(SecretError) -> SecretReference {
        let bare = SecretTemplate.withoutPlaceholders(String(rest))
        guard !rest.isEmpty, bare.utf8.allSatisfy(Self.isVariableByte), rest.utf8.first.map(Self.isDigit) == false
        else {
            // The text after the colon may be the secret itself, so it is not repeated.
            throw invalid(
                .environment, "what follows is not the name of an environment variable",
                "write env:NAME with letters, digits and _ only")
        }
        return SecretReference(scheme: .environment, name: String(rest))
    }

    private func file(_ rest: Substring) throws(SecretError) -> SecretReference {
        let (path, key) = try split(.file, rest)
        guard !path.isEmpty else { throw invalid(.file, "the path is missing", "write file:PATH or file:PATH#key") }
        try checkPlaceholders(.file, path + (key ?? ""))
        return SecretReference(scheme: .file, name: path, key: key)
    }

    private func amazon(
        _ scheme: SecretReference.Scheme, _ rest: Substring, options known: [String]
    ) throws(SecretError) -> SecretReference {
        let parts = rest.split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
        let (name, key) = try split(scheme, parts[0])
        guard !name.isEmpty else {
            throw invalid(scheme, "the name is missing", "write \(scheme.rawValue):NAME#key")
        }
        guard scheme != .awsParameterStore || name.hasPrefix("/") || name.hasPrefix("arn:") || !name.contains("/")
        else {
            throw invalid(scheme, "a parameter's path begins with a slash", "write aws-ssm:/PATH#key")
        }
        try checkPlaceholders(scheme, name + (key ?? ""))
        var reference = SecretReference(scheme: scheme, name: name, key: key)
        guard parts.count == 2 else { return reference }
        for option in parts[1].split(separator: "&") {
            let pair = option.split(separator: "=", maxSplits: 1).map(String.init)
            guard !option.contains("#") else {
                throw invalid(scheme, "the key stands behind the options", "write NAME#key?option=value")
            }
            guard pair.count == 2, known.contains(pair[0]) else {
                let choice =
                    known.isEmpty
                    ? "takes no options after ?" : "takes these options after ?: \(known.joined(separator: ", "))"
                throw invalid(scheme, "an option is not known or has no value", "\(scheme.rawValue): \(choice)")
            }
            switch pair[0] {
            case "region": reference.region = pair[1]
            case "stage": reference.stage = pair[1]
            default: reference.version = pair[1]
            }
        }
        return reference
    }

    private func exec(_ rest: Substring) throws(SecretError) -> SecretReference {
        let cure = #"write exec:["program", "argument"]#key, a JSON list of texts"#
        guard rest.first == "[", let end = Self.endOfList(rest) else {
            throw invalid(.exec, "the program and its arguments are not a JSON list", cure)
        }
        let list = rest[...end]
        guard let arguments = try? JSONDecoder().decode([String].self, from: Data(list.utf8)),
            let program = arguments.first, !program.isEmpty
        else { throw invalid(.exec, "the program and its arguments are not a JSON list of texts", cure) }
        let tail = rest[rest.index(after: end)...]
        guard tail.isEmpty || tail.first == "#" else { throw invalid(.exec, "text follows the list", cure) }
        var reference = SecretReference(scheme: .exec, key: try key(.exec, tail))
        reference.arguments = arguments
        return reference
    }

    // MARK: Pieces

    /// Splits at the first `#` that no backslash precedes.
    private func split(
        _ scheme: SecretReference.Scheme, _ text: Substring
    ) throws(SecretError) -> (name: String, key: String?) {
        var name = ""
        var index = text.startIndex
        while index < text.endIndex {
            let next = text.index(after: index)
            if text[index] == "#" { return (name, try key(scheme, text[index...])) }
            if text[index] == "\\", next < text.endIndex, text[next] == "#" {
                name.append("#")
                index = text.index(after: next)
            } else {
                name.append(text[index])
                index = next
            }
        }
        return (name, nil)
    }

    private func key(_ scheme: SecretReference.Scheme, _ tail: Substring) throws(SecretError) -> String? {
        guard tail.first == "#" else { return nil }
        guard tail.count > 1 else {
            throw invalid(scheme, "the key after # is missing", "name it, or leave the # out to take the whole content")
        }
        return String(tail.dropFirst())
    }

    private func checkPlaceholders(_ scheme: SecretReference.Scheme, _ text: String) throws(SecretError) {
        guard SecretTemplate.withoutPlaceholders(text).contains(where: { $0 == "{" || $0 == "}" }) else { return }
        throw invalid(
            scheme, "a placeholder in braces is not known", "use {seller}, {region} or {application}, spelled like this"
        )
    }

    /// Where the JSON list that opens `text` closes.
    private static func endOfList(_ text: Substring) -> Substring.Index? {
        var inText = false
        var escaped = false
        for index in text.indices {
            let character = text[index]
            if escaped {
                escaped = false
            } else if inText, character == "\\" {
                escaped = true
            } else if character == "\"" {
                inText.toggle()
            } else if !inText, character == "]" {
                return index
            }
        }
        return nil
    }

    private static func isDigit(_ byte: UInt8) -> Bool { (0x30...0x39).contains(byte) }

    private static func isVariableByte(_ byte: UInt8) -> Bool {
        isDigit(byte) || (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte) || byte == 0x5F
    }

    // MARK: Errors

    private func invalid(_ scheme: SecretReference.Scheme, _ message: String, _ cure: String) -> SecretError {
        SecretError(.invalid, reference: "\(scheme.rawValue):...", message: message, cure: cure)
    }

    private func notAReference(_ text: String) -> SecretError {
        let schemes = SecretReference.Scheme.allCases.map(\.rawValue)
        let prefix = text.split(separator: ":", maxSplits: 1).first.map { $0.lowercased() } ?? ""
        let letters = prefix.filter(\.isLetter)
        // Only our own spelling is ever printed, so a secret that looks like a scheme stays unseen.
        if text.contains(":"),
            let meant = schemes.first(where: { $0 == prefix || $0.filter(\.isLetter) == letters })
        {
            return SecretError(
                .invalid, reference: nil, message: "this is not a secret reference",
                cure: "did you mean \(meant): in this spelling?")
        }
        return SecretError(
            .invalid, reference: nil, message: "this is not a secret reference, and plain secrets are refused",
            cure: Self.forms)
    }
}
