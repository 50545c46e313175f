import OperationCatalogue

extension Workshop {
    /// Amazon's model: a query has so many characters at most, once its white space is squeezed.
    private static let longestQuery = 8000

    mutating func createQuery(_ call: CheckedCall) throws(CallCheck.Refusal) -> Reply {
        let query = try call.text("query")
        try check(query)
        var page = 0
        if let token = call.body?["paginationToken"] {
            page = try number(ofPage: token.string ?? "", of: query, call)
        }
        let scripts = call.world.queries
        let place = place(of: .query, in: scripts, times: \.times) { script in
            (script.contains == "*" || query.range(of: script.contains) != nil)
                && (script.seller == nil || script.seller == call.seller?.id)
        }
        let script = place.map { scripts[$0] } ?? World.QueryScript()
        countUse(of: .query, at: place)

        let id = Work.Kind.query.prefix + String(nextNumber())
        let end: WorkCourse.Status =
            switch script.outcome {
            case .done, .empty: .done
            case .cancelled: .cancelled
            case .fatal: .fatal
            }
        var work = Work(
            kind: .query, id: id, body: call.body ?? [:],
            course: course(of: id, call, queued: script.queued, processing: script.processing, end: end))
        let document = Self.documentId(of: id, call.region)
        if end == .fatal {
            let text = JSONValue.object(["errors": [["message": .string(script.explanation)]]]).text
            documents[document] = Self.explanation(
                document, call.sellerIndex, text, contentType: "application/json; charset=UTF-8")
            work.document = document
        } else if end == .done, script.outcome == .done, script.rowsPerPage > 0 {
            let shape = DocumentShape(
                size: .rows(script.rowsPerPage),
                columns: ["startDate", "asin", "title", "unitsOrdered", "salesAmount"],
                charset: .utf8, compression: script.compression, format: .jsonLines)
            documents[document] = StoredDocument(
                document, seller: call.sellerIndex, shape, type: "query", namesEncoding: true)
            work.document = document
            if page + 1 < script.pages { work.nextPage = token(forPage: page + 1, of: query, call) }
        }
        return add(work, call)
    }

    private func check(_ query: String) throws(CallCheck.Refusal) {
        let squeezed = query.split(whereSeparator: \.isWhitespace).joined(separator: " ")
        guard squeezed.count <= Self.longestQuery else {
            throw CallCheck.Refusal("the query has more than \(Self.longestQuery) characters")
        }
        var depth = 0
        for byte in query.utf8 where depth >= 0 {
            if byte == UInt8(ascii: "{") { depth += 1 } else if byte == UInt8(ascii: "}") { depth -= 1 }
        }
        let isQuery = squeezed.hasPrefix("{") || squeezed.hasPrefix("query")
        guard isQuery, query.contains("{"), depth == 0 else {
            throw CallCheck.Refusal(
                "the query is not GraphQL: it begins with query or a brace, and braces come in pairs")
        }
    }

    private static let pageOperation = "dataKiosk.getQuery"

    private func token(forPage page: Int, of query: String, _ call: CheckedCall) -> String {
        PageToken(
            operation: Self.pageOperation, seller: call.sellerIndex, issuedAt: call.now, offset: page,
            search: Fingerprint(query.utf8).text
        ).text
    }

    private func number(ofPage text: String, of query: String, _ call: CheckedCall) throws(CallCheck.Refusal) -> Int {
        guard let token = PageToken(text: text) else { throw .changedToken("paginationToken") }
        guard token.operation == Self.pageOperation, token.seller == call.sellerIndex else {
            throw .init(reply: .invalidToken("paginationToken belongs to another seller or operation"))
        }
        guard token.search == Fingerprint(query.utf8).text else {
            throw .init(reply: .invalidToken("the query is not that which paginationToken was given out for"))
        }
        return token.offset
    }
}
