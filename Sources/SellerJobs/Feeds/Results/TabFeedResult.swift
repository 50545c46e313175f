/// Reads the processing summary of a flat file: some counts, then a table of what went wrong.
///
///     Feed Processing Summary:
///         Number of records processed     2
///         Number of records successful    1
///
///     original-record-number  sku  error-code  error-type  error-message
enum TabFeedResult {
    /// `nil` for a document of another form.
    static func read(_ document: ArraySlice<UInt8>) -> FeedResult? {
        // Stores write it in charsets of their own, but figures and names of columns are in ASCII everywhere.
        let lines = document.split(omittingEmptySubsequences: false) { $0 == 0x0A || $0 == 0x0D }
        var result = FeedResult()
        var columns: [String: Int]?
        var rows = (errors: 0, warnings: 0)
        for line in lines {
            let cells = line.split(separator: 0x09, omittingEmptySubsequences: false).map {
                String(decoding: $0, as: UTF8.self)
            }
            if let columns {
                take(cells, columns, &result, &rows)
            } else if cells.contains("error-code") {
                columns = Dictionary(cells.enumerated().map { ($0.element, $0.offset) }) { first, _ in first }
            } else if let count = cells.last(where: { !$0.isEmpty }).flatMap({ Int($0) }) {
                let name = cells.joined(separator: " ").lowercased()
                if name.contains("number of records processed") { result.processed = count }
                if name.contains("number of records successful") { result.accepted = count }
            }
        }
        guard result.isKnown || columns != nil else { return nil }
        if let processed = result.processed, let accepted = result.accepted {
            result.errors = max(0, processed - accepted)
        } else if columns != nil {
            result.errors = rows.errors
        }
        if columns != nil { result.warnings = rows.warnings }
        return result
    }

    private static func take(
        _ cells: [String], _ columns: [String: Int], _ result: inout FeedResult,
        _ rows: inout (errors: Int, warnings: Int)
    ) {
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
        result.add(
            place: [record, sku].compactMap(\.self).joined(separator: ", "), code: code, message: cell("error-message"))
    }
}
