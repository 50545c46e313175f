/// An element of an XML answer: enough of XML for what AWS sends. Attributes and name spaces are left out.
package struct XMLAnswer: Sendable, Equatable {
    /// The element's name, without a prefix.
    package let name: String
    /// The elements in it.
    package private(set) var children: [XMLAnswer] = []
    /// The text in it, outside of its children.
    package private(set) var text = ""

    private static let deepest = 64

    private init(name: String) {
        self.name = name
    }

    /// Reads a document; `nil` when the bytes are none. A page of HTML is none.
    package init?(_ bytes: [UInt8]) {
        guard let whole = String(validating: bytes, as: UTF8.self) else { return nil }
        var open: [XMLAnswer] = []
        var root: XMLAnswer?
        var rest = whole[...]
        while let start = rest.firstIndex(of: "<") {
            let before = rest[..<start]
            if let last = open.indices.last {
                open[last].text += Self.decoded(before)
            } else if !before.allSatisfy(\.isWhitespace) {
                return nil
            }
            rest = rest[start...]
            if rest.hasPrefix("<?") || rest.hasPrefix("<!--") {
                guard let end = rest.firstRange(of: rest.hasPrefix("<?") ? "?>" : "-->") else { return nil }
                rest = rest[end.upperBound...]
                continue
            }
            if rest.hasPrefix("<![CDATA[") {
                guard let end = rest.firstRange(of: "]]>"), let last = open.indices.last else { return nil }
                open[last].text += rest[..<end.lowerBound].dropFirst(9)
                rest = rest[end.upperBound...]
                continue
            }
            guard !rest.hasPrefix("<!"), root == nil, let end = rest.firstIndex(of: ">") else { return nil }
            let tag = rest[..<end].dropFirst()
            rest = rest[rest.index(after: end)...]
            var finished: XMLAnswer?
            if tag.hasPrefix("/") {
                guard let last = open.popLast(), last.name == Self.name(tag.dropFirst()) else { return nil }
                finished = last
            } else {
                let element = XMLAnswer(name: Self.name(tag))
                guard !element.name.isEmpty, open.count < Self.deepest else { return nil }
                if tag.hasSuffix("/") { finished = element } else { open.append(element) }
            }
            guard let finished else { continue }
            if let last = open.indices.last { open[last].children.append(finished) } else { root = finished }
        }
        guard let root, open.isEmpty, rest.allSatisfy(\.isWhitespace) else { return nil }
        self = root
    }

    /// The first element called `name`, this one included, however deep.
    package func first(_ name: String) -> XMLAnswer? {
        if self.name == name { return self }
        for child in children {
            if let found = child.first(name) { return found }
        }
        return nil
    }

    /// The text of the first element called `name`, without blanks at its ends; `nil` when there is none.
    package func text(_ name: String) -> String? {
        guard var text = first(name)?.text[...] else { return nil }
        while text.first?.isWhitespace == true { text = text.dropFirst() }
        while text.last?.isWhitespace == true { text = text.dropLast() }
        return String(text)
    }

    private static func name(_ tag: Substring) -> String {
        let whole = tag.prefix { !$0.isWhitespace && $0 != "/" }
        return String(whole.split(separator: ":").last ?? "")
    }

    private static func decoded(_ text: Substring) -> String {
        guard text.contains("&") else { return String(text) }
        var result = ""
        var rest = text
        while let start = rest.firstIndex(of: "&") {
            result += rest[..<start]
            rest = rest[rest.index(after: start)...]
            guard let end = rest.firstIndex(of: ";"), let character = character(rest[..<end]) else {
                result += "&"
                continue
            }
            result.append(character)
            rest = rest[rest.index(after: end)...]
        }
        return result + rest
    }

    private static func character(_ entity: Substring) -> Character? {
        switch entity {
        case "amp": return "&"
        case "lt": return "<"
        case "gt": return ">"
        case "quot": return "\""
        case "apos": return "'"
        default: break
        }
        guard entity.hasPrefix("#") else { return nil }
        let digits = entity.dropFirst()
        let code = digits.first == "x" ? UInt32(digits.dropFirst(), radix: 16) : UInt32(digits)
        return code.flatMap(Unicode.Scalar.init).map(Character.init)
    }
}
