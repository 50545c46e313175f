import OperationCatalogue

/// Reads the processing report of a JSON feed: `{"header": ..., "issues": [...], "summary": {...}}`.
enum JSONFeedResult {
    static func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || (0x09...0x0D).contains(byte) }

    /// `nil` for a document of another form.
    static func read(_ document: ArraySlice<UInt8>) -> FeedResult? {
        guard let value = try? JSONReader.value(of: Array(document)), let summary = value["summary"] else { return nil }
        var issues: [JSONValue] = []
        if case .array(let items)? = value["issues"] { issues = items }
        var result = FeedResult()
        result.processed = count(summary["messagesProcessed"])
        result.accepted = count(summary["messagesAccepted"])
        // A document that cannot be read at all has errors, but no message that could be invalid.
        let invalid = count(summary["messagesInvalid"]) ?? 0
        result.errors = invalid > 0 ? invalid : count(summary["errors"])
        result.warnings = count(summary["warnings"])
        for issue in issues where issue["severity"]?.string.map({ $0.uppercased() == "ERROR" }) ?? true {
            let number = text(issue["messageId"]).map { "message \($0)" }
            let sku = text(issue["sku"]).map { "SKU \($0)" }
            let place = [number, sku].compactMap(\.self).joined(separator: ", ")
            result.add(place: place, code: text(issue["code"]), message: issue["message"]?.string)
        }
        return result
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
