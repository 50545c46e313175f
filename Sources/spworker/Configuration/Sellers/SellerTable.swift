/// A CSV file of sellers: a header line, then one seller a line.
///
/// Commas or semicolons divide the fields, as the header line has them; quotes may surround a field. Several
/// marketplaces or tags in one field are divided by blanks, `|` or `;`.
struct SellerTable {
    struct Record {
        let line: Int
        fileprivate let fields: [String: String]

        /// The field of a column; `nil` when it is empty.
        subscript(column: String) -> String? {
            guard let value = fields[column], !value.isEmpty else { return nil }
            return value
        }

        /// The words in the field of a column.
        func words(_ column: String) -> [String] {
            (fields[column] ?? "").split { $0 == " " || $0 == "|" || $0 == ";" || $0 == "," }.map(String.init)
        }
    }

    struct Flaw {
        let line: Int
        let message: String
        let cure: String
    }

    static let columns = ["id", "region", "sellerId", "marketplaces", "tags"]
    static var columnList: String { columns.joined(separator: ", ") }

    private(set) var records: [Record] = []
    private(set) var flaws: [Flaw] = []

    init(_ text: String) {
        let body = text.hasPrefix("\u{FEFF}") ? text.dropFirst() : text[...]
        let lines = body.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
        var header: [String]?
        var separator: Character = ","
        for (index, line) in lines.enumerated() where !line.allSatisfy(\.isWhitespace) && line.first != "#" {
            if header == nil { separator = !line.contains(",") && line.contains(";") ? ";" : "," }
            guard let fields = Self.fields(line, separator) else {
                flaws.append(Flaw(line: index + 1, message: "a quote is not closed", cure: "close it on the same line"))
                continue
            }
            guard let columns = header else {
                guard let columns = self.header(fields, line: index + 1) else { return }
                header = columns
                continue
            }
            guard fields.count <= columns.count else {
                let message = "there are \(fields.count) fields for \(columns.count) columns"
                flaws.append(
                    Flaw(line: index + 1, message: message, cure: "divide several marketplaces or tags by blanks"))
                continue
            }
            records.append(Record(line: index + 1, fields: Dictionary(uniqueKeysWithValues: zip(columns, fields))))
        }
        if header == nil {
            flaws.append(Flaw(line: 1, message: "the file is empty", cure: "begin with the columns \(Self.columnList)"))
        }
    }

    private mutating func header(_ fields: [String], line: Int) -> [String]? {
        var columns: [String] = []
        for field in fields {
            guard let column = Self.columns.first(where: { $0.lowercased() == field.lowercased() }) else {
                let cure =
                    Suggestion.nearest(to: field, among: Self.columns).map { "did you mean \($0)?" }
                    ?? "the first line names the columns: \(Self.columnList)"
                flaws.append(
                    Flaw(line: line, message: "there is no column \(PrintableText.quoted(field))", cure: cure))
                continue
            }
            guard !columns.contains(column) else {
                flaws.append(Flaw(line: line, message: "the column \(column) stands twice", cure: "keep one of them"))
                continue
            }
            columns.append(column)
        }
        if !columns.contains("id"), columns.count == fields.count {
            flaws.append(Flaw(line: line, message: "the column id is missing", cure: "add it"))
        }
        return columns.contains("id") && columns.count == fields.count ? columns : nil
    }

    private static func fields(_ line: Substring, _ separator: Character) -> [String]? {
        if let byte = separator.asciiValue, !line.utf8.contains(UInt8(ascii: "\"")) {
            // Most lines have no quotes, and some files have ten thousand lines.
            return line.utf8.split(separator: byte, omittingEmptySubsequences: false).map { trimmed(Substring($0)) }
        }
        var fields = [""]
        var quoted = false
        var afterQuote = false
        for character in line {
            if character == "\"" {
                // A doubled quote inside quotes is one quote.
                if afterQuote { fields[fields.count - 1].append(character) }
                afterQuote = quoted && !afterQuote
                quoted.toggle()
                continue
            }
            afterQuote = false
            if character == separator, !quoted {
                fields.append("")
            } else {
                fields[fields.count - 1].append(character)
            }
        }
        guard !quoted else { return nil }
        return fields.map { trimmed($0[...]) }
    }

    private static func trimmed(_ field: Substring) -> String {
        var field = field
        while field.first?.isWhitespace == true { field.removeFirst() }
        while field.last?.isWhitespace == true { field.removeLast() }
        return String(field)
    }
}
