/// By what a program's request is known when it comes again: the option `idempotency` of every kind, which the job carries
/// and no run reads.
package enum RequestDigest {
    /// The option's name.
    package static let optionName = "idempotency"
    /// With what the unique keys of such jobs begin.
    package static let prefix = "idempotency:"
    /// The most bytes of a digest.
    package static let longest = 64

    /// Options with a digest among them.
    ///
    /// - Parameters:
    ///   - digest: Letters and digits alone.
    ///   - options: A JSON object that has none yet.
    package static func added(_ digest: String, to options: String) -> String {
        guard let start = options.firstIndex(of: "{"), let end = options.lastIndex(of: "}") else { return options }
        let isEmpty = options[options.index(after: start)..<end].allSatisfy(\.isWhitespace)
        return "\(options[..<end])\(isEmpty ? "" : ",")\"\(optionName)\":\"\(digest)\"\(options[end...])"
    }
}
