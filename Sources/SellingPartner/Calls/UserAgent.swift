/// The `User-Agent` that Amazon's documentation asks for: `AppName/Version (Language=...; Platform=...)`.
public struct UserAgent: Sendable, Hashable, CustomStringConvertible {
    /// The most characters that Amazon accepts.
    public static let maximumLength = 500

    /// A user agent that Amazon would reject.
    public struct Invalid: Error, Sendable, CustomStringConvertible {
        /// What is wrong and how to put it right.
        public let description: String
    }

    /// The header's value.
    public let text: String

    public var description: String { text }

    /// Puts a user agent together. Characters with a meaning of their own are escaped with a backslash.
    ///
    /// - Parameters:
    ///   - application: The name of your application.
    ///   - version: Its version.
    ///   - language: The programming language; Amazon requires it.
    ///   - attributes: Further attributes, for example `Platform`, in the order of sending.
    /// - Throws: ``Invalid`` when a part is empty, holds a control or non-ASCII character, or the whole is too long.
    public init(
        application: String, version: String, language: String = "Swift",
        attributes: KeyValuePairs<String, String> = [:]
    ) throws {
        let all = [(key: "Language", value: language)] + attributes.map { (key: $0.key, value: $0.value) }
        guard !application.isEmpty, !version.isEmpty, all.allSatisfy({ !$0.key.isEmpty && !$0.value.isEmpty }) else {
            throw Invalid(description: "a user agent needs a name, a version and a value for each attribute")
        }
        let list = all.map { "\(Self.escape($0.key, "="))=\(Self.escape($0.value, ";)"))" }.joined(separator: "; ")
        try self.init(checked: "\(Self.escape(application, "/"))/\(Self.escape(version, "("))" + " (\(list))")
    }

    /// Takes a user agent that is already put together and escaped, as configuration files hold it.
    ///
    /// - Throws: ``Invalid`` when it has not the form `AppName/Version (Language=...)`, holds a control or non-ASCII
    ///   character, or is too long.
    public init(parsing text: String) throws {
        guard let open = Self.firstUnescaped("(", in: text), text.hasSuffix(")"),
            let slash = Self.firstUnescaped("/", in: text[..<open]), slash != text.startIndex,
            text[open...].dropFirst().dropLast().split(separator: ";").contains(where: Self.namesLanguage)
        else {
            throw Invalid(
                description: "a user agent must read AppName/Version (Language=...), "
                    + "for example acme-sync/1.4 (Language=Swift)")
        }
        try self.init(checked: text)
    }

    /// The user agent of a program that did not choose one.
    package static let standard = UserAgent(unchecked: "spworker/1.0 (Language=Swift)")

    private init(unchecked text: String) {
        self.text = text
    }

    private init(checked text: String) throws {
        guard text.utf8.allSatisfy({ (0x20...0x7E).contains($0) }) else {
            throw Invalid(description: "a user agent may hold printable ASCII characters only")
        }
        guard text.utf8.count <= Self.maximumLength else {
            throw Invalid(
                description: "a user agent may have \(Self.maximumLength) characters, this one has \(text.utf8.count)")
        }
        self.text = text
    }

    private static func namesLanguage(_ attribute: Substring) -> Bool {
        let trimmed = attribute.drop { $0 == " " }
        return trimmed.hasPrefix("Language=") && trimmed.count > "Language=".count
    }

    private static func firstUnescaped(_ wanted: Character, in text: some StringProtocol) -> String.Index? {
        var isEscaped = false
        for index in text.indices {
            if isEscaped {
                isEscaped = false
            } else if text[index] == "\\" {
                isEscaped = true
            } else if text[index] == wanted {
                return index
            }
        }
        return nil
    }

    private static func escape(_ text: String, _ special: String) -> String {
        var result = ""
        for character in text {
            if character == "\\" || special.contains(character) { result.append("\\") }
            result.append(character)
        }
        return result
    }
}
