/// The variable `DEBUG` as programs in JavaScript read it: names between commas or blanks, `*` for any text, and a minus
/// before what is left out, as in `*,-sp-api:*`.
struct DebugVariable {
    private let wanted: [String]
    private let unwanted: [String]

    init(_ text: String) {
        let patterns = text.split { $0 == "," || $0 == " " }.map(String.init)
        wanted = patterns.filter { !$0.hasPrefix("-") }
        unwanted = patterns.filter { $0.hasPrefix("-") }.map { String($0.dropFirst()) }
    }

    /// Whether lines of this name are asked for.
    func names(_ name: String) -> Bool {
        wanted.contains { Self.matches($0, name) } && !unwanted.contains { Self.matches($0, name) }
    }

    private static func matches(_ pattern: String, _ name: String) -> Bool {
        let parts = pattern.split(separator: "*", omittingEmptySubsequences: false)
        guard let first = parts.first, let last = parts.last, parts.count > 1 else { return pattern == name }
        guard name.hasPrefix(first) else { return false }
        var rest = name.dropFirst(first.count)
        for part in parts.dropFirst().dropLast() where !part.isEmpty {
            guard let range = rest.firstRange(of: part) else { return false }
            rest = rest[range.upperBound...]
        }
        return rest.hasSuffix(last)
    }
}
