import Yams

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// Reads a secret's content in any of its formats. Errors tell the place, never the text there.
struct SecretContentReader {
    private let reference: String

    init(_ reference: String) {
        self.reference = reference
    }

    /// The content, or `nil` when it is one bare value.
    func read(_ text: String, _ format: SecretFormat) throws(SecretError) -> SecretContent? {
        switch format {
        case .json: return try json(text)
        case .yaml: return try yaml(text)
        case .keyValue: return try keyValue(text)
        case .automatic: return try automatic(text)
        }
    }

    private func automatic(_ text: String) throws(SecretError) -> SecretContent? {
        let first = text.first { !$0.isWhitespace }
        if first == "{" || first == "[" { return try json(text) }
        if let content = try? KeyValueReader.read(text) { return content }
        guard case .map(let entries)? = try? yaml(text) else { return nil }
        return .map(entries)
    }

    private func json(_ text: String) throws(SecretError) -> SecretContent {
        do {
            return try JSONDecoder().decode(SecretContent.self, from: Data(text.utf8))
        } catch {
            // The decoder's own message may quote the content.
            throw SecretError(
                .invalid, reference: reference, message: "the content is not valid JSON",
                cure: "check it with a JSON validator on this machine")
        }
    }

    private func keyValue(_ text: String) throws(SecretError) -> SecretContent {
        do {
            return try KeyValueReader.read(text)
        } catch {
            throw SecretError(
                .invalid, reference: reference, message: "line \(error.line) is not KEY=VALUE (\(error.reason))",
                cure: "write one KEY=VALUE a line")
        }
    }

    private func yaml(_ text: String) throws(SecretError) -> SecretContent? {
        let node: Node?
        do {
            // Without resolver rules every scalar stays the text that was written.
            node = try Yams.compose(yaml: text, .basic)
        } catch {
            throw SecretError(
                .invalid, reference: reference,
                message: "the content is not valid YAML\((error as? YamlError)?.place ?? "")",
                cure: "check the indentation and the quotes there")
        }
        guard let node, case .mapping = node else { return nil }
        var budget = 10_000
        guard let content = content(node, &budget) else {
            throw SecretError(
                .invalid, reference: reference, message: "the content holds too many or too complex entries",
                cure: "keep secrets in a small file of plain keys and values")
        }
        return content
    }

    /// `budget` bounds what aliases can multiply.
    private func content(_ node: Node, _ budget: inout Int) -> SecretContent? {
        budget -= 1
        guard budget >= 0 else { return nil }
        switch node {
        case .scalar(let scalar):
            let isNull = scalar.style == .plain && ["", "~", "null", "Null", "NULL"].contains(scalar.string)
            return isNull ? .null : .text(scalar.string)
        case .sequence(let sequence):
            var items: [SecretContent] = []
            for item in sequence {
                guard let item = content(item, &budget) else { return nil }
                items.append(item)
            }
            return .list(items)
        case .mapping(let mapping):
            var entries: [String: SecretContent] = [:]
            for (key, value) in mapping {
                guard let name = key.scalar?.string, let value = content(value, &budget) else { return nil }
                entries[name] = value
            }
            return .map(entries)
        case .alias: return nil
        }
    }
}

extension YamlError {
    /// Where parsing stopped, ready to follow a message; empty when it is not known.
    fileprivate var place: String {
        switch self {
        case .scanner(_, _, let mark, _), .parser(_, _, let mark, _), .composer(_, _, let mark, _):
            " (line \(mark.line))"
        case .duplicatedKeysInMapping(_, let context): " (a key stands twice, line \(context.mark.line))"
        default: ""
        }
    }
}
