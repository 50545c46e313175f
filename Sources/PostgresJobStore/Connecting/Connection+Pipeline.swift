import CLibPQ

// Statements that need no answer before the next one is sent.
extension Connection {
    /// Runs statements one after the other in a single trip to the server. What they yield is not looked at, and must be
    /// little: nothing is read before all of it is sent.
    ///
    /// - Throws: `ServerError` of the first that failed; those behind it were not run.
    func run(together statements: [(sql: String, values: [String?])]) throws {
        // A pooler may not know of pipelines; there is nothing prepared behind it either.
        guard address.pooling == .session, statements.count > 1 else {
            for statement in statements { try run(statement.sql, statement.values) }
            return
        }
        let names = try statements.map { try prepare($0.sql) }
        guard PQenterPipelineMode(handle) == 1 else { throw failure(nil) }
        for (name, statement) in zip(names, statements) {
            let isSent = withTexts(statement.values) {
                PQsendQueryPrepared(handle, name, Int32(statement.values.count), $0, nil, nil, 0)
            }
            guard isSent == 1 else { throw failure(nil) }
        }
        guard PQpipelineSync(handle) == 1 else { throw failure(nil) }
        try takeAnswers(to: statements.count)
    }

    /// Takes the answers up to the pipeline's end. A connection that has lost step is given up by whoever gets the error,
    /// since it cannot even roll back.
    private func takeAnswers(to count: Int) throws {
        var first: ServerError?
        var isComplete = false
        // Behind each answer comes an empty one.
        for _ in 0..<(2 * count + 2) where !isComplete {
            guard let result = PQgetResult(handle) else { continue }
            defer { PQclear(result) }
            switch PQresultStatus(result) {
            case PGRES_PIPELINE_SYNC: isComplete = true
            case PGRES_COMMAND_OK, PGRES_TUPLES_OK, PGRES_PIPELINE_ABORTED: break
            default: first = first ?? failure(result)
            }
        }
        guard isComplete, PQexitPipelineMode(handle) == 1 else { throw first ?? failure(nil) }
        if let first { throw first }
    }
}
