/// Reads the processing report of an XML feed.
///
/// It has no attributes that matter and no nesting of equal names but `MessageID`, so that the elements that are wanted can
/// be found by their tags alone.
enum XMLFeedResult {
    /// The summary and the first errors stand at the beginning; what follows so many bytes is not looked at.
    private static let longest = 4 << 20

    /// `nil` for a document of another form.
    static func read(_ document: ArraySlice<UInt8>) -> FeedResult? {
        let text = String(decoding: document.prefix(longest), as: UTF8.self)
        guard let summary = element("ProcessingSummary", in: text[...])?.content else { return nil }
        var result = FeedResult()
        result.processed = count("MessagesProcessed", in: summary)
        result.accepted = count("MessagesSuccessful", in: summary)
        result.errors = count("MessagesWithError", in: summary)
        result.warnings = count("MessagesWithWarning", in: summary)
        var rest = text[...]
        while let entry = element("Result", in: rest), result.firstErrors.count < FeedResult.keptErrors {
            rest = entry.rest
            guard value("ResultCode", in: entry.content)?.lowercased() == "error" else { continue }
            let number = value("MessageID", in: entry.content).map { "message \($0)" }
            let sku = value("SKU", in: entry.content).map { "SKU \($0)" }
            result.add(
                place: [number, sku].compactMap(\.self).joined(separator: ", "),
                code: value("ResultMessageCode", in: entry.content),
                message: value("ResultDescription", in: entry.content))
        }
        return result
    }

    /// The first element of a name: what stands in it, and what follows it.
    private static func element(_ name: String, in text: Substring) -> (content: Substring, rest: Substring)? {
        guard let opening = range(of: "<\(name)", before: [">", " "], in: text),
            let start = text[opening.upperBound...].firstIndex(of: ">").map(text.index(after:)),
            let closing = range(of: "</\(name)", before: [">", " "], in: text[start...])
        else { return nil }
        return (text[start..<closing.lowerBound], text[closing.upperBound...])
    }

    /// Where a tag begins; one whose name only begins likewise is another.
    private static func range(of tag: String, before ends: Set<Character>, in text: Substring) -> Range<
        Substring.Index
    >? {
        var rest = text
        while let found = rest.firstRange(of: tag) {
            if found.upperBound < text.endIndex, ends.contains(text[found.upperBound]) { return found }
            rest = rest[found.upperBound...]
        }
        return nil
    }

    private static func value(_ name: String, in text: Substring) -> String? {
        element(name, in: text).map { unescaped($0.content) }.flatMap { $0.isEmpty ? nil : $0 }
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
