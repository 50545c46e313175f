/// Reads the processing summary of a flat file: some counts, then a table of what went wrong.
///
///     Feed Processing Summary:
///         Number of records processed     2
///         Number of records successful    1
///
///     original-record-number  sku  error-code  error-type  error-message
struct TabFeedResult: Sendable {
    /// What follows so many bytes of a line is not looked at.
    private static let longest = 64 << 10

    private var line: [UInt8] = []
    private var columns: [String: Int]?
    private var rows = (errors: 0, warnings: 0)
    private var told = FeedResult()

    /// What the summary says; nothing for a document of another form.
    var result: FeedResult {
        var reader = self
        // The last line may have no end.
        reader.endLine()
        return reader.summed
    }

    private var summed: FeedResult {
        guard told.isKnown || columns != nil else { return FeedResult() }
        var result = told
        if let processed = result.processed, let accepted = result.accepted {
            result.errors = max(0, processed - accepted)
        } else if columns != nil {
            result.errors = rows.errors
        }
        if columns != nil { result.warnings = rows.warnings }
        return result
    }

    /// Reads on. Stores write the document in charsets of their own, but figures and names of columns are in ASCII everywhere.
    mutating func take(_ bytes: ArraySlice<UInt8>) {
        var rest = bytes
        while let end = rest.firstIndex(where: { $0 == 0x0A || $0 == 0x0D }) {
            add(rest[..<end])
            endLine()
            rest = rest[(end + 1)...]
        }
        add(rest)
    }

    private mutating func add(_ part: ArraySlice<UInt8>) { line += part.prefix(Self.longest - line.count) }

    private mutating func endLine() {
        guard !line.isEmpty else { return }
        let cells = line.split(separator: 0x09, omittingEmptySubsequences: false).map {
            String(decoding: $0, as: UTF8.self)
        }
        line.removeAll(keepingCapacity: true)
        if let columns {
            take(cells, columns)
        } else if cells.contains("error-code") {
            columns = Dictionary(cells.enumerated().map { ($0.element, $0.offset) }) { first, _ in first }
        } else if let count = cells.last(where: { !$0.isEmpty }).flatMap({ Int($0) }) {
            let name = cells.joined(separator: " ").lowercased()
            if name.contains("number of records processed") { told.processed = count }
            if name.contains("number of records successful") { told.accepted = count }
        }
    }

    private mutating func take(_ cells: [String], _ columns: [String: Int]) {
        func cell(_ name: String) -> String? {
            guard let column = columns[name], cells.indices.contains(column), !cells[column].isEmpty else { return nil }
            return cells[column]
        }
        guard let code = cell("error-code") else { return }
        if cell("error-type")?.lowercased() == "warning" {
            rows.warnings += 1
            return
        }
        rows.errors += 1
        let record = cell("original-record-number").map { "record \($0)" }
        let sku = (cell("sku") ?? cell("original-sku")).map { "SKU \($0)" }
        told.add(
            place: [record, sku].compactMap(\.self).joined(separator: ", "), code: code, message: cell("error-message"))
    }
}
