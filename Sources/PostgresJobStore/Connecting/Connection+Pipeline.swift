import CLibPQ

// Statements that need no answer before the next one is sent.
extension Connection {
    /// Runs statements one after the other in a single trip to the server. Returns what each of them yields.
    ///
    /// - Throws: `ServerError` of the first that failed; those behind it were not run.
    @discardableResult
    func run(together statements: [(sql: String, values: ValueTexts)]) throws -> [Rows] {
        // A pooler may not know of pipelines; there is nothing prepared behind it either.
        guard address.pooling == .session, statements.count > 1 else {
            return try statements.map { try run($0.sql, $0.values) }
        }
        let names = try statements.map { try prepare($0.sql) }
        guard PQenterPipelineMode(handle) == 1 else { throw failure(nil) }
        for (name, statement) in zip(names, statements) {
            let isSent = statement.values.withPointers {
                PQsendQueryPrepared(handle, name, Int32(statement.values.count), $0, nil, nil, 0)
            }
            guard isSent == 1 else { throw failure(nil) }
        }
        guard PQpipelineSync(handle) == 1 else { throw failure(nil) }
        return try takeAnswers(to: statements.count)
    }

    /// Takes the answers up to the pipeline's end. A connection that has lost step is given up by whoever gets the error,
    /// since it cannot even roll back.
    private func takeAnswers(to count: Int) throws -> [Rows] {
        var answers: [Rows] = []
        answers.reserveCapacity(count)
        var first: ServerError?
        var isComplete = false
        // Behind each answer comes an empty one.
        for _ in 0..<(2 * count + 2) where !isComplete {
            guard let result = PQgetResult(handle) else { continue }
            let rows = Rows(result)
            switch PQresultStatus(result) {
            case PGRES_PIPELINE_SYNC: isComplete = true
            case PGRES_COMMAND_OK, PGRES_TUPLES_OK: answers.append(rows)
            case PGRES_PIPELINE_ABORTED: break
            default: first = first ?? failure(result)
            }
        }
        guard isComplete, PQexitPipelineMode(handle) == 1 else {
            guard let first else { throw failure(nil) }
            // Whoever is told to go hears why, and only then that the connection has ended.
            throw ServerError(sqlState: first.sqlState, message: first.message, isConnectionLost: isBroken)
        }
        if let first { throw first }
        return answers
    }
}
