/// The sections of an AWS configuration or credentials file, as they are written.
///
/// `[name]` begins a section and `key = value` a setting, whose key is read in lower case. Lines that begin with `#` or
/// `;` are comments, and so is the rest of a value after a blank and one of the two, unless it stands in quotes. Lines
/// that are indented further than a setting belong to it: they carry its text on, or, when it has none of its own, are
/// settings inside it. Sections that stand twice are joined; of a setting that stands twice the later one counts.
package struct AWSConfigFile: Sendable, Equatable {
    /// What a section says of itself in its brackets.
    package struct Name: Sendable, Hashable {
        /// The word before the name, such as `profile`, `sso-session` or `services`; empty when there is none.
        package let kind: String
        /// The name, such as that of a profile.
        package let name: String

        /// Creates a name.
        package init(kind: String = "", _ name: String) {
            self.kind = kind
            self.name = name
        }
    }

    /// What is set.
    package enum Value: Sendable, Equatable {
        /// A text, possibly of several lines.
        case text(String)
        /// Settings by key.
        case nested([String: String])
    }

    /// Settings by key.
    package typealias Section = [String: Value]

    /// The settings of each section.
    package let sections: [Name: Section]

    /// A file that says nothing.
    package static let empty = AWSConfigFile(sections: [:])

    private init(sections: [Name: Section]) {
        self.sections = sections
    }

    /// Reads a file's text.
    ///
    /// - Parameters:
    ///   - text: The text.
    ///   - path: The file, for error messages.
    /// - Throws: `SecretError` with the code `invalid`, which names the line and never repeats it.
    package init(_ text: String, path: String) throws(SecretError) {
        var parser = AWSConfigParser(path: path)
        try parser.read(text)
        sections = parser.sections
    }
}

extension AWSConfigFile.Section {
    /// The text at `key`, unless it is empty.
    func text(_ key: String) -> String? {
        guard case .text(let text)? = self[key], !text.isEmpty else { return nil }
        return text
    }
}
