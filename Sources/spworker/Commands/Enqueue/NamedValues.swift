import ArgumentParser

/// `name=value` pairs, as flags take them that may be repeated.
struct NamedValues {
    /// The values of each name, in their order.
    let values: [String: [String]]

    /// Reads the pairs.
    ///
    /// - Parameter flag: The flag, for messages.
    /// - Throws: `ValidationError` for a text that is no pair.
    init(_ texts: [String], flag: String) throws {
        var values: [String: [String]] = [:]
        for text in texts {
            guard let equals = text.firstIndex(of: "="), equals > text.startIndex else {
                throw ValidationError("\(flag) '\(text)' is not NAME=VALUE.")
            }
            values[String(text[..<equals]), default: []].append(String(text[text.index(after: equals)...]))
        }
        self.values = values
    }

    /// The pairs where no name may be repeated.
    ///
    /// - Throws: `ValidationError` for a name that is.
    static func single(_ texts: [String], flag: String) throws -> [String: String] {
        let named = try NamedValues(texts, flag: flag)
        for (name, values) in named.values.sorted(by: { $0.key < $1.key }) where values.count > 1 {
            throw ValidationError("\(flag) says '\(name)' twice; one value is due.")
        }
        return named.values.mapValues { $0[0] }
    }
}
