/// Writes the rows of a made-up document: the same ones whenever it is asked.
struct RowMaker {
    let columns: [String]
    let format: DocumentShape.Format
    /// As the document itself names it.
    let charset: DocumentShape.Charset
    let seed: Fingerprint
    /// The type of report, as some documents tell it.
    let type: String

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
        let name = columns[column].lowercased()
        func draw(_ bound: UInt64) -> UInt64 {
            seed.number(UInt64(row) &* 64 &+ UInt64(column % 64) &+ 100, below: bound)
        }
        func has(_ parts: String...) -> Bool { parts.contains(where: name.contains) }
        if has("price", "amount", "fee", "total") { return "\(draw(500)).\(10 + draw(90))" }
        if has("quantity", "units", "count") { return String(draw(1000)) }
        if has("date", "time") { return "2025-\(10 + draw(3))-\(10 + draw(19))T\(10 + draw(14)):30:00+00:00" }
        if has("asin") { return "B0" + String(10_000_000 + draw(89_999_999)) }
        if has("sku") { return "SKU-\(seed.text.prefix(6))-\(row + 1)" }
        if name.hasSuffix("id") { return "\(100 + draw(900))-\(1_000_000 + draw(9_000_000))-\(row + 1)" }
        let words = charset.words
        let word = words[Int(draw(UInt64(words.count)))]
        // Marks that only a format with quoting cares about.
        return switch row % 7 {
        case 3: "\(word) 14\" \(row + 1)"
        case 5: "\(word), \(row + 1)"
        default: "\(word) \(row + 1)"
        }
    }

    private static func quoted(_ value: String) -> String {
        guard value.utf8.contains(where: { $0 == UInt8(ascii: ",") || $0 == UInt8(ascii: "\"") || $0 < 0x20 }) else {
            return value
        }
        return "\"" + value.replacing("\"", with: "\"\"") + "\""
    }

    private static func escaped(_ value: String) -> String {
        value.replacing("&", with: "&amp;").replacing("<", with: "&lt;").replacing(">", with: "&gt;")
    }
}
