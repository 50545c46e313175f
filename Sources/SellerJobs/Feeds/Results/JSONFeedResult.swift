import OperationCatalogue

/// Reads the processing report of a JSON feed: `{"header": ..., "issues": [...], "summary": {...}}`.
///
/// It follows names and brackets only, and looks closer at the summary and at the first issues.
struct JSONFeedResult: Sendable {
    /// A larger summary or issue is not looked at.
    private static let longest = 64 << 10
    /// No name that matters is longer.
    private static let longestName = 16

    private var depth = 0
    private var isInText = false
    private var isEscaped = false
    /// Whether a name comes next in the outermost object.
    private var expectsName = false
    /// The name of the member of the outermost object.
    private var name: [UInt8] = []
    private var isInName = false
    /// What is looked closer at, and how deep the bracket lies that ends it.
    private var kept: [UInt8]?
    private var keptDepth = 0
    private var hasEnded = false

    private var summary: JSONValue?
    private var told = FeedResult()

    /// What the report says; nothing when it has no summary, or has not come to its end.
    var result: FeedResult {
        guard hasEnded, let summary else { return FeedResult() }
        var result = told
        result.processed = Self.count(summary["messagesProcessed"])
        result.accepted = Self.count(summary["messagesAccepted"])
        // A document that cannot be read at all has errors, but no message that could be invalid.
        let invalid = Self.count(summary["messagesInvalid"]) ?? 0
        result.errors = invalid > 0 ? invalid : Self.count(summary["errors"])
        result.warnings = Self.count(summary["warnings"])
        return result
    }

    /// Reads on.
    mutating func take(_ bytes: ArraySlice<UInt8>) {
        for byte in bytes {
            if hasEnded { return }
            if kept != nil { keep(byte) }
            if isInText { text(byte) } else { mark(byte) }
        }
    }

    private mutating func keep(_ byte: UInt8) {
        kept?.append(byte)
        if let kept, kept.count > Self.longest { self.kept = nil }
    }

    private mutating func text(_ byte: UInt8) {
        if isEscaped {
            isEscaped = false
        } else if byte == UInt8(ascii: "\\") {
            isEscaped = true
        } else if byte == UInt8(ascii: "\"") {
            isInText = false
            isInName = false
            return
        }
        if isInName, name.count <= Self.longestName { name.append(byte) }
    }

    private mutating func mark(_ byte: UInt8) {
        switch byte {
        case UInt8(ascii: "\""):
            isInText = true
            isInName = depth == 1 && expectsName
            if isInName { name = [] }
        case UInt8(ascii: ":") where depth == 1: expectsName = false
        case UInt8(ascii: ",") where depth == 1: expectsName = true
        case UInt8(ascii: "{"), UInt8(ascii: "["):
            depth += 1
            if depth == 1 { expectsName = true }
            if byte == UInt8(ascii: "{"), kept == nil, isWanted {
                kept = [byte]
                keptDepth = depth
            }
        case UInt8(ascii: "}"), UInt8(ascii: "]"):
            if let kept, depth == keptDepth { look(kept) }
            depth -= 1
            hasEnded = depth <= 0
        default: break
        }
    }

    /// Whether the object that begins is to be looked at.
    private var isWanted: Bool {
        switch depth {
        case 2: name.elementsEqual("summary".utf8)
        case 3: name.elementsEqual("issues".utf8) && told.hasRoom
        default: false
        }
    }

    private mutating func look(_ object: [UInt8]) {
        kept = nil
        guard let value = try? JSONReader.value(of: object) else { return }
        guard keptDepth == 3 else {
            summary = value
            return
        }
        guard value["severity"]?.string.map({ $0.uppercased() == "ERROR" }) ?? true else { return }
        let number = Self.text(value["messageId"]).map { "message \($0)" }
        let sku = Self.text(value["sku"]).map { "SKU \($0)" }
        let place = [number, sku].compactMap(\.self).joined(separator: ", ")
        told.add(place: place, code: Self.text(value["code"]), message: value["message"]?.string)
    }

    private static func count(_ value: JSONValue?) -> Int? {
        if case .integer(let count)? = value { Int(count) } else { nil }
    }

    /// A text, or a number as one.
    private static func text(_ value: JSONValue?) -> String? {
        switch value {
        case .string(let text)?: text
        case .integer(let number)?: String(number)
        default: nil
        }
    }
}
