/// How a secret's content is written.
package enum SecretFormat: Sendable, Hashable {
    /// To be told from the content.
    case automatic
    /// One JSON value.
    case json
    /// One YAML document.
    case yaml
    /// Lines of `KEY=VALUE`.
    case keyValue

    /// The format that a file's name promises.
    package init(path: String) {
        let name = path.split(separator: "/").last.map { $0.lowercased() } ?? ""
        if name.hasSuffix(".json") {
            self = .json
        } else if name.hasSuffix(".yaml") || name.hasSuffix(".yml") {
            self = .yaml
        } else if name == ".env" || name.hasSuffix(".env") || name.hasPrefix(".env.") {
            self = .keyValue
        } else {
            self = .automatic
        }
    }
}
