/// Writes the rows of a made-up document: the same ones whenever it is asked.
struct RowMaker {
    /// What a column holds, as its name tells.
    private enum Matter {
        case money, number, time, asin, sku, id, words
    }

    private let columns: [String]
    private let format: DocumentShape.Format
    private let matters: [Matter]
    private let words: [String]
    private let seed: Fingerprint
    private let type: String
    /// As the document itself names it.
    let charset: DocumentShape.Charset

    /// - Parameter type: The type of report, as some documents tell it.
    init(_ shape: DocumentShape, type: String, seed: Fingerprint) {
        columns = shape.columns
        format = shape.format ?? .tab
        charset = shape.charset ?? .utf8
        matters = shape.columns.map(Self.matter)
        words = charset.words
        self.seed = seed
        self.type = type
    }

    /// What stands before the first row.
    var head: String {
        switch format {
        case .tab: columns.joined(separator: "\t") + "\n"
        case .csv: columns.map(Self.quoted).joined(separator: ",") + "\n"
        case .json: #"{"reportSpecification":{"reportType":\#(JSONWriter.quoted(type))},"items":["# + "\n"
        case .jsonLines: ""
        case .xml: #"<?xml version="1.0" encoding="\#(charset.rawValue)"?>"# + "\n<Report>\n"
        }
    }

    /// What stands behind the last row.
    var foot: String {
        switch format {
        case .tab, .csv, .jsonLines: ""
        case .json: "]}\n"
        case .xml: "</Report>\n"
        }
    }

    /// What stands between two rows. Behind the last is a line feed.
    var separator: String { format == .json ? ",\n" : "\n" }

    /// A row without what follows it.
    ///
    /// - Parameter number: From 0.
    func row(_ number: Int) -> String {
        let values = columns.indices.map { value(ofColumn: $0, row: number) }
        switch format {
        case .tab: return values.joined(separator: "\t")
        case .csv: return values.map(Self.quoted).joined(separator: ",")
        case .json, .jsonLines:
            let members = zip(columns, values).map { "\(JSONWriter.quoted($0)):\(JSONWriter.quoted($1))" }
            return "{" + members.joined(separator: ",") + "}"
        case .xml:
            let members = zip(columns, values).map { "<\($0)>\(Self.escaped($1))</\($0)>" }
            return "<Item>" + members.joined() + "</Item>"
        }
    }

    private func value(ofColumn column: Int, row: Int) -> String {
        func draw(_ bound: UInt64) -> UInt64 {
            seed.number(UInt64(row) &* 64 &+ UInt64(column % 64) &+ 100, below: bound)
        }
        switch matters[column] {
        case .money: return "\(draw(500)).\(10 + draw(90))"
        case .number: return String(draw(1000))
        case .time: return "2025-\(10 + draw(3))-\(10 + draw(19))T\(10 + draw(14)):30:00+00:00"
        case .asin: return "B0\(10_000_000 + draw(89_999_999))"
        case .sku: return "SKU-\(draw(900))-\(row + 1)"
        case .id: return "\(100 + draw(900))-\(1_000_000 + draw(9_000_000))-\(row + 1)"
        case .words: break
        }
        let word = words[Int(draw(UInt64(words.count)))]
        // Marks that only a format with quoting cares about.
        return switch row % 7 {
        case 3: "\(word) 14\" \(row + 1)"
        case 5: "\(word), \(row + 1)"
        default: "\(word) \(row + 1)"
        }
    }

    private static func matter(of column: String) -> Matter {
        let name = column.lowercased()
        func has(_ parts: String...) -> Bool { parts.contains { name.range(of: $0) != nil } }
        if has("price", "amount", "fee", "total") { return .money }
        if has("quantity", "units", "count") { return .number }
        if has("date", "time") { return .time }
        if has("asin") { return .asin }
        if has("sku") { return .sku }
        return name.hasSuffix("id") ? .id : .words
    }

    private static func quoted(_ value: String) -> String {
        guard value.utf8.contains(where: { $0 == UInt8(ascii: ",") || $0 == UInt8(ascii: "\"") || $0 < 0x20 }) else {
            return value
        }
        return "\"" + value.replacing("\"", with: "\"\"") + "\""
    }

    private static func escaped(_ value: String) -> String {
        guard
            value.utf8.contains(where: { $0 == UInt8(ascii: "&") || $0 == UInt8(ascii: "<") || $0 == UInt8(ascii: ">") }
            )
        else { return value }
        return value.replacing("&", with: "&amp;").replacing("<", with: "&lt;").replacing(">", with: "&gt;")
    }
}
