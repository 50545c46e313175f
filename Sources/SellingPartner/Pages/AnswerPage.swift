package import OperationCatalogue

/// One page of a paged answer, read.
package struct AnswerPage: Sendable {
    /// The items, one on a line, each line ended; the whole page on one line where the answer has no single list.
    package let lines: [UInt8]
    /// How many items the page holds; 1 for a page that is kept whole.
    package let count: Int
    /// Whether the answer tells of errors and has neither a list nor a token: it is not the empty end of the listing.
    package let holdsOnlyErrors: Bool
    /// The page after this one, or `nil` at the end.
    package let next: PagePosition?

    /// Reads a page.
    ///
    /// A missing list is an empty one, and an empty page with a token is not the end: Amazon sends both.
    ///
    /// - Parameter position: Which page it is.
    /// - Throws: the first place where the body is not JSON.
    package init(_ body: [UInt8], at position: PagePosition, _ pagination: Pagination) throws(JSONSyntax.Fault) {
        let answer = try JSONSlice(body)
        var lines: [UInt8] = []
        if let field = pagination.itemsField {
            let items = answer.value(at: field)?.elements ?? []
            for item in items {
                item.append(to: &lines)
                lines.append(UInt8(ascii: "\n"))
            }
            count = items.count
        } else {
            answer.append(to: &lines)
            lines.append(UInt8(ascii: "\n"))
            count = 1
        }
        self.lines = lines
        let field = answer.value(at: pagination.responseField)
        let list = pagination.itemsField.flatMap { answer.value(at: $0)?.elements }
        let errors = answer.value(at: "errors")?.elements ?? []
        holdsOnlyErrors = list == nil && !errors.isEmpty && field?.string == nil
        switch pagination.style {
        case .token:
            next = field?.string.flatMap { $0.isEmpty ? nil : .token($0) }
        case .offset:
            let start = if case .offset(let offset) = position { offset } else { 0 }
            let end = start + count
            // Without this a total that counts more than can be had would be asked for without end.
            next = count > 0 && end < field?.integer ?? 0 ? .offset(end) : nil
        }
    }
}
