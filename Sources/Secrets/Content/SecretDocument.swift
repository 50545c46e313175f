/// The content of a secret's source, and how one value is picked from it.
///
/// With a key, the literal key is looked for first, then the key as a path whose steps are divided by dots (`\.` stands
/// for a dot inside a step), then the names that other clients give to the same thing, compared without regard to case,
/// `_` and `-`. Without a key the whole content is the value, without the line break at its end.
///
/// Errors name keys, never values.
package struct SecretDocument: Sendable {
    let text: String
    let format: SecretFormat
    private(set) var reference: String
    /// What the text says, where it has been read ahead.
    private var content: SecretContent??

    /// Creates a document.
    ///
    /// - Parameters:
    ///   - text: The content.
    ///   - format: How the content is written; ``SecretFormat/automatic`` looks at it.
    ///   - reference: The reference, for error messages.
    package init(text: String, format: SecretFormat = .automatic, reference: String) {
        self.text = text
        self.format = format
        self.reference = reference
    }

    /// The value at `key`, or the whole content when it is `nil`.
    ///
    /// - Throws: `SecretError`: `notFound` when the key is not there, `invalid` when the content cannot be read, when it
    ///   is empty, or when the key is ambiguous or leads to something that is not a text.
    package func value(key: String?) throws(SecretError) -> String {
        guard !text.allSatisfy(\.isWhitespace) else {
            throw SecretError(
                .invalid, reference: reference, message: "the content is empty", cure: "put the secret in")
        }
        let value = if let key { try pick(key) } else { try whole() }
        guard !value.isEmpty else {
            throw SecretError(.invalid, reference: reference, message: "the value is empty", cure: "put the secret in")
        }
        return value
    }

    /// The same document for another reference.
    func named(_ reference: String) -> SecretDocument {
        var document = self
        document.reference = reference
        return document
    }

    /// Reads the text once for many values. What cannot be read is read again, and refused, when it is asked for.
    mutating func readAhead() {
        do throws(SecretError) {
            content = .some(try SecretContentReader(reference).read(text, format))
        } catch {
            content = nil
        }
    }

    private func read() throws(SecretError) -> SecretContent? {
        if let content { return content }
        return try SecretContentReader(reference).read(text, format)
    }

    private func whole() throws(SecretError) -> String {
        let bare = text.trimmingTrailingLineBreaks()
        let structured = format == .json || format == .yaml || bare.contains(where: \.isNewline) || bare.hasPrefix("{")
        guard structured, case .map(let entries)? = try read() else {
            return bare
        }
        throw SecretError(
            .invalid, reference: reference, message: "the content has several keys and the reference names none",
            cure: "add #KEY; the keys are \(SecretContent.map(entries).keyList)")
    }

    private func pick(_ key: String) throws(SecretError) -> String {
        guard let content = try read(), case .map(let entries) = content
        else {
            let bare = text.trimmingTrailingLineBreaks()
            // Amazon's refresh tokens are known by their prefix, so a bare one answers the key that asks for one.
            if SecretKey.isRefreshToken(key), bare.hasPrefix("Atzr|"), !bare.contains(where: \.isNewline) {
                return bare
            }
            throw SecretError(
                .invalid, reference: reference, message: "the content is one bare value, so there is no key to pick",
                cure: "leave #\(key) out, or make \(noun) JSON, YAML or KEY=VALUE")
        }
        if let exact = entries[key] { return try leaf(exact, key) }
        if let nested = content.at(SecretKey.path(key)) { return try leaf(nested, key) }
        let matches = entries.filter { SecretKey.matches($0.key, wanted: key) }
        guard let first = matches.first else {
            throw SecretError(
                .notFound, reference: reference, message: "there is no key \(key)",
                cure: "the keys are \(content.keyList)")
        }
        guard matches.allSatisfy({ $0.value == first.value }) else {
            throw SecretError(
                .invalid, reference: reference,
                message: "several keys could be meant: \(matches.keys.sorted().joined(separator: ", "))",
                cure: "name the key exactly as it is written")
        }
        return try leaf(first.value, key)
    }

    /// What holds the text, for people.
    private var noun: String {
        switch SecretReference.Scheme(rawValue: String(reference.prefix { $0 != ":" })) {
        case .file: "the file"
        case .awsSecretsManager, .awsAgent: "the secret's value"
        case .awsParameterStore: "the parameter's value"
        case .exec: "what the program prints"
        case .environment: "the variable's value"
        case .literal, nil: "it"
        }
    }

    private func leaf(_ content: SecretContent, _ key: String) throws(SecretError) -> String {
        switch content {
        case .text(let value): return value.trimmingTrailingLineBreaks()
        case .map: throw notText(key, "holds further keys", "pick one of \(content.keyList) with \(key).KEY")
        case .list: throw notText(key, "holds a list", "make it a text")
        case .null: throw notText(key, "is null", "give it a value")
        }
    }

    private func notText(_ key: String, _ what: String, _ cure: String) -> SecretError {
        SecretError(.invalid, reference: reference, message: "the key \(key) \(what)", cure: cure)
    }
}
