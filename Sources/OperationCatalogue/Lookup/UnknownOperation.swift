/// A name that means no operation, or more than one.
public struct UnknownOperation: Error, Sendable, Hashable, CustomStringConvertible {
    /// The name as it was given.
    public let name: String
    /// Why it means no single operation.
    public let reason: Reason
    /// What may have been meant: the nearest names, at most three; for an ambiguous name all that fit; for a missing
    /// version all that exist. Each can be given instead of ``name``.
    public let suggestions: [String]

    package init(name: String, reason: Reason, suggestions: [String]) {
        self.name = name
        self.reason = reason
        self.suggestions = suggestions
    }

    /// Why a name means no single operation. More reasons may come.
    public struct Reason: Sendable, Hashable, CustomStringConvertible {
        private let code: String

        private init(_ code: String) { self.code = code }

        /// No operation has the name.
        public static let notFound = Reason("notFound")
        /// Several families have an operation of this id.
        public static let ambiguous = Reason("ambiguous")
        /// The operation exists, but not in the version asked for.
        public static let versionNotFound = Reason("versionNotFound")

        /// The reason as a word, for JSON and logs.
        public var description: String { code }
    }

    /// One sentence, and what may have been meant.
    public var description: String {
        let sentence =
            switch reason {
            case .ambiguous: "Several APIs have an operation named \(name.excerpt)."
            case .versionNotFound: "There is no version \(version.excerpt) of operation \(base.excerpt)."
            default: "There is no operation named \(name.excerpt)."
            }
        return suggestions.isEmpty ? sentence : "\(sentence) Did you mean \(suggestions.alternatives)?"
    }

    private var base: String { String(name.prefix { $0 != "@" }) }

    private var version: String { String(name.drop { $0 != "@" }.dropFirst()) }
}
