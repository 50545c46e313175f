/// Reads `KEY=VALUE` lines as shells and `.env` files write them.
///
/// Blank lines and lines that begin with `#` are skipped, `export` may precede a key, and a value may hold further `=`.
/// In single quotes everything is literal; in double quotes `\n`, `\t`, `\"` and `\\` are understood; an unquoted value
/// ends before ` #`.
enum KeyValueReader {
    struct Failure: Error {
        let line: Int
        let reason: String
    }

    static func read(_ text: String) throws(Failure) -> SecretContent {
        var entries: [String: SecretContent] = [:]
        var number = 0
        for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
            number += 1
            var rest = trimmed(line)
            if rest.isEmpty || rest.first == "#" { continue }
            if rest.hasPrefix("export ") { rest = trimmed(rest.dropFirst(7)) }
            guard let equals = rest.firstIndex(of: "=") else { throw Failure(line: number, reason: "no = sign") }
            let key = trimmed(rest[..<equals])
            guard isKey(key) else { throw Failure(line: number, reason: "the key is not a plain name") }
            guard let value = value(trimmed(rest[rest.index(after: equals)...])) else {
                throw Failure(line: number, reason: "a quote is not closed, or text follows it")
            }
            guard entries.updateValue(.text(value), forKey: String(key)) == nil else {
                throw Failure(line: number, reason: "the key stands twice")
            }
        }
        guard !entries.isEmpty else { throw Failure(line: 1, reason: "there are no keys") }
        return .map(entries)
    }

    private static func value(_ text: Substring) -> String? {
        guard let quote = text.first, quote == "\"" || quote == "'" else {
            return String(trimmed(text.prefix(while: untilComment(text))))
        }
        var result = ""
        var index = text.index(after: text.startIndex)
        while index < text.endIndex {
            let character = text[index]
            let next = text.index(after: index)
            if character == quote {
                let tail = trimmed(text[next...])
                return tail.isEmpty || tail.first == "#" ? result : nil
            }
            if quote == "\"", character == "\\", next < text.endIndex {
                switch text[next] {
                case "n": result += "\n"
                case "t": result += "\t"
                case "\"", "\\", "$": result.append(text[next])
                default: result += "\\" + String(text[next])
                }
                index = text.index(after: next)
            } else {
                result.append(character)
                index = next
            }
        }
        return nil
    }

    /// Accepts characters up to a `#` that follows a blank.
    private static func untilComment(_ text: Substring) -> (Character) -> Bool {
        var before: Character = "="
        return { character in
            defer { before = character }
            return !(character == "#" && (before == " " || before == "\t"))
        }
    }

    private static func isKey(_ key: Substring) -> Bool {
        guard let first = key.first, first.isASCII, first.isLetter || first == "_" else { return false }
        return key.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || "_.-".contains($0)) }
    }

    private static func trimmed(_ text: Substring) -> Substring {
        var text = text
        while let first = text.first, first.isWhitespace { text.removeFirst() }
        while let last = text.last, last.isWhitespace { text.removeLast() }
        return text
    }
}
