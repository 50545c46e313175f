import JobModel
import OperationCatalogue

/// What a query job is to do, as its row says it.
struct QueryPlan: Sendable {
    let options: QueryOptions
    /// The query, where the row holds it.
    let body: String?

    /// More of a file is not read: a query has 8000 characters.
    private static let largestFile = 1 << 20

    /// How the job goes on, looking at `pace`.
    func rules(_ pace: PollPace) -> ProcessingMachine.Rules {
        var rules = ProcessingMachine.Rules()
        rules.mayLackDocument = true
        rules.mostRetries = 0
        rules.pace = pace
        return rules
    }

    /// Where the answer goes, and how its documents become it.
    ///
    /// - Parameter output: The template that the job names.
    func delivery(output: String?) throws(JobRejection) -> DocumentDelivery {
        return DocumentDelivery(
            options: options.document, template: try OutputTemplate(output ?? "{seller}/{type}/{job}.ndjson"),
            keepsSmall: output == nil, mayBeRestricted: false)
    }

    /// The query in the file, squeezed; `nil` when the row holds it.
    ///
    /// - Throws: `JobRejection` that says what is wrong with it.
    func content() async throws -> String? {
        guard body == nil, let file = options.file else { return nil }
        let limit = Self.largestFile
        let text = try await FileExecutor().run { () throws -> String in
            let bytes = try ContentFile.bytes(of: file, what: "query", upTo: limit)
            guard bytes.count <= limit, let text = String(validating: bytes, as: UTF8.self) else {
                throw JobRejection("The query's file \(file) is no text in UTF-8, or larger than \(limit >> 20) MiB.")
            }
            return text
        }
        return try QueryText(text).text
    }

    /// The body that asks for a page of the answer.
    ///
    /// - Parameters:
    ///   - content: The query, where the row does not hold it.
    ///   - token: What the page is asked for with; `nil` for the first.
    /// - Throws: `JobRejection` when there is no query.
    func order(_ content: String?, token: String?) throws(JobRejection) -> JSONValue {
        guard let text = body ?? content else { throw JobRejection("The query's text is not known.") }
        var order: [String: JSONValue] = ["query": .string(text)]
        order["paginationToken"] = token.map { .string($0) }
        return .object(order)
    }
}

extension ProcessingTerms {
    /// How things are called with queries.
    static func queries() throws(UnknownOperation) -> ProcessingTerms {
        func operation(_ name: String) throws(UnknownOperation) -> Operation {
            try OperationCatalogue.builtIn.operation(named: "dataKiosk.\(name)@2023-11-15")
        }
        return ProcessingTerms(
            noun: "query", creation: try operation("createQuery"), listing: try operation("getQueries"),
            looking: try operation("getQuery"), addressing: try operation("getDocument"), idName: "queryId",
            documentName: "dataDocumentId", explanationName: "errorDocumentId", addressName: "documentId")
    }
}
