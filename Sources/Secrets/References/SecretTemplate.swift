/// The placeholders that let one reference serve many sellers.
public enum SecretTemplate {
    /// What may stand in braces.
    public enum Placeholder: String, Sendable, Hashable, CaseIterable {
        /// The seller's id.
        case seller
        /// The region, such as `EU`.
        case region
        /// The application's id.
        case application

        var text: String { "{\(rawValue)}" }
    }

    static func withoutPlaceholders(_ text: String) -> String {
        Placeholder.allCases.reduce(text) { replace($1.text, in: $0, with: "") }
    }

    /// Whether `value` may take a placeholder's place: letters, digits, `.`, `_` and `-`, without `..`, so that no
    /// seller's id can lead to another path.
    public static func accepts(_ value: String) -> Bool {
        // Byte by byte: each of thousands of sellers is looked at when a configuration is read.
        var before: UInt8 = 0
        for byte in value.utf8 {
            switch byte {
            case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x2D, 0x5F: break
            case 0x2E: if before == 0x2E { return false }
            default: return false
            }
            before = byte
        }
        return !value.isEmpty && value != "."
    }

    /// `value` as part of an environment variable's name: capitals, with `_` for every character but A-Z and 0-9.
    public static func variablePart(_ value: String) -> String {
        String(
            value.uppercased().map { character in
                character.isASCII && (character.isLetter || character.isNumber) ? character : "_"
            })
    }

    static func replace(_ part: String, in text: String, with value: String) -> String {
        var result = ""
        var rest = text[...]
        while let place = range(of: part, in: rest) {
            result += rest[..<place.lowerBound]
            result += value
            rest = rest[place.upperBound...]
        }
        return result + rest
    }

    /// Where `part`, which begins with a brace, stands first. Looks at bytes: a search by characters, for each of
    /// thousands of sellers, took a seventh of a worker's start.
    static func range(of part: String, in text: Substring) -> Range<Substring.Index>? {
        var rest = text
        while let start = rest.utf8.firstIndex(of: UInt8(ascii: "{")) {
            rest = rest[start...]
            if rest.utf8.starts(with: part.utf8) {
                return start..<rest.utf8.index(start, offsetBy: part.utf8.count)
            }
            rest = rest[rest.utf8.index(after: start)...]
        }
        return nil
    }
}

extension SecretReference {
    /// The placeholders that still stand in the reference.
    public var placeholders: Set<SecretTemplate.Placeholder> {
        let texts = [name, key, region, stage, version].compactMap { $0 } + arguments
        return Set(
            SecretTemplate.Placeholder.allCases.filter { part in
                texts.contains { SecretTemplate.range(of: part.text, in: $0[...]) != nil }
            })
    }

    /// The reference for one seller: every placeholder replaced.
    ///
    /// In `env:` references the values are written in capitals with `_` for other characters, as variables are named.
    ///
    /// - Throws: `SecretError` with the code `invalid` when a value that is needed holds other characters than
    ///   letters, digits, `.`, `_` and `-`, or holds `..`.
    public func filled(seller: String, region: String, application: String) throws(SecretError) -> SecretReference {
        var filled = self
        let placeholders = placeholders
        let values: [(SecretTemplate.Placeholder, String)] = [
            (.seller, seller), (.region, region), (.application, application),
        ]
        for (placeholder, value) in values where placeholders.contains(placeholder) {
            guard SecretTemplate.accepts(value) else {
                throw SecretError(
                    .invalid, reference: description,
                    message: "the value of {\(placeholder.rawValue)} cannot stand in a reference",
                    cure: "use letters, digits, '.', '_' and '-' only, and no '..'")
            }
            // At the beginning of an argument it would be an option of the program.
            guard !value.hasPrefix("-") || !arguments.contains(where: { $0.hasPrefix(placeholder.text) }) else {
                throw SecretError(
                    .invalid, reference: description,
                    message: "the value of {\(placeholder.rawValue)} begins with - and would be an option",
                    cure: "use another name, or put text before the placeholder")
            }
            let value = scheme == .environment ? SecretTemplate.variablePart(value) : value
            func fill(_ text: String) -> String { SecretTemplate.replace(placeholder.text, in: text, with: value) }
            filled.name = fill(filled.name)
            filled.key = filled.key.map(fill)
            filled.region = filled.region.map(fill)
            filled.stage = filled.stage.map(fill)
            filled.version = filled.version.map(fill)
            filled.arguments = filled.arguments.map(fill)
        }
        return filled
    }
}

extension SecretReference {
    /// The same secret in another stage of its versions, such as `AWSPREVIOUS`.
    ///
    /// - Returns: `nil` when the reference's source knows no stages, or when the reference names a version or a stage.
    package func staged(_ stage: String) -> SecretReference? {
        guard scheme == .awsSecretsManager || scheme == .awsAgent, version == nil, self.stage == nil else { return nil }
        var staged = self
        staged.stage = stage
        return staged
    }

    /// The reference with a relative file path made absolute; every other reference as it is.
    ///
    /// - Parameter directory: The folder that a relative path starts from.
    package func anchored(at directory: String) -> SecretReference {
        guard scheme == .file, !name.hasPrefix("/"), !name.hasPrefix("~/") else { return self }
        var anchored = self
        anchored.name = directory.hasSuffix("/") ? directory + name : directory + "/" + name
        return anchored
    }
}
