/// Reads the processing report of an XML feed.
///
/// It has no attributes that matter and no nesting of equal names but `MessageID`, so that the elements that are wanted can
/// be found by their tags alone.
struct XMLFeedResult: Sendable {
    /// A longer element is passed over.
    private static let longest = 1 << 20
    private static let names: [[UInt8]] = ["ProcessingSummary", "Result"].map { Array($0.utf8) }

    /// What has come from the beginning of an element on that is not complete.
    private var rest: [UInt8] = []
    /// Where in that its end is still to be looked for.
    private var searched = 0
    private var hasSummary = false
    private var told = FeedResult()

    /// What the report says; nothing when it has no summary.
    var result: FeedResult { hasSummary ? told : FeedResult() }

    /// Reads on.
    mutating func take(_ bytes: ArraySlice<UInt8>) {
        // Nothing that follows would be told.
        if hasSummary, !told.hasRoom { return }
        rest += bytes
        var position = 0
        while let start = rest[position...].firstIndex(of: UInt8(ascii: "<")) {
            position = start
            guard rest.count - start > 1 + Self.names[0].count else { break }
            guard let name = Self.names.first(where: { isTag(at: start + 1, $0) }) else {
                position = start + 1
                continue
            }
            guard let end = closing(name, after: max(start + 1, start + searched)) else {
                searched = max(1, rest.count - start - name.count - 2)
                if rest.count - start <= Self.longest { break }
                (position, searched) = (start + 1, 0)
                continue
            }
            if end - start <= Self.longest { look(name, rest[start..<end]) }
            (position, searched) = (end + 2 + name.count, 0)
        }
        let isWaiting = position < rest.count && rest[position] == UInt8(ascii: "<")
        rest.removeFirst(isWaiting ? position : rest.count)
    }

    /// Whether a tag of this name stands there; one whose name only begins likewise is another.
    private func isTag(at index: Int, _ name: [UInt8]) -> Bool {
        let end = index + name.count
        return end < rest.count && rest[index..<end].elementsEqual(name)
            && (rest[end] == UInt8(ascii: ">") || rest[end] == UInt8(ascii: " "))
    }

    /// Where the tag stands that ends an element.
    private func closing(_ name: [UInt8], after index: Int) -> Int? {
        var from = index
        while let start = rest[from...].firstIndex(of: UInt8(ascii: "<")) {
            if start + 1 < rest.count, rest[start + 1] == UInt8(ascii: "/"), isTag(at: start + 2, name) { return start }
            from = start + 1
        }
        return nil
    }

    /// Reads an element, without the tag that ends it.
    private mutating func look(_ name: [UInt8], _ bytes: ArraySlice<UInt8>) {
        let text = String(decoding: bytes, as: UTF8.self)
        guard let start = text.firstIndex(of: ">").map(text.index(after:)) else { return }
        let content = text[start...]
        if name == Self.names[0] {
            guard !hasSummary else { return }
            hasSummary = true
            told.processed = Self.count("MessagesProcessed", in: content)
            told.accepted = Self.count("MessagesSuccessful", in: content)
            told.errors = Self.count("MessagesWithError", in: content)
            told.warnings = Self.count("MessagesWithWarning", in: content)
        } else if Self.value("ResultCode", in: content)?.lowercased() == "error" {
            let number = Self.value("MessageID", in: content).map { "message \($0)" }
            let sku = Self.value("SKU", in: content).map { "SKU \($0)" }
            told.add(
                place: [number, sku].compactMap(\.self).joined(separator: ", "),
                code: Self.value("ResultMessageCode", in: content),
                message: Self.value("ResultDescription", in: content))
        }
    }

    /// What stands in the first element of a name.
    private static func element(_ name: String, in text: Substring) -> Substring? {
        guard let opening = range(of: "<\(name)", in: text),
            let start = text[opening.upperBound...].firstIndex(of: ">").map(text.index(after:)),
            let closing = range(of: "</\(name)", in: text[start...])
        else { return nil }
        return text[start..<closing.lowerBound]
    }

    /// Where a tag begins; one whose name only begins likewise is another.
    private static func range(of tag: String, in text: Substring) -> Range<Substring.Index>? {
        var rest = text
        while let found = rest.firstRange(of: tag) {
            if found.upperBound < text.endIndex, [">", " "].contains(text[found.upperBound]) { return found }
            rest = rest[found.upperBound...]
        }
        return nil
    }

    private static func value(_ name: String, in text: Substring) -> String? {
        element(name, in: text).map(unescaped).flatMap { $0.isEmpty ? nil : $0 }
    }

    private static func count(_ name: String, in text: Substring) -> Int? { value(name, in: text).flatMap { Int($0) } }

    private static let entities: [Substring: Character] = [
        "amp": "&", "lt": "<", "gt": ">", "quot": "\"", "apos": "'",
    ]

    /// The text without white space around it, with what its entities mean.
    private static func unescaped(_ content: Substring) -> String {
        var content = content
        if content.hasPrefix("<![CDATA["), content.hasSuffix("]]>") {
            return String(content.dropFirst(9).dropLast(3)).trimmed
        }
        var text = ""
        while let ampersand = content.firstIndex(of: "&") {
            text += content[..<ampersand]
            let after = content.index(after: ampersand)
            guard let end = content[after...].prefix(10).firstIndex(of: ";"),
                let meaning = meaning(of: content[after..<end])
            else {
                text += "&"
                content = content[after...]
                continue
            }
            text.append(meaning)
            content = content[content.index(after: end)...]
        }
        return (text + content).trimmed
    }

    private static func meaning(of entity: Substring) -> Character? {
        if let known = entities[entity] { return known }
        guard entity.hasPrefix("#") else { return nil }
        let isHexadecimal = entity.hasPrefix("#x") || entity.hasPrefix("#X")
        let number = isHexadecimal ? UInt32(entity.dropFirst(2), radix: 16) : UInt32(entity.dropFirst())
        return number.flatMap(Unicode.Scalar.init).map(Character.init)
    }
}

extension String {
    /// The text without white space around it.
    fileprivate var trimmed: String {
        var text = self[...]
        while text.first?.isWhitespace ?? false { text.removeFirst() }
        while text.last?.isWhitespace ?? false { text.removeLast() }
        return String(text)
    }
}
