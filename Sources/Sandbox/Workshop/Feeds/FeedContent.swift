import OperationCatalogue

/// What is in a feed, as far as its result depends on it.
struct FeedContent: Sendable {
    /// How it is written.
    enum Form: Sendable {
        case json, xml, text
    }

    /// A message with a SKU that makes trouble.
    struct Flagged: Sendable {
        let messageId: Int
        let sku: String
        let isError: Bool
    }

    /// How long it is.
    let length: Int
    /// Its SHA-256 in hexadecimal.
    let sha256: String
    let form: Form
    /// Why nothing can be made of it, or `nil`.
    private(set) var problem: String?
    /// The ids of all messages; rows are numbered from 1.
    private(set) var messages: [Int] = []
    private(set) var flagged: [Flagged] = []

    init(_ bytes: [UInt8]) {
        length = bytes.count
        sha256 = SHA256.hex(bytes)
        let text = String(decoding: bytes, as: UTF8.self)
        switch text.first(where: { !$0.isWhitespace }) {
        case "{", "[":
            form = .json
            read(json: bytes)
        case "<":
            form = .xml
            read(xml: text)
        default:
            form = .text
            read(rows: text)
        }
    }

    private mutating func read(json bytes: [UInt8]) {
        guard let value = try? JSONValue(parsing: bytes) else {
            problem = "The feed is not valid JSON."
            return
        }
        guard case .array(let items)? = value["messages"] else { return }
        for (index, item) in items.enumerated() {
            var id = index + 1
            if case .integer(let number)? = item["messageId"] { id = Int(clamping: number) }
            add(id, sku: item["sku"]?.string)
        }
    }

    private mutating func read(xml text: String) {
        for (index, part) in text.split(separator: "<Message>").dropFirst().enumerated() {
            let sku = Self.element("SKU", of: part)
            add(Self.element("MessageID", of: part).flatMap { Int($0) } ?? index + 1, sku: sku)
        }
    }

    /// One row of headings, and a SKU anywhere in a row.
    private mutating func read(rows text: String) {
        let rows = text.split(whereSeparator: \.isNewline).dropFirst()
        for (index, row) in rows.enumerated() {
            let cells = row.split(separator: "\t")
            let sku = cells.first { $0.hasPrefix("BAD") || $0.hasPrefix("WARN") } ?? cells.first
            add(index + 1, sku: sku.map(String.init))
        }
    }

    private mutating func add(_ id: Int, sku: String?) {
        messages.append(id)
        guard let sku, sku.hasPrefix("BAD") || sku.hasPrefix("WARN") else { return }
        flagged.append(Flagged(messageId: id, sku: sku, isError: sku.hasPrefix("BAD")))
    }

    private static func element(_ name: String, of text: Substring) -> String? {
        let text = String(text)
        guard let open = text.range(of: "<\(name)>"), let close = text.range(of: "</\(name)>"),
            open.upperBound <= close.lowerBound
        else { return nil }
        return String(text[open.upperBound..<close.lowerBound])
    }
}
